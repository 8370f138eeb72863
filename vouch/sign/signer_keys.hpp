// SignerKeys: the keys of a signing with their roles, as a plan gives them (keys/key_plan.hpp):
// which key signs what, which DNSKEY, CDS and CDNSKEY records the zone has, and the signatures of
// keys that are elsewhere (RFC 4035 section 2.2, RFC 5011, RFC 7344).
#pragma once

#include <span>
#include <vector>

#include "vouch/base/timestamp.hpp"
#include "vouch/sign/keys/key_plan.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch {

/// A key that signs, with its roles. The pair must outlive it.
struct SignerKey {
  const KeyPair* pair;
  Octets dnskey;  ///< as it is published
  std::uint16_t key_tag = 0;
  bool is_revoked = false;
  bool signs_keys = false;
  bool signs_rest = false;
};

class SignerKeys {
 public:
  /// Takes the roles of a plan, whose pairs must outlive it.
  static SignerKeys from_plan(std::span<const KeyPlan> plans);
  /// All pairs are in use. Errors: as plan_all.
  static Result<SignerKeys> assign(NameView apex, std::span<const KeyPair> pairs);

  /// Looks at the DNSKEYs that the zone publishes already beside those of the plan. Errors: bad_key
  /// (a key whose algorithm nothing would sign with, or an entry key whose place another key would
  /// take unasked: the parent's DS may point to it).
  Result<void> check_published(NameView apex, RRsetView dnskeys) const;

  /// Finds in the zones, null or not, the signatures that the offline keys made of the DNSKEY, CDS
  /// and CDNSKEY RRsets of the content, as they are to be published. Errors: bad_key (one has none
  /// that holds at the time; says why).
  Result<void> take_given(const Zone& content, std::span<const Zone* const> zones, Timestamp now);

  SignerKeys() = default;
  explicit SignerKeys(std::vector<SignerKey> keys) : keys_(std::move(keys)) {}

  /// The keys that sign here.
  std::span<const SignerKey> all() const { return keys_; }
  /// The DNSKEYs that the zone is to have, and those that it is not to have any longer.
  std::span<const Octets> published() const { return published_; }
  bool is_withdrawn(OctetView dnskey) const;
  /// The DNSKEYs that have CDS and CDNSKEY records, and those that are not to have any; where
  /// `by_policy`, keys whose plan leaves it to the policy have them, too.
  std::vector<OctetView> in_cds(bool by_policy) const;
  std::span<const Octets> out_of_cds() const { return out_of_cds_; }
  bool has_offline() const { return !offline_.empty(); }

  static bool signs(const SignerKey& key, RRType type, bool at_apex);
  /// RDATA of the RRSIGs that were given for an RRset at the apex.
  std::span<const Octets> given(RRType type) const;

 private:
  struct CdsKey {
    Octets dnskey;
    bool is_wanted;  ///< else the policy decides
  };
  struct Given {
    RRType type;
    std::vector<Octets> signatures;
  };

  std::vector<SignerKey> keys_;
  std::vector<Octets> published_;
  std::vector<Octets> withdrawn_;
  std::vector<CdsKey> cds_;
  std::vector<Octets> out_of_cds_;
  std::vector<Octets> offline_;  ///< that sign the keys
  std::vector<Given> given_;
};

}  // namespace vouch
