#include "vouch/rr/rrset.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

namespace vouch {
namespace {

Name name(std::string_view text) { return Name::parse(text).value(); }

Octets rdata(RRType type, std::string_view text) {
  return parse_rdata_text(type, RRClass::IN, text).value();
}

Record record(std::string_view owner, RRType type, std::uint32_t ttl, std::string_view text) {
  return {name(owner), type, RRClass::IN, Ttl{ttl}, rdata(type, text)};
}

std::string text_of_all(const RRset& rrset) {
  std::string text;
  for (const OctetView each : rrset.rdatas())
    text += rdata_text(rrset.type(), rrset.rrclass(), each) + ' ';
  return text;
}

RRset addresses(std::initializer_list<const char*> all) {
  RRset rrset(name("example."), RRType::A, RRClass::IN, Ttl{60});
  for (const char* each : all) rrset.add(rdata(RRType::A, each));
  return rrset;
}

TEST(RRset, keeps_canonical_order_without_duplicates) {
  RRset rrset = addresses({"192.0.2.3", "192.0.2.1", "10.0.0.1"});
  EXPECT_EQ(text_of_all(rrset), "10.0.0.1 192.0.2.1 192.0.2.3 ");
  EXPECT_TRUE(rrset.add(rdata(RRType::A, "192.0.2.2")));
  EXPECT_FALSE(rrset.add(rdata(RRType::A, "192.0.2.2")));
  EXPECT_EQ(rrset.size(), 4U);
  EXPECT_EQ(text_of_all(rrset), "10.0.0.1 192.0.2.1 192.0.2.2 192.0.2.3 ");
}

TEST(RRset, takes_names_that_differ_in_case_for_duplicates) {
  RRset rrset(name("example."), RRType::NS, RRClass::IN, Ttl{60});
  EXPECT_TRUE(rrset.add(rdata(RRType::NS, "NS.example.")));
  EXPECT_FALSE(rrset.add(rdata(RRType::NS, "ns.EXAMPLE.")));
  EXPECT_TRUE(rrset.contains(rdata(RRType::NS, "ns.example.")));
  EXPECT_EQ(text_of_all(rrset), "NS.example. ");
  RRset texts(name("example."), RRType::TXT, RRClass::IN, Ttl{60});
  EXPECT_TRUE(texts.add(rdata(RRType::TXT, "A")));
  EXPECT_TRUE(texts.add(rdata(RRType::TXT, "a")));
}

TEST(RRset, removes_what_is_there) {
  RRset rrset = addresses({"192.0.2.1", "192.0.2.2", "192.0.2.3"});
  EXPECT_TRUE(rrset.remove(rdata(RRType::A, "192.0.2.2")));
  EXPECT_FALSE(rrset.remove(rdata(RRType::A, "192.0.2.2")));
  EXPECT_EQ(text_of_all(rrset), "192.0.2.1 192.0.2.3 ");
  EXPECT_TRUE(rrset.remove(rdata(RRType::A, "192.0.2.1")));
  EXPECT_TRUE(rrset.remove(rdata(RRType::A, "192.0.2.3")));
  EXPECT_TRUE(rrset.empty());
  EXPECT_TRUE(rrset.rdatas().packed().empty());
}

TEST(RRset, is_copied_out_of_a_view) {
  const RRset original = addresses({"192.0.2.1", "192.0.2.2"});
  RRset copy(original.view());
  EXPECT_EQ(text_of_all(copy), text_of_all(original));
  EXPECT_EQ(copy.owner(), original.owner());
  EXPECT_EQ(copy.ttl(), original.ttl());
  copy.remove(rdata(RRType::A, "192.0.2.1"));
  EXPECT_EQ(original.size(), 2U);
}

TEST(RRset, holds_rdata_of_65535_octets) {
  RRset rrset(name("example."), RRType{65280}, RRClass::IN, Ttl{60});
  const Octets big(65535, 7);
  EXPECT_TRUE(rrset.add(big));
  EXPECT_TRUE(rrset.add({}));
  EXPECT_TRUE(rrset.contains(big));
  EXPECT_EQ(rrset.rdatas().front().size(), 0U);
  EXPECT_EQ((*++rrset.rdatas().begin()).size(), 65535U);
}

TEST(PackRdatas, gives_what_adding_one_by_one_gives) {
  std::mt19937 random(6);
  for (int round = 0; round < 200; ++round) {
    std::vector<Octets> all;
    for (auto count = random() % 12; count > 0; --count) {
      const char letters[] = {random() % 2 == 0 ? 'a' : 'A', static_cast<char>('a' + random() % 3),
                              '.', '\0'};
      all.push_back(rdata(RRType::NS, letters));
    }
    RRset rrset(name("example."), RRType::NS, RRClass::IN, Ttl{60});
    std::vector<OctetView> views(all.begin(), all.end());
    for (const OctetView view : views) rrset.add(view);
    Octets packed;
    EXPECT_EQ(pack_rdatas(RRType::NS, RRClass::IN, views, packed), rrset.size());
    EXPECT_TRUE(equal_octets(packed, rrset.rdatas().packed()));
  }
}

constexpr const char* signature = "A 13 1 3600 20261224015754 20261124015754 3285 example. AAEC";
constexpr const char* other_signature =
    "A 13 1 3600 20261224015754 20261124015754 3286 example. AAED";
constexpr const char* lone_signature =
    "MX 13 1 3600 20261224015754 20261124015754 3285 example. AAEC";

TEST(GroupRRsets, puts_signatures_beside_what_they_cover) {
  const Record records[] = {
      record("a.example.", RRType::RRSIG, 300, signature),
      record("a.example.", RRType::A, 300, "192.0.2.2"),
      record("b.example.", RRType::A, 300, "192.0.2.9"),
      record("A.example.", RRType::A, 200, "192.0.2.1"),
      record("a.example.", RRType::RRSIG, 100, other_signature),
      record("a.example.", RRType::RRSIG, 50, lone_signature),
      record("a.example.", RRType::A, 300, "192.0.2.2"),
  };
  const auto groups = group_rrsets(records);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(text_of_all(groups[0].rrset), "192.0.2.1 192.0.2.2 ");
  EXPECT_EQ(groups[0].rrset.ttl(), Ttl{200});
  EXPECT_EQ(groups[0].signatures.size(), 2U);
  EXPECT_EQ(groups[0].signatures.ttl(), Ttl{100});
  EXPECT_EQ(groups[0].signatures.type(), RRType::RRSIG);
  EXPECT_EQ(groups[1].rrset.owner(), name("b.example."));
  EXPECT_TRUE(groups[1].signatures.empty());
  EXPECT_EQ(groups[2].rrset.type(), RRType::MX);
  EXPECT_TRUE(groups[2].rrset.empty());
  EXPECT_EQ(groups[2].signatures.size(), 1U);
}

TEST(GroupRRsets, keeps_classes_and_types_apart) {
  Record chaos = record("a.example.", RRType::TXT, 1, "x");
  chaos.rrclass = RRClass::CH;
  const Record records[] = {record("a.example.", RRType::TXT, 1, "x"), chaos,
                            record("a.example.", RRType::HINFO, 1, "x y")};
  EXPECT_EQ(group_rrsets(records).size(), 3U);
  EXPECT_TRUE(group_rrsets({}).empty());
}

// What grouping is to give, made record by record.
std::vector<SignedRRset> grouped_slowly(const std::vector<Record>& records) {
  std::vector<SignedRRset> groups;
  for (const Record& each : records) {
    const RRType type = each.type == RRType::RRSIG
                            ? static_cast<RRType>(each.rdata[0] << 8 | each.rdata[1])
                            : each.type;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const SignedRRset& known) {
      return known.rrset.owner() == each.owner && known.rrset.type() == type &&
             known.rrset.rrclass() == each.rrclass;
    });
    if (group == groups.end()) {
      groups.push_back({RRset(each.owner, type, each.rrclass, each.ttl),
                        RRset(each.owner, RRType::RRSIG, each.rrclass, each.ttl)});
      group = groups.end() - 1;
    }
    RRset& rrset = each.type == RRType::RRSIG ? group->signatures : group->rrset;
    rrset.set_ttl(rrset.empty() ? each.ttl : std::min(rrset.ttl(), each.ttl));
    rrset.add(each.rdata);
  }
  return groups;
}

