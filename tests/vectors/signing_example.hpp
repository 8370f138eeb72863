// An example of an RFC that shows a key, what it signed, and the signature.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vouch/dnssec/rrsig.hpp"

namespace vouch::test {

/// The records of a zone-file text, which must be good.
std::vector<Record> records_of(const std::string& text);

struct SigningExample {
  std::string private_text;  ///< a .private file
  std::string records;       ///< DNSKEY, DS where there is one, an RRset and its RRSIG
  bool deterministic;        ///< whether signing again gives the same octets
  /// The Labels field that was signed, where the RFC's is not the owner's number of labels.
  std::optional<std::uint8_t> signed_labels = {};
};

/// Expects that the private key has the DNSKEY's public key, that the DS is the DNSKEY's, that the
/// signature is good, and that the private key makes a good signature, or the same one.
void expect_holds(const SigningExample& example);

}  // namespace vouch::test
