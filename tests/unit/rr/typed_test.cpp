// Typed views read what they write, and refuse what has not the form of their type.
#include <gtest/gtest.h>

#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::rr {
namespace {

Octets rdata(RRType type, std::string_view text) {
  return parse_rdata_text(type, RRClass::IN, text).value();
}

template <typename View>
void refuses_every_truncation(const Octets& whole, std::size_t least) {
  for (std::size_t size = 0; size < least; ++size) {
    EXPECT_FALSE(View::read(OctetView(whole).first(size)).ok()) << size;
  }
}

TEST(Dnskey, is_read_and_written) {
  const Octets octets = rdata(RRType::DNSKEY, "385 3 8 AwEAAg==");
  const auto dnskey = Dnskey::read(octets);
  ASSERT_TRUE(dnskey.ok());
  EXPECT_EQ(dnskey->flags, 385);
  EXPECT_EQ(dnskey->protocol, 3);
  EXPECT_EQ(dnskey->algorithm, Algorithm::RSASHA256);
  EXPECT_EQ(dnskey->key.size(), 4U);
  EXPECT_TRUE(dnskey->is_zone_key());
  EXPECT_TRUE(dnskey->is_sep());
  EXPECT_TRUE(dnskey->is_revoked());
  EXPECT_EQ(dnskey->write(), octets);
  refuses_every_truncation<Dnskey>(octets, 5);
}

// RFC 4034 section 5.4.
TEST(Dnskey, has_the_tag_of_the_example_in_rfc_4034) {
  const Octets octets = rdata(
      RRType::DNSKEY,
      "256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUS"
      "djMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/"
      "rljwvFw==");
  EXPECT_EQ(dnskey_tag(octets), 60485);
  EXPECT_EQ(dnskey_tag(Octets{1, 1, 3}), 0);
}

// RFC 4034 appendix B.1: of algorithm 1 the tag is out of the modulus.
TEST(Dnskey, has_a_tag_of_its_own_with_algorithm_1) {
  EXPECT_EQ(dnskey_tag(Octets{1, 0, 3, 1, 9, 9, 0xab, 0xcd, 0xef}), 0xabcd);
  EXPECT_EQ(dnskey_tag(Octets{1, 0, 3, 1, 9}), 0);
}

TEST(Ds, is_read_and_written) {
  const Octets octets = rdata(RRType::DS, "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118");
  const auto ds = Ds::read(octets);
  ASSERT_TRUE(ds.ok());
  EXPECT_EQ(ds->key_tag, 60485);
  EXPECT_EQ(ds->algorithm, Algorithm::RSASHA1);
  EXPECT_EQ(ds->digest_type, DigestType::sha1);
  EXPECT_EQ(ds->digest.size(), 20U);
  EXPECT_EQ(ds->write(), octets);
  refuses_every_truncation<Ds>(octets, 5);
}

TEST(Rrsig, is_read_and_written) {
  const Octets octets =
      rdata(RRType::RRSIG, "A 5 3 86400 20030322173103 20030220173103 2642 example.com. AAEC");
  const auto rrsig = Rrsig::read(octets);
  ASSERT_TRUE(rrsig.ok());
  EXPECT_EQ(rrsig->type_covered, RRType::A);
  EXPECT_EQ(rrsig->algorithm, Algorithm::RSASHA1);
  EXPECT_EQ(rrsig->labels, 3);
  EXPECT_EQ(rrsig->original_ttl, Ttl{86400});
  EXPECT_EQ(rrsig->expiration, 1048354263U);
  EXPECT_EQ(rrsig->inception, 1045762263U);
  EXPECT_EQ(rrsig->key_tag, 2642);
  EXPECT_EQ(rrsig->signer.text(), "example.com.");
  EXPECT_EQ(rrsig->signature.size(), 3U);
  EXPECT_EQ(rrsig->write(), octets);
  refuses_every_truncation<Rrsig>(octets, octets.size() - rrsig->signature.size());
  const auto unsigned_one =
      Rrsig::read(OctetView(octets).first(octets.size() - rrsig->signature.size()));
  ASSERT_TRUE(unsigned_one.ok());
  EXPECT_TRUE(unsigned_one->signature.empty());
}

TEST(Nsec, is_read) {
  const Octets octets = rdata(RRType::NSEC, "host.example.com. A MX RRSIG NSEC");
  const auto nsec = Nsec::read(octets);
  ASSERT_TRUE(nsec.ok());
  EXPECT_EQ(nsec->next.text(), "host.example.com.");
  EXPECT_TRUE(nsec->types.contains(RRType::MX));
  EXPECT_FALSE(nsec->types.contains(RRType::NS));
  refuses_every_truncation<Nsec>(octets, octets.size());
}

TEST(Nsec3, is_read) {
  const Octets octets =
      rdata(RRType::NSEC3, "1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR NS SOA");
  const auto nsec3 = Nsec3::read(octets);
  ASSERT_TRUE(nsec3.ok());
  EXPECT_EQ(nsec3->hash_algorithm, Nsec3::sha1);
  EXPECT_TRUE(nsec3->is_opt_out());
  EXPECT_EQ(nsec3->iterations, 12);
  EXPECT_EQ(nsec3->salt.size(), 4U);
  EXPECT_EQ(nsec3->next_hash.size(), 20U);
  EXPECT_TRUE(nsec3->types.contains(RRType::SOA));
  refuses_every_truncation<Nsec3>(octets, 30);
}

TEST(Nsec3param, is_read_and_written) {
  const Octets octets = rdata(RRType::NSEC3PARAM, "1 0 12 AABBCCDD");
  const auto nsec3param = Nsec3param::read(octets);
  ASSERT_TRUE(nsec3param.ok());
  EXPECT_EQ(nsec3param->iterations, 12);
  EXPECT_EQ(nsec3param->salt.size(), 4U);
  EXPECT_EQ(nsec3param->write(), octets);
  refuses_every_truncation<Nsec3param>(octets, octets.size());
}

TEST(Soa, is_read_and_written) {
  const Octets octets =
      rdata(RRType::SOA, "ns.example. host.example. 2025010101 7200 3600 1209600 300");
  const auto soa = Soa::read(octets);
  ASSERT_TRUE(soa.ok());
  EXPECT_EQ(soa->primary.text(), "ns.example.");
  EXPECT_EQ(soa->responsible.text(), "host.example.");
  EXPECT_EQ(soa->serial, Serial{2025010101});
  EXPECT_EQ(soa->refresh, 7200U);
  EXPECT_EQ(soa->retry, 3600U);
  EXPECT_EQ(soa->expire, 1209600U);
  EXPECT_EQ(soa->minimum, 300U);
  EXPECT_EQ(soa->write(), octets);
  refuses_every_truncation<Soa>(octets, octets.size());
}

TEST(Target, is_one_name_and_nothing_else) {
  const Octets octets = rdata(RRType::CNAME, "www.example.");
  EXPECT_EQ(read_target(octets)->text(), "www.example.");
  EXPECT_FALSE(read_target(OctetView(octets).first(octets.size() - 1)).ok());
  EXPECT_FALSE(read_target({}).ok());
}

TEST(Mx, is_read) {
  const auto mx = Mx::read(rdata(RRType::MX, "10 mail.example."));
  ASSERT_FALSE(!mx.ok());
  EXPECT_EQ(mx->preference, 10);
}

TEST(Zonemd, is_read_and_written) {
  const Octets octets =
      rdata(RRType::ZONEMD, "2018031900 1 1 C68090D90A7AED716BC459F9340E3D7C1370D4D2");
  const auto zonemd = Zonemd::read(octets);
  ASSERT_TRUE(zonemd.ok());
  EXPECT_EQ(zonemd->serial, Serial{2018031900});
  EXPECT_EQ(zonemd->scheme, 1);
  EXPECT_EQ(zonemd->hash_algorithm, 1);
  EXPECT_EQ(zonemd->digest.size(), 20U);
  EXPECT_EQ(zonemd->write(), octets);
  refuses_every_truncation<Zonemd>(octets, 7);
}

}  // namespace
}  // namespace vouch::rr
