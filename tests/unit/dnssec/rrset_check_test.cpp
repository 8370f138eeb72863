#include "vouch/dnssec/rrset_check.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dnssec/zone_text.hpp"
#include "vouch/dnssec/key_tag.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

// Records of cloudflare.com and www.cloudflare.com as they were published in March 2016.
constexpr std::string_view cloudflare = R"(
cloudflare.com. 300 IN DNSKEY 257 3 13 (
    mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ== )
cloudflare.com. 300 IN DNSKEY 256 3 13 (
    koPbw9wmYZ7ggcjnQ6ayHyhHaDNMYELKTqT+qRGrZpWSccr/lBcrm10Z1PuQHB3Azhii+sb0PYFkH1ruxLhe5g== )
cloudflare.com. 86400 IN DS 2371 13 2 32996839A6D808AFE3EB4A795A0E6A7A39A76FC52FF228B22B76F6D63826F2B9
www.cloudflare.com. 300 IN A 198.41.214.162
www.cloudflare.com. 300 IN A 198.41.215.162
www.cloudflare.com. 300 IN RRSIG A 13 3 300 20160316130645 20160314110645 35273 cloudflare.com. (
    wIprzypq8AaxIP8c6n1/4rJYTzY752Pc0gbl6SlfddAE3rhfuJXondwQ8/ZlPh3xxao9/riP18YgZAypzV5ZJw== )
)";

Timestamp time_of(const char* text) { return *Timestamp::parse(text, {}); }

const Timestamp then = time_of("2016-03-15T00:00:00Z");

RRsetCheck check_text(const std::string& text, Timestamp now = then) {
  return check_rrsets(records_of(text), now);
}

std::string changed(std::string_view from, std::string_view to) {
  std::string text(cloudflare);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, from.size(), to);
}

// The status of the only signature.
std::string status(const std::string& text, Timestamp now = then) {
  const RRsetCheck check = check_text(text, now);
  EXPECT_EQ(check.signatures.size(), 1U);
  return std::string(vouch::text(check.signatures.at(0).status));
}

std::string ds_status(const std::string& text) {
  const RRsetCheck check = check_text(text);
  EXPECT_EQ(check.ds.size(), 1U);
  return std::string(vouch::text(check.ds.at(0).status));
}

}  // namespace

TEST(RRsetCheck, finds_real_records_good) {
  const RRsetCheck check = check_text(std::string(cloudflare));
  ASSERT_EQ(check.signatures.size(), 1U);
  const SignatureFinding& signature = check.signatures[0];
  EXPECT_EQ(signature.owner, name_of("www.cloudflare.com."));
  EXPECT_EQ(signature.type, RRType::A);
  EXPECT_EQ(signature.algorithm, Algorithm::ECDSAP256SHA256);
  EXPECT_EQ(signature.key_tag, 35273);
  EXPECT_EQ(signature.signer, name_of("cloudflare.com."));
  EXPECT_EQ(signature.inception, time_of("2016-03-14T11:06:45Z"));
  EXPECT_EQ(signature.expiration, time_of("2016-03-16T13:06:45Z"));
  EXPECT_EQ(signature.status, SignatureStatus::good);
  ASSERT_EQ(check.ds.size(), 1U);
  EXPECT_EQ(check.ds[0].status, DsStatus::matches);
  EXPECT_EQ(check.ds[0].key_tag, 2371);
  EXPECT_EQ(check.ds[0].key_flags, 257);
  EXPECT_TRUE(check.all_good());
}

TEST(RRsetCheck, sees_one_changed_octet) {
  EXPECT_EQ(status(changed("198.41.214.162", "198.41.214.163")), "wrong");
  EXPECT_EQ(status(changed("wIprzypq", "wIprzypr")), "wrong");
  EXPECT_FALSE(check_text(changed("198.41.214.162", "198.41.214.163")).all_good());
}

TEST(RRsetCheck, sees_a_missing_and_an_added_record) {
  EXPECT_EQ(status(changed("www.cloudflare.com. 300 IN A 198.41.215.162\n", "")), "wrong");
  EXPECT_EQ(status(std::string(cloudflare) + "www.cloudflare.com. 300 IN A 198.41.215.163\n"),
            "wrong");
}

