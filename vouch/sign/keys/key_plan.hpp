// KeyPlan: what each key of a zone is for at a moment: published, signs the keys, signs the zone,
// has CDS and CDNSKEY records (RFC 4035 section 2.2, RFC 6840 section 5.11, RFC 6781 section 3.1,
// RFC 7344, RFC 5011 for what is revoked).
//
// Made of the timing in BIND's key files, as dnssec-signzone -S understands it, with one
// difference: a key that is not published does not sign either. Reads no files and no clock;
// whoever has another source for roles, a key lifecycle say, fills plans of its own.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "vouch/crypto/key_store.hpp"
#include "vouch/iana/registry.hpp"

namespace vouch {

/// Whether CDS and CDNSKEY records of a key are in the zone.
enum class CdsWish : std::uint8_t {
  by_policy,  ///< SignPolicy::cds decides
  wanted,
  unwanted,
};

struct KeyPlan {
  const KeyPair* pair = nullptr;  ///< null for a key whose signatures come from elsewhere
  std::string name;               ///< the base name of its files, for errors
  Octets dnskey;                  ///< as it is published: with the REVOKE bit where it is revoked
  bool is_published = false;
  bool signs_keys = false;  ///< the DNSKEY, CDS and CDNSKEY RRsets at the apex
  bool signs_zone = false;  ///< all else
  CdsWish cds = CdsWish::by_policy;
  std::string why;  ///< `active since 2026-01-01 00:00:00 UTC`

  std::uint16_t flags() const;
  std::uint16_t key_tag() const;
  Algorithm algorithm() const;
  bool is_revoked() const;
  bool has_sep() const;  ///< the Secure Entry Point flag: 257

  /// `key 12345 (ECDSAP256SHA256, 256): published, does not sign: active from 2026-...`
  std::string described() const;
};

/// A key that may get a role.
struct KnownKey {
  const KeyPair* pair = nullptr;  ///< must outlive the plan; null where the key is offline
  Name zone;
  std::string name;
  Octets dnskey;
  KeyTiming timing;
  /// Used whatever its timing says, unless that deletes it.
  bool is_named = false;

  /// Errors: bad_key (a time that is none).
  static Result<KnownKey> of(const KeyPair& pair, bool is_named = false);
  static Result<KnownKey> of(const PublicKeyFile& file);

  /// Whether it signs at the time, and so needs its private key or signatures from elsewhere.
  bool is_active(Timestamp now) const;
};

/// Gives roles. Of each algorithm, active keys with the SEP flag sign the keys and the others the
/// zone; where only one kind is active, it signs everything, but never do keys without the flag
/// take the place of keys with it that are known and not active. Errors: bad_key (nothing signs, or
/// a published key's algorithm does not sign, or no known key with the SEP flag is active, or an
/// offline key would have to sign the zone).
Result<std::vector<KeyPlan>> plan_keys(NameView apex, std::span<const KnownKey> known,
                                       Timestamp now);

/// Every pair is in use, whatever its timing. Errors: as plan_keys.
Result<std::vector<KeyPlan>> plan_all(NameView apex, std::span<const KeyPair> pairs);

}  // namespace vouch
