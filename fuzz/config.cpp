// Configuration files: any octets give a configuration or a placed error, and every getter holds on
// any value.
#include "daemon/config.hpp"

#include <cstdlib>

using namespace vouch;

namespace {

constexpr int most_depth = 5000;

void expect(bool holds) {
  if (!holds) std::abort();
}

void expect_placed(const Error& error) {
  expect(error.where.source == "input" && !error.detail.empty());
}

void ask_everything(daemon::ConfigTable table, int depth) {
  for (const std::string& key : table.keys()) {
    if (const auto got = table.boolean(key); !got.ok()) expect_placed(got.error());
    if (const auto got = table.integer(key, -5, 5); !got.ok()) expect_placed(got.error());
    if (const auto got = table.word(key, {"a", "b"}); !got.ok()) expect_placed(got.error());
    if (const auto got = table.addresses(key, 53); !got.ok()) expect_placed(got.error());
    if (const auto got = table.period(key); !got.ok()) expect_placed(got.error());
    if (const auto got = table.octets(key); !got.ok()) expect_placed(got.error());
    if (const auto got = table.time(key, Timestamp{0}); !got.ok()) expect_placed(got.error());
    auto inner = table.tables(key);
    if (!inner.ok()) expect_placed(inner.error());
    if (!inner.ok() || depth == 0) continue;
    for (const daemon::ConfigTable& each : *inner) ask_everything(each, depth - 1);
  }
  if (depth == most_depth) expect(table.finish().ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const auto config = daemon::Config::parse(text_of({octets, size}), "input");
  if (!config.ok()) {
    expect_placed(config.error());
    return 0;
  }
  const auto untouched = config->top().finish();
  expect(untouched.ok() || untouched.error().where.line != 0);
  ask_everything(config->top(), most_depth);
  return 0;
}
