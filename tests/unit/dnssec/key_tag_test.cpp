#include "vouch/dnssec/key_tag.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dnssec/zone_text.hpp"
#include "vouch/base/encoding.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

// cloudflare.com in March 2016: the key-signing key and the DS that com published.
const Octets& cloudflare_key() {
  static const Octets key = *parse_rdata_text(
      RRType::DNSKEY, RRClass::IN,
      "257 3 13 "
      "mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==");
  return key;
}

Octets cloudflare_ds() {
  return *parse_rdata_text(
      RRType::DS, RRClass::IN,
      "2371 13 2 32996839A6D808AFE3EB4A795A0E6A7A39A76FC52FF228B22B76F6D63826F2B9");
}

bool matches(const Octets& ds, const char* owner, OctetView dnskey) {
  const auto read = rr::Ds::read(ds);
  EXPECT_TRUE(read.ok());
  return read.ok() && ds_matches(*read, name_of(owner), dnskey);
}

}  // namespace

TEST(KeyTag, is_that_of_a_key_in_use) { EXPECT_EQ(key_tag(cloudflare_key()), 2371); }

TEST(KeyTag, of_the_revoked_key_is_as_if_the_flag_were_set) {
  Octets revoked = cloudflare_key();
  revoked[1] |= 0x80;
  EXPECT_EQ(revoked_key_tag(cloudflare_key()), key_tag(revoked));
  EXPECT_EQ(revoked_key_tag(revoked), key_tag(revoked));
  EXPECT_EQ(revoked_key_tag(cloudflare_key()), 2371 + 128);
}

TEST(Ds, is_made_as_the_parent_published_it) {
  const auto made = make_ds(name_of("cloudflare.com."), cloudflare_key(), DigestType::sha256);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(*made, cloudflare_ds());
}

TEST(Ds, ignores_the_case_of_the_owner) {
  EXPECT_TRUE(matches(cloudflare_ds(), "cloudflare.com.", cloudflare_key()));
  EXPECT_TRUE(matches(cloudflare_ds(), "CloudFlare.COM.", cloudflare_key()));
}

TEST(Ds, does_not_match_another_owner) {
  EXPECT_FALSE(matches(cloudflare_ds(), "cloudflare.net.", cloudflare_key()));
}

TEST(Ds, does_not_match_when_one_octet_differs) {
  for (std::size_t i = 0; i < cloudflare_ds().size(); ++i) {
    Octets altered = cloudflare_ds();
    altered[i] ^= 1;
    EXPECT_FALSE(matches(altered, "cloudflare.com.", cloudflare_key())) << i;
  }
  Octets key = cloudflare_key();
  key.back() ^= 1;
  EXPECT_FALSE(matches(cloudflare_ds(), "cloudflare.com.", key));
}

TEST(Ds, does_not_match_with_a_digest_of_another_length) {
  Octets ds = cloudflare_ds();
  ds.pop_back();
  EXPECT_FALSE(
      ds_matches({2371, Algorithm::ECDSAP256SHA256, DigestType::sha256, OctetView(ds).subspan(4)},
                 name_of("cloudflare.com."), cloudflare_key()));
}

TEST(Ds, refuses_unsupported_digests) {
  const auto made = make_ds(name_of("cloudflare.com."), cloudflare_key(), DigestType::gost94);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::unsupported_digest);
  const Octets digest(32);
  EXPECT_FALSE(ds_matches({2371, Algorithm::ECDSAP256SHA256, DigestType::gost94, digest},
                          name_of("cloudflare.com."), cloudflare_key()));
}

TEST(Ds, does_not_match_what_is_no_dnskey) {
  EXPECT_FALSE(matches(cloudflare_ds(), "cloudflare.com.", {}));
  EXPECT_FALSE(matches(cloudflare_ds(), "cloudflare.com.", OctetView(cloudflare_key()).first(3)));
}
