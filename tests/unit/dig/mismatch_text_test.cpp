// What is said of a message that is not the reply.
#include "dig/engine/mismatch_text.hpp"

#include <gtest/gtest.h>

#include "vouch/message/message.hpp"

namespace vouch::dig {
namespace {

Octets message(std::uint16_t id, const char* name, bool is_reply = true) {
  Message message =
      make_query(id, {*Name::parse(name), RRType::A, RRClass::IN}, true, std::nullopt);
  message.header.qr = is_reply;
  return message.write();
}

TEST(MismatchText, names_what_differs_first) {
  const Octets query = message(7, "www.example", false);
  EXPECT_EQ(mismatch_text(query, Octets{1, 2, 3}),
            ";; Warning: short (< header size) message received\n");
  EXPECT_EQ(mismatch_text(query, message(8, "other.example")),
            ";; Warning: ID mismatch: expected ID 7, got 8\n");
  EXPECT_EQ(mismatch_text(query, message(7, "www.example", false)),
            ";; Warning: query response not set\n");
  EXPECT_EQ(mismatch_text(query, message(7, "other.example")),
            ";; ;; Question section mismatch: got other.example/A/IN\n");
}

TEST(MismatchText, reads_no_further_than_the_message) {
  const Octets query = message(7, "www.example", false);
  const Octets reply = message(7, "www.example");
  for (std::size_t size = 0; size < reply.size(); ++size) {
    const std::string line = mismatch_text(query, OctetView(reply).first(size));
    EXPECT_TRUE(line.ends_with("\n")) << size;
  }
  Octets without_question(reply.begin(), reply.begin() + 12);
  without_question[5] = 0;
  EXPECT_EQ(mismatch_text(query, without_question),
            ";; ;; Question section mismatch: got none that can be read\n");
}

}  // namespace
}  // namespace vouch::dig
