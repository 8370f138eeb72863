// Reading and changing lists of records.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/signed_world.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::testing {

Name name_of(const std::string& text) { return Name::parse(text).value(); }

Record record_of(const std::string& line) {
  ZoneFileOptions options;
  options.origin = Name();
  options.default_ttl = Ttl{3600};
  auto reader = ZoneFileReader::from_text(line, "record", options);
  ParsedFile file = read_all(reader);
  for (const Error& error : file.errors) ADD_FAILURE() << error.message();
  return file.records.at(0);
}

RRset rrset_of(const std::vector<Record>& records, const std::string& owner, RRType type) {
  const Name name = name_of(owner);
  std::optional<RRset> rrset;
  for (const Record& record : records) {
    if (record.type != type || !(record.owner == name)) continue;
    if (!rrset) rrset.emplace(name, type, record.rrclass, record.ttl);
    rrset->add(record.rdata);
  }
  EXPECT_TRUE(rrset) << "no " << text(type) << " of " << owner;
  return rrset.value_or(RRset());
}

void drop(std::vector<Record>& records, const std::string& owner, RRType type) {
  const Name name = name_of(owner);
  const auto erased = std::erase_if(
      records, [&](const Record& each) { return each.type == type && each.owner == name; });
  EXPECT_GT(erased, 0U) << "no " << text(type) << " of " << owner;
}

bool covers(const Record& record, RRType type) {
  if (record.type != RRType::RRSIG) return false;
  const auto rrsig = rr::Rrsig::read(record.rdata);
  return rrsig.ok() && rrsig->type_covered == type;
}

void drop_signatures(std::vector<Record>& records, const std::string& owner, RRType covered) {
  const Name name = name_of(owner);
  const auto erased = std::erase_if(
      records, [&](const Record& each) { return each.owner == name && covers(each, covered); });
  EXPECT_GT(erased, 0U) << "no RRSIG " << text(covered) << " of " << owner;
}

void alter(std::vector<Record>& records, const std::string& owner, RRType type) {
  const Name name = name_of(owner);
  const auto found = std::find_if(records.begin(), records.end(), [&](const Record& each) {
    return each.type == type && each.owner == name;
  });
  ASSERT_NE(found, records.end()) << "no " << text(type) << " of " << owner;
  found->rdata.back() ^= 1;
}

}  // namespace vouch::testing