TEST(RRsetCheck, knows_when_a_signature_holds) {
  EXPECT_EQ(status(std::string(cloudflare), time_of("2016-03-14T11:06:44Z")), "not yet");
  EXPECT_EQ(status(std::string(cloudflare), time_of("2016-03-14T11:06:45Z")), "good");
  EXPECT_EQ(status(std::string(cloudflare), time_of("2016-03-16T13:06:45Z")), "good");
  EXPECT_EQ(status(std::string(cloudflare), time_of("2016-03-16T13:06:46Z")), "expired");
  EXPECT_EQ(status(std::string(cloudflare), time_of("2026-01-01T00:00:00Z")), "expired");
}

TEST(RRsetCheck, says_wrong_of_a_signature_that_is_also_expired) {
  EXPECT_EQ(status(changed("198.41.214.162", "198.41.214.163"), time_of("2026-01-01T00:00:00Z")),
            "wrong");
}

TEST(RRsetCheck, misses_a_key) {
  EXPECT_EQ(status(changed("cloudflare.com. 300 IN DNSKEY 256", "other.com. 300 IN DNSKEY 256")),
            "no key");
  EXPECT_EQ(status(changed("35273", "35274")), "no key");
  EXPECT_EQ(status(changed("RRSIG A 13", "RRSIG A 14")), "no key");
}

TEST(RRsetCheck, takes_no_key_that_is_not_for_zones) {
  // Without the zone key flag the tag is 256 less.
  EXPECT_EQ(status(changed("DNSKEY 256 3", "DNSKEY 0 3")), "no key");
  EXPECT_EQ(status(changed("DNSKEY 256 3", "DNSKEY 256 2")), "no key");
}

TEST(RRsetCheck, misses_the_records) {
  EXPECT_EQ(status(changed("RRSIG A 13", "RRSIG AAAA 13")), "no records");
}

TEST(RRsetCheck, does_not_know_every_algorithm) {
  EXPECT_EQ(status(changed("RRSIG A 13", "RRSIG A 12")), "unsupported algorithm");
}

TEST(RRsetCheck, calls_a_signature_wrong_whose_key_is_no_point) {
  const std::string text = changed("sb0PYFkH1ruxLhe5g==", "sb0PYFkH1ruxLhe6g==");
  const auto records = records_of(text);
  const std::string tag = std::to_string(key_tag(records.at(1).rdata));
  std::string retagged = text;
  retagged.replace(retagged.find("35273"), 5, tag);
  EXPECT_EQ(status(retagged), "wrong");
}

TEST(RRsetCheck, compares_ds_with_the_keys_of_its_owner) {
  EXPECT_EQ(ds_status(std::string(cloudflare)), "matches");
  EXPECT_EQ(ds_status(changed("32996839", "32996838")), "matches no DNSKEY");
  EXPECT_EQ(ds_status(changed("DS 2371 13 2", "DS 2371 13 3")), "unsupported digest");
  EXPECT_EQ(ds_status(changed("cloudflare.com. 86400 IN DS", "cloudflare.org. 86400 IN DS")),
            "no DNSKEY here");
  EXPECT_FALSE(check_text(changed("32996839", "32996838")).all_good());
  EXPECT_TRUE(
      check_text(changed("cloudflare.com. 86400 IN DS", "cloudflare.org. 86400 IN DS")).all_good());
}

TEST(RRsetCheck, tries_every_key_with_the_tag) {
  // Two keys whose tags are equal: the second signed. Swapping two 16-bit words of a key keeps its
  // tag.
  const SigningKey key = make_key();
  Octets twin = dnskey_of(key);
  std::swap(twin[10], twin[12]);
  std::swap(twin[11], twin[13]);
  ASSERT_EQ(key_tag(twin), key_tag(dnskey_of(key)));
  const RRset rrset = rrset_of("www.example. 300 A 192.0.2.1");
  Octets scratch;
  const auto rrsig =
      make_rrsig(rrset, key, key_tag(twin), name_of("example."), {then, then.plus(100)}, scratch);
  ASSERT_TRUE(rrsig.ok());
  const std::vector<Record> records = {
      {name_of("example."), RRType::DNSKEY, RRClass::IN, Ttl{300}, twin},
      {name_of("example."), RRType::DNSKEY, RRClass::IN, Ttl{300}, dnskey_of(key)},
      {name_of("www.example."), RRType::A, RRClass::IN, Ttl{300}, Octets{192, 0, 2, 1}},
      {name_of("www.example."), RRType::RRSIG, RRClass::IN, Ttl{300}, *rrsig},
  };
  EXPECT_TRUE(check_rrsets(records, then).all_good());
}
