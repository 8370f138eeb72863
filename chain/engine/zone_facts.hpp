// ZoneFacts: what a recording has of a zone, whoever said it: its keys and which of them sign the
// DNSKEY RRset, its DS records, and which servers said what.
//
// Nothing here is proven; it is what advice is made from.
#pragma once

#include <set>

#include "chain/engine/recording.hpp"

namespace vouch::chain {

struct ZoneFacts {
  Name zone;
  std::vector<Octets> keys;                 ///< DNSKEY RDATA
  std::set<std::uint16_t> signers_of_keys;  ///< key tags of the RRSIGs over the DNSKEY RRset
  std::vector<Octets> ds;                   ///< DS RDATA, as the zone above has them
  std::vector<std::string> servers;         ///< of the zone, as in Exchange::server
  bool sends_signatures = false;            ///< its servers sent any RRSIG

  bool is_signed() const { return !keys.empty(); }
  /// Whether the zone has a key with this tag.
  bool has_key(std::uint16_t tag) const;
  /// DS records with SHA-256 that would fit: of usable keys that sign the DNSKEY RRset, those with
  /// the SEP flag where there are such. As lines of a zone file; at most two.
  std::vector<std::string> fitting_ds() const;
};

ZoneFacts facts_of(const Recording& recording, const Name& zone);

/// The deepest zone at or above the name whose servers were asked; the root where only its were.
Name zone_of(const Recording& recording, const Name& name);

/// Whether the address is one of IPv6: `2001:db8::1#53`.
bool is_v6(const std::string& server);

/// `192.0.2.1#53 (ns1.example.)`
std::string text_of_server(const Exchange& exchange);

}  // namespace vouch::chain
