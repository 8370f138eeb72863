// RRsets and keys out of zone-file text, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "vouch/crypto/signing_key.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch::test {

inline std::vector<Record> records_of(const std::string& text) {
  ZoneFileOptions options;
  options.default_ttl = Ttl{3600};
  auto reader = ZoneFileReader::from_text(text, "test", std::move(options));
  ParsedFile file = read_all(reader);
  for (const Error& error : file.errors) ADD_FAILURE() << error.message();
  return std::move(file.records);
}

/// The only RRset of a text.
inline RRset rrset_of(const std::string& text) {
  const auto sets = group_rrsets(records_of(text));
  EXPECT_EQ(sets.size(), 1U);
  return sets.at(0).rrset;
}

inline Name name_of(const char* text) { return std::move(Name::parse(text)).value(); }

/// A DNSKEY's RDATA.
inline Octets dnskey_of(const SigningKey& key, std::uint16_t flags = 256) {
  return rr::Dnskey{flags, 3, key.algorithm(), key.public_key()}.write();
}

inline SigningKey make_key(Algorithm algorithm = Algorithm::ED25519) {
  return std::move(SigningKey::generate(algorithm)).value();
}

}  // namespace vouch::test
