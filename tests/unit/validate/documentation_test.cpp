// docs/validation.md has every reason as reasons.def has it.
#include <gtest/gtest.h>

#include "vouch/base/file.hpp"
#include "vouch/validate/reason.hpp"

namespace vouch {
namespace {

TEST(Documentation, has_a_row_for_every_reason) {
  const auto page = read_file(VOUCH_SOURCE_DIR "/docs/validation.md");
  ASSERT_TRUE(page.ok()) << page.error().message();
  for (const ReasonRow& row : all_reason_rows()) {
    std::string line = "| " + std::string(row.id) + " | " + std::string(text(row.status)) + " | ";
    line +=
        row.ede ? std::to_string(static_cast<unsigned>(*row.ede)) + " " + text(*row.ede) : "none";
    line += " | " + std::string(row.reference) + " | " + std::string(row.sentence) + " | " +
            std::string(row.rows) + " |\n";
    EXPECT_NE(page->find(line), std::string::npos) << "missing: " << line;
  }
}

}  // namespace
}  // namespace vouch
