#include "tests/vectors/signing_example.hpp"

#include <gtest/gtest.h>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::test {
namespace {

struct Parts {
  Record dnskey;
  std::vector<Record> ds;
  SignedRRset set;
};

Parts parts_of(const std::string& text) {
  Parts parts;
  std::vector<Record> rest;
  for (const Record& record : records_of(text)) {
    if (record.type == RRType::DNSKEY) {
      parts.dnskey = record;
    } else if (record.type == RRType::DS) {
      parts.ds.push_back(record);
    } else {
      rest.push_back(record);
    }
  }
  const auto sets = group_rrsets(rest);
  EXPECT_EQ(sets.size(), 1U);
  parts.set = sets.at(0);
  return parts;
}

// What the example's signature is over.
Octets signed_octets(const SigningExample& example, const rr::Rrsig& rrsig, RRsetView rrset) {
  constexpr std::size_t labels_offset = 3;
  Octets octets;
  EXPECT_TRUE(append_signed_octets(octets, rrsig, rrset).ok());
  if (example.signed_labels) octets.at(labels_offset) = *example.signed_labels;
  return octets;
}

void expect_signs(const SigningExample& example, const PublicKey& verifier, OctetView octets,
                  OctetView signature) {
  const auto key = SigningKey::read_private(example.private_text);
  ASSERT_TRUE(key.ok()) << key.error().message();
  const auto made = key->sign(octets);
  ASSERT_TRUE(made.ok()) << made.error().message();
  EXPECT_TRUE(verifier.verify(octets, *made));
  EXPECT_EQ(equal_octets(*made, signature), example.deterministic);
}

}  // namespace

std::vector<Record> records_of(const std::string& text) {
  ZoneFileOptions options;
  options.default_ttl = Ttl{3600};
  auto reader = ZoneFileReader::from_text(text, "example", std::move(options));
  ParsedFile file = read_all(reader);
  for (const Error& error : file.errors) ADD_FAILURE() << error.message();
  return std::move(file.records);
}

void expect_holds(const SigningExample& example) {
  const Parts parts = parts_of(example.records);
  const auto dnskey = rr::Dnskey::read(parts.dnskey.rdata);
  ASSERT_TRUE(dnskey.ok());
  for (const Record& record : parts.ds) {
    const auto ds = rr::Ds::read(record.rdata);
    ASSERT_TRUE(ds.ok());
    EXPECT_TRUE(ds_matches(*ds, parts.dnskey.owner, parts.dnskey.rdata));
    const auto made = make_ds(parts.dnskey.owner, parts.dnskey.rdata, ds->digest_type);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(*made, record.rdata);
  }
  ASSERT_EQ(parts.set.signatures.size(), 1U);
  const auto rrsig = rr::Rrsig::read(parts.set.signatures.rdatas().front());
  const auto key = PublicKey::read(dnskey->algorithm, dnskey->key);
  ASSERT_TRUE(rrsig.ok() && key.ok());
  EXPECT_EQ(key_tag(parts.dnskey.rdata), rrsig->key_tag);
  EXPECT_EQ(check_form(*rrsig, parts.set.rrset), FormCheck::fits);
  const Octets octets = signed_octets(example, *rrsig, parts.set.rrset);
  EXPECT_TRUE(key->verify(octets, rrsig->signature));
  Octets scratch;
  EXPECT_EQ(check_signature(*rrsig, parts.set.rrset, *key, scratch), !example.signed_labels);
  expect_signs(example, *key, octets, rrsig->signature);
}

}  // namespace vouch::test