void expect_grouped_as_slowly(const std::vector<Record>& records) {
  const auto groups = group_rrsets(records);
  const auto expected = grouped_slowly(records);
  ASSERT_EQ(groups.size(), expected.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const auto member : {&SignedRRset::rrset, &SignedRRset::signatures}) {
      const RRset& got = groups[i].*member;
      const RRset& wanted = expected[i].*member;
      EXPECT_EQ(text_of(got.owner().wire()), text_of(wanted.owner().wire()));
      EXPECT_EQ(got.type(), wanted.type());
      EXPECT_EQ(got.ttl(), wanted.ttl());
      EXPECT_EQ(got.size(), wanted.size());
      EXPECT_TRUE(equal_octets(got.rdatas().packed(), wanted.rdatas().packed()));
    }
  }
}

TEST(GroupRRsets, gives_what_adding_one_by_one_gives) {
  std::mt19937 random(9);
  const std::string_view owners[] = {
      "a.", "A.", "b.a.", "B.A.", "a-long-label-with-Letters.b.", "A-Long-Label-With-lETTERS.B.",
      "."};
  const std::string_view targets[] = {"x.", "X.", "y.x.", "Y.x.", "NS.example.", "ns.example."};
  for (int round = 0; round < 300; ++round) {
    std::vector<Record> records;
    for (auto count = random() % 40; count > 0; --count) {
      const auto owner = owners[random() % std::size(owners)];
      const auto ttl = random() % 5;
      switch (random() % 4) {
        case 0: records.push_back(record(owner, RRType::RRSIG, ttl, signature)); break;
        case 1: records.push_back(record(owner, RRType::RRSIG, ttl, lone_signature)); break;
        case 2:
          records.push_back(
              record(owner, RRType::A, ttl, "192.0.2." + std::to_string(random() % 20)));
          break;
        default:
          records.push_back(record(owner, RRType::NS, ttl, targets[random() % std::size(targets)]));
          break;
      }
    }
    expect_grouped_as_slowly(records);
  }
}

