// Keys that tests make again and again.
#pragma once

#include <string>

#include "vouch/base/encoding.hpp"
#include "vouch/crypto/key_store.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::test {

inline constexpr Algorithm signing_algorithms[] = {
    Algorithm::RSASHA256,       Algorithm::RSASHA512, Algorithm::ECDSAP256SHA256,
    Algorithm::ECDSAP384SHA384, Algorithm::ED25519,   Algorithm::ED448,
};

inline SigningKey make_key(Algorithm algorithm) {
  const bool rsa = algorithm == Algorithm::RSASHA256 || algorithm == Algorithm::RSASHA512;
  return std::move(SigningKey::generate(algorithm, rsa ? 1024 : 0)).value();
}

/// The .private text of the Ed25519 key whose seed is the number, always the same.
inline std::string numbered_private_text(unsigned number) {
  Octets seed(32);
  seed[0] = static_cast<std::uint8_t>(number >> 8);
  seed[1] = static_cast<std::uint8_t>(number);
  return "Private-key-format: v1.3\nAlgorithm: 15 (ED25519)\nPrivateKey: " + base64_text(seed) +
         "\n";
}

inline KeyPair numbered_pair(unsigned number, const char* zone = "example.") {
  KeyPair pair = {*Name::parse(zone),
                  256,
                  0,
                  std::move(SigningKey::read_private(numbered_private_text(number))).value(),
                  {},
                  {}};
  pair.key_tag = rr::dnskey_tag(pair.dnskey());
  return pair;
}

}  // namespace vouch::test
