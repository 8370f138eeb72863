// Zone files: any octets are read without harm; by vectors through a small window as octet by octet
// in one piece; and what was read is printed so that it reads the same.
#include <cstdlib>

#include "vouch/zonefile/printer.hpp"
#include "vouch/zonefile/reader.hpp"

using namespace vouch;

namespace {

ZoneFileOptions options_for_fuzzing() {
  ZoneFileOptions options;
  options.origin = *Name::parse("example.");
  options.default_ttl = Ttl{60};
  options.any_class = true;
  options.max_generated = 300;
  options.max_includes = 20;
  // Files of few kinds, one of which includes another.
  options.load_include = [](const std::string& path) -> Result<std::string> {
    if (path == "a") return std::string("$INCLUDE b\nx A 192.0.2.1\n");
    if (path == "b") return std::string("$ORIGIN other.\ny TXT \"z\"\n(");
    return fail(ErrorCode::file_failure, "is not there");
  };
  return options;
}

void expect(bool holds) {
  if (!holds) std::abort();
}

// All that a reader tells, in order.
struct Reading {
  struct Item {
    Record record;  ///< or of no meaning where there is an error
    std::uint32_t line = 0;
    std::string source;
    std::string error;
    std::uint32_t column = 0;

    bool operator==(const Item&) const = default;
  };

  std::vector<Item> items;
  std::vector<Record> records;
};

Reading read_whole(std::string_view text, Kernel kernel, std::size_t window_octets) {
  ZoneFileOptions options = options_for_fuzzing();
  options.kernel = kernel;
  options.window_octets = window_octets;
  auto reader = ZoneFileReader::from_text(std::string(text), "input", std::move(options));
  Reading reading;
  for (std::size_t errors = 0; errors < 1000;) {
    auto next = reader.next();
    if (!next.ok()) {
      const Error& error = next.error();
      expect(error.where.line != 0 && error.where.column != 0);
      reading.items.push_back({{},
                               error.where.line,
                               error.where.source,
                               std::string(mnemonic(error.code)) + ": " + error.detail,
                               error.where.column});
      ++errors;
      continue;
    }
    if (!next->has_value()) break;
    reading.records.push_back((*next)->to_record());
    reading.items.push_back(
        {reading.records.back(), (*next)->line, std::string((*next)->source), {}, 0});
  }
  return reading;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text = text_of({octets, size});
  const Reading first = read_whole(text, Kernel::best, 64);
  const Reading scalar = read_whole(text, Kernel::scalar, std::size_t{1} << 16);
  expect(first.items == scalar.items);

  std::string printed;
  for (const Record& r : first.records)
    append_record_text(printed, r.owner, r.ttl, r.rrclass, r.type, r.rdata);
  auto again = ZoneFileReader::from_text(printed, "printed", options_for_fuzzing());
  const ParsedFile second = read_all(again);
  expect(second.errors.empty());
  expect(second.records == first.records);
  return 0;
}
