// SignerKeys: which key signs what (RFC 4035 section 2.2, RFC 6840 section 6.2, RFC 6781
// section 3.1).
//
// Of each algorithm, keys with the SEP flag sign the DNSKEY, CDS and CDNSKEY RRsets and the others
// sign the rest; where an algorithm has keys of one kind only, they sign everything. A revoked key
// signs the DNSKEY RRset only (RFC 5011).
#pragma once

#include <span>
#include <vector>

#include "vouch/crypto/key_store.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {

/// A key with its roles. The pair must outlive it.
struct SignerKey {
  const KeyPair* pair;
  Octets dnskey;  ///< as it is published
  bool signs_keys = false;
  bool signs_rest = false;
};

class SignerKeys {
 public:
  /// Errors: bad_key (none, or one that belongs to another zone), unsupported_algorithm.
  static Result<SignerKeys> assign(NameView apex, std::span<const KeyPair> pairs);

  /// Looks at the DNSKEYs that the zone publishes already beside the pairs. Errors: bad_key (a key
  /// whose algorithm nothing would sign with, or an entry key whose place another key would take
  /// unasked: the parent's DS may point to it).
  Result<void> check_published(NameView apex, RRsetView dnskeys) const;

  SignerKeys() = default;
  explicit SignerKeys(std::vector<SignerKey> keys) : keys_(std::move(keys)) {}

  std::span<const SignerKey> all() const { return keys_; }
  static bool signs(const SignerKey& key, RRType type);

 private:
  std::vector<SignerKey> keys_;
};

}  // namespace vouch
