// The root zone of 5 September 2020, complete and signed, where the data is there.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <map>

#include "tests/unit/zonefile/reading.hpp"

namespace vouch::test {
namespace {

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  char part[65536];
  for (std::size_t count = 0; (count = std::fread(part, 1, sizeof part, pipe)) > 0;)
    output.append(part, count);
  return ::pclose(pipe) == 0 ? output : std::string();
}

TEST(RootZone, is_read_completely_and_printed_so_that_it_reads_the_same) {
  const std::string path = std::string(VOUCH_SHARED_DIR) + "/data/root-2020-09-05.zone.xz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const std::string text = output_of("xzcat '" + path + "'");
  if (text.empty()) GTEST_SKIP() << "xzcat can't be run";

  auto reader = ZoneFileReader::from_text(text, "root.zone", {});
  const ParsedFile file = read_all(reader);
  ASSERT_TRUE(file.errors.empty()) << file.errors[0].message();
  EXPECT_EQ(file.records.size(), 21576U);
  std::map<RRType, std::size_t> counts;
  for (const Record& record : file.records) ++counts[record.type];
  const std::map<RRType, std::size_t> expected = {
      {RRType::A, 4127},  {RRType::AAAA, 3525}, {RRType::DNSKEY, 2},   {RRType::DS, 2380},
      {RRType::NS, 7145}, {RRType::NSEC, 1510}, {RRType::RRSIG, 2886}, {RRType::SOA, 1}};
  EXPECT_EQ(counts, expected);

  std::string printed;
  for (const Record& r : file.records)
    append_record_text(printed, r.owner, r.ttl, r.rrclass, r.type, r.rdata);
  auto again = ZoneFileReader::from_text(printed, "printed.zone", {});
  const ParsedFile second = read_all(again);
  ASSERT_TRUE(second.errors.empty()) << second.errors[0].message();
  EXPECT_TRUE(second.records == file.records);
}

}  // namespace
}  // namespace vouch::test
