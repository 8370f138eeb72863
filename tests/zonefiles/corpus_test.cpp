// The corpus of zone files: each file of good/ and bad/ behaves as its own comment lines say,
// error for error and record for record, read by vectors and octet for octet, whole and in pieces.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/zonefiles/expectation.hpp"
#include "vouch/zone/zone_check.hpp"
#include "vouch/zone/zone_load.hpp"

namespace vouch::test {
namespace {

namespace fs = std::filesystem;

const fs::path root = fs::path(VOUCH_SOURCE_DIR) / "tests/zonefiles";

struct Case {
  std::string path;  ///< below the root
};

void PrintTo(const Case& one, std::ostream* to) { *to << one.path; }

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".zone")
      cases.push_back({fs::relative(entry.path(), root).string()});
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.path < b.path; });
  return cases;
}

// What came out of a file, in the words of an expectation.
struct Outcome {
  std::vector<std::string> complaints;
  std::vector<std::string> records;
  std::size_t count = 0;
};

// `3:12`, before it the file where it is another one than `path`, and `-` for no place.
std::string place_text(const Place& place, const std::string& path) {
  std::string text;
  if (place.source != path) text = fs::path(place.source).filename().string() + ':';
  if (place.line == 0) return text + '-';
  text += std::to_string(place.line);
  return place.column == 0 ? text : text + ':' + std::to_string(place.column);
}

std::string complaint_of(const Error& error, const std::string& path) {
  return fmt::format("error {} {}", place_text(error.where, path), mnemonic(error.code));
}

// In the type's own form, where zone files that are written may have the generic one.
std::string record_text(const ParsedRecord& record) {
  return fmt::format("{} {} {} {} {}", record.owner.text(), record.ttl.seconds,
                     text(record.rrclass), text(record.type),
                     rdata_text(record.type, record.rrclass, record.rdata));
}

// Where records stand, so that what check_zone says can be placed.
struct RecordPlace {
  Name owner;
  RRType type;
  std::uint32_t line;
};

std::uint32_t line_of(const std::vector<RecordPlace>& places, const ZoneIssue& issue) {
  for (const RecordPlace& place : places)
    if (place.owner == issue.owner && place.type == issue.type) return place.line;
  for (const RecordPlace& place : places)
    if (place.owner == issue.owner) return place.line;
  return 0;
}

std::string complaint_of(const ZoneIssue& issue, const std::vector<RecordPlace>& places) {
  return fmt::format(
      "{} {} {} {} {}", severity(issue.code) == ZoneIssueSeverity::error ? "error" : "warning",
      line_of(places, issue), text(issue.code), issue.owner.text(), text(issue.type));
}

ZoneFileReader open_or_fail(const std::string& path, const Expectation& expectation) {
  auto reader = ZoneFileReader::open(path, expectation.options);
  if (reader.ok()) return std::move(*reader);
  return ZoneFileReader::from_text("", reader.error().message(), expectation.options);
}

Outcome read_file_of(const std::string& path, const Expectation& expectation,
                     std::vector<RecordPlace>& places) {
  Outcome outcome;
  auto reader = ZoneFileReader::open(path, expectation.options);
  if (!reader.ok()) {
    outcome.complaints.push_back(complaint_of(reader.error(), path));
    return outcome;
  }
  while (outcome.complaints.size() < 1000) {
    const auto next = reader->next();
    if (!next.ok()) {
      EXPECT_NE(next.error().detail, "") << "an error says what is wrong";
      outcome.complaints.push_back(complaint_of(next.error(), path));
      continue;
    }
    if (!next->has_value()) break;
    outcome.records.push_back(record_text(**next));
    places.push_back({Name((*next)->owner), (*next)->type, (*next)->line});
  }
  outcome.count = outcome.records.size();
  return outcome;
}

Outcome load_file_of(const std::string& path, const Expectation& expectation) {
  std::vector<RecordPlace> places;
  Outcome outcome = read_file_of(path, expectation, places);
  auto reader = open_or_fail(path, expectation);
  const LoadedZone loaded = load_zone(reader, expectation.apex, 1000);
  outcome.complaints.clear();
  for (const Error& error : loaded.errors) outcome.complaints.push_back(complaint_of(error, path));
  EXPECT_EQ(loaded.zone == nullptr, !loaded.errors.empty());
  if (!loaded.zone) return outcome;
  outcome.count = loaded.zone->record_count();
  for (const ZoneIssue& issue : check_zone(*loaded.zone))
    outcome.complaints.push_back(complaint_of(issue, places));
  return outcome;
}

std::string joined(const std::vector<std::string>& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

void expect_outcome(const std::string& path, const Expectation& expected) {
  std::vector<RecordPlace> places;
  const Outcome outcome =
      expected.is_zone ? load_file_of(path, expected) : read_file_of(path, expected, places);
  EXPECT_EQ(joined(outcome.complaints), joined(expected.complaints));
  EXPECT_EQ(outcome.count, expected.count.value_or(0));
  if (!expected.records.empty()) {
    EXPECT_EQ(joined(outcome.records), joined(expected.records));
  }
}

class Files : public testing::TestWithParam<Case> {};

TEST_P(Files, behaves_as_written) {
  const std::string path = (root / GetParam().path).string();
  Expectation expected = read_expectation(path);
  EXPECT_EQ(joined(expected.faults), "") << "what is expected can't be read";
  const bool is_good = GetParam().path.substr(0, 5) == "good/";
  const bool expects_error =
      std::any_of(expected.complaints.begin(), expected.complaints.end(),
                  [](const std::string& line) { return line.substr(0, 5) == "error"; });
  EXPECT_NE(is_good, expects_error) << "errors are expected of the files in bad/, and of no others";
  EXPECT_TRUE(expected.count.has_value()) << "the number of records that is expected is missing";

  const std::size_t usual_window = expected.options.window_octets;
  for (const Kernel kernel : {Kernel::best, Kernel::scalar}) {
    for (const std::size_t window : {usual_window, std::size_t{64}}) {
      SCOPED_TRACE(fmt::format("{}, in pieces of {} octets",
                               kernel == Kernel::best ? "by vectors" : "scalar", window));
      expected.options.kernel = kernel;
      expected.options.window_octets = window;
      expect_outcome(path, expected);
    }
  }
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.path;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(corpus, Files, testing::ValuesIn(all_cases()), test_name);

TEST(Corpus, has_at_least_300_files) { EXPECT_GE(all_cases().size(), 300U); }

}  // namespace
}  // namespace vouch::test
