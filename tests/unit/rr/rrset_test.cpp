#include "vouch/rr/rrset.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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

}  // namespace
}  // namespace vouch
