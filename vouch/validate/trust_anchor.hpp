// Trust anchors: DS or DNSKEY records that are trusted by configuration (RFC 4033 section 2, RFC
// 4035 section 4.4), and the anchors of the root zone as IANA publishes them.
//
// The automated update of RFC 5011 is in the resolver; it replaces the anchors of a name here.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {

/// One trust anchor: the RDATA of a DS or of a DNSKEY, at the apex of a zone.
struct TrustAnchor {
  Name zone;
  RRType type = RRType::DS;  ///< DS or DNSKEY
  Octets rdata;

  friend bool operator==(const TrustAnchor&, const TrustAnchor&) = default;

  std::uint16_t key_tag() const;
  Algorithm algorithm() const;
  /// Nothing for an anchor that is a DNSKEY.
  std::optional<DigestType> digest_type() const;
  /// As a line of a zone file: `. IN DS 20326 8 2 E06D...`.
  std::string text() const;

  /// Whether the DNSKEY is the one that is trusted.
  bool matches(OctetView dnskey) const;
};

/// Reads trust anchors written as DS and DNSKEY records of a zone file, one or more. Errors: those
/// of the zone file reader; bad_syntax (another type, no record at all), bad_key (a DNSKEY that is
/// revoked or no zone key, RFC 4034 section 2.1.1).
Result<std::vector<TrustAnchor>> parse_trust_anchors(std::string text, const std::string& source);

/// The anchors of the root zone: KSK-2017 (20326) and KSK-2024 (38696), as DS records
/// (https://data.iana.org/root-anchors/root-anchors.xml).
std::vector<TrustAnchor> root_trust_anchors();

/// The anchors by zone. Not for change while others read.
class AnchorStore {
 public:
  AnchorStore() = default;
  explicit AnchorStore(std::vector<TrustAnchor> anchors);
  /// With the root's anchors.
  static AnchorStore with_root();

  void add(TrustAnchor anchor);
  /// Puts these in the place of all anchors of the zone; none deletes the trust point, and names
  /// below it that have no other anchor are insecure from then on (RFC 5011 section 5).
  void replace(const Name& zone, std::vector<TrustAnchor> anchors);

  /// The anchors of the closest zone at or above the name; empty where there is none.
  std::span<const TrustAnchor> closest(NameView name) const;
  std::span<const TrustAnchor> at(NameView zone) const;
  /// Whether a trust point at or above the name was deleted and none is left.
  bool was_deleted(NameView name) const;

  bool empty() const;
  std::vector<TrustAnchor> all() const;

 private:
  std::map<Name, std::vector<TrustAnchor>, NameLess> anchors_;  ///< empty: deleted
};

}  // namespace vouch