// Names for which the hash of rrset_groups.cpp is the same: what the second word changes, the third
// takes back.
TEST(GroupRRsets, tells_names_apart_that_were_made_to_have_one_hash) {
  constexpr std::uint64_t factor = 0x9e3779b97f4a7c15U;
  const auto step = [](std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * factor;
    return hash ^ hash >> 32;
  };
  const auto word_of = [](const Octets& octets, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, octets.data() + at, sizeof word);
    return word;
  };
  Octets wire(32, 'x');
  wire.front() = 30;
  wire.back() = 0;
  std::mt19937 random(10);
  const std::uint64_t start =
      step(static_cast<std::uint64_t>(RRType::A) << 16 | 1, word_of(wire, 0));
  const std::uint64_t target = step(start, word_of(wire, 8)) ^ word_of(wire, 16);
  std::vector<Record> records;
  for (unsigned i = 0; records.size() < 64; ++i) {
    Octets other = wire;
    for (std::size_t at = 8; at < 16; ++at)
      other[at] = static_cast<std::uint8_t>('a' + random() % 26);
    const std::uint64_t third = step(start, word_of(other, 8)) ^ target;
    std::memcpy(other.data() + 16, &third, sizeof third);
    const bool has_capital = std::any_of(other.begin(), other.end(), [](std::uint8_t octet) {
      return octet >= 'A' && octet <= 'Z';
    });
    if (has_capital) continue;
    for (const char* address : {"192.0.2.2", "192.0.2.1"})
      records.push_back({Name(NameView::trusted(other)), RRType::A, RRClass::IN, Ttl{60},
                         rdata(RRType::A, address)});
  }
  std::shuffle(records.begin(), records.end(), random);
  expect_grouped_as_slowly(records);
  EXPECT_EQ(group_rrsets(records).size(), records.size() / 2);
}

TEST(GroupRRsets, leaves_out_rrsets_with_a_malformed_record) {
  const Record good = record("a.", RRType::A, 60, "192.0.2.1");
  const Record rrsig = record("a.", RRType::RRSIG, 60, signature);
  const Octets short_one = {1, 2, 3};
  const Octets covers_a = {0, 1};
  const auto ref = [](const Record& each) {
    return RecordRef{each.owner, each.type, each.rrclass, each.ttl, each.rdata};
  };
  const RecordRef bad{good.owner, RRType::A, RRClass::IN, Ttl{60}, short_one, true};
  const RecordRef bad_rrsig{good.owner, RRType::RRSIG, RRClass::IN, Ttl{60}, covers_a, true};
  const RecordRef with_bad[] = {ref(good), bad, ref(rrsig)};
  const auto groups = group_record_refs(with_bad);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_TRUE(groups[0].is_malformed);
  EXPECT_TRUE(groups[0].rrset.empty());
  const RecordRef with_bad_rrsig[] = {bad_rrsig, ref(good), ref(rrsig)};
  const auto others = group_record_refs(with_bad_rrsig);
  ASSERT_EQ(others.size(), 1U);
  EXPECT_FALSE(others[0].is_malformed);
  EXPECT_TRUE(others[0].has_malformed_signature);
  EXPECT_EQ(others[0].rrset.size(), 1U);
  EXPECT_EQ(others[0].signatures.size(), 1U);
}

}  // namespace
}  // namespace vouch
