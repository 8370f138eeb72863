// The signatures of one RRset against the keys of the zone that it is in (RFC 4035 section 5.3, RFC
// 6840 section 5, limits against KeyTrap).
//
// Says whether one signature holds, and the most telling reason where none does. For this folder
// only.
#pragma once

#include "vouch/validate/machine/work.hpp"

namespace vouch::machine {

struct SignatureCheck {
  Reason reason = Reason::signature_missing;
  std::optional<std::uint16_t> key_tag = {};
  std::string detail = {};
  /// Of the signature that holds.
  std::uint8_t labels = 0;
  /// How long the RRset may be kept (RFC 4035 section 5.3.3).
  Ttl ttl;

  bool holds() const { return reason == Reason::chain_holds; }
};

/// Keys of one zone that may sign; not all that the zone has, for its DNSKEY RRset.
struct SigningKeys {
  Name zone;
  std::vector<const ZoneKey*> keys;

  static SigningKeys all_of(const ZoneKeys& keys);
};

/// Draws on the budget. `server` is for the trace.
SignatureCheck check_signatures(const SignedRRset& rrset, const SigningKeys& keys, Work& work,
                                const std::string& server);

/// Whether records of the type may come by wildcard expansion (RFC 4592 section 4, RFC 6672
/// section 3.3, RFC 4035 section 3.1.4.1).
bool may_be_expanded(RRType type);

}  // namespace vouch::machine
