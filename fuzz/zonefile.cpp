// Zone files: any octets are read without harm, and what was read is printed so that it reads the
// same.
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text = text_of({octets, size});
  auto reader = ZoneFileReader::from_text(std::string(text), "input", options_for_fuzzing());
  const ParsedFile first = read_all(reader, 1000);
  for (const Error& error : first.errors) expect(error.where.line != 0 && error.where.column != 0);

  std::string printed;
  for (const Record& r : first.records)
    append_record_text(printed, r.owner, r.ttl, r.rrclass, r.type, r.rdata);
  auto again = ZoneFileReader::from_text(printed, "printed", options_for_fuzzing());
  const ParsedFile second = read_all(again);
  expect(second.errors.empty());
  expect(second.records == first.records);
  return 0;
}
