// Zones that are the same in every run, signed with keys that are the same in every run, for fuzz
// targets that need a world of zones: an input does the same every time.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/sign/sign_zone.hpp"
#include "vouch/zone/zone_load.hpp"

namespace vouch::fuzz {

constexpr Timestamp now{1'700'000'000};

/// Ends the run, and says where, when it does not hold.
inline void expect(bool holds, int line = __builtin_LINE()) {
  if (holds) return;
  std::fprintf(stderr, "line %d: it does not hold\n", line);
  std::abort();
}

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) std::fprintf(stderr, "%s\n", result.error().message().c_str());
  expect(result.ok());
  return *std::move(result);
}

/// A key of algorithm 15 whose secret is all the one letter.
inline KeyPair make_pair(const std::string& apex, char letter) {
  std::string secret(43, letter);
  secret += '=';
  // 43 letters of base64 carry 258 bits; the last two are padding and must be zero.
  secret[42] = 'A';
  auto key =
      must(SigningKey::read_private("Private-key-format: v1.3\nAlgorithm: 15 (ED25519)\n"
                                    "PrivateKey: " +
                                    secret + "\n"));
  KeyPair pair{must(Name::parse(apex)), 257, 0, std::move(key), {}, {}};
  pair.key_tag = key_tag(pair.dnskey());
  return pair;
}

inline ZonePtr load(const std::string& text, const std::string& apex) {
  auto reader = ZoneFileReader::from_text(text, apex, {});
  const LoadedZone loaded = load_zone(reader, must(Name::parse(apex)));
  expect(loaded.zone != nullptr);
  return loaded.zone;
}

/// Signed for the hour before and after `now`.
inline ZonePtr sign(const std::string& text, const KeyPair& pair, DenialKind denial) {
  SignPolicy policy;
  policy.now = now;
  policy.span = {now.plus(-3600), now.plus(3600)};
  policy.denial = denial;
  return must(sign_zone(*load(text, pair.zone.text()), {&pair, 1}, policy)).zone;
}

inline std::string ds_line(const KeyPair& pair) {
  const Octets ds = must(make_ds(pair.zone, pair.dnskey(), DigestType::sha256));
  return pair.zone.text() + " 3600 DS " + rdata_text(RRType::DS, RRClass::IN, ds) + "\n";
}

}  // namespace vouch::fuzz
