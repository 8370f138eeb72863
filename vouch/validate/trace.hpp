// ChainTrace: what a validator did, in order, for those who print chains: every zone with its DS
// and keys, every signature that was tried, every proof.
//
// Filled where Validator::Options::trace asks for it.
#pragma once

#include <string>
#include <vector>

#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/validate/verdict.hpp"
#include "vouch/validate/zone_keys.hpp"

namespace vouch {

/// One signature that was looked at.
struct SignatureTrial {
  std::uint16_t key_tag = 0;
  Algorithm algorithm = Algorithm::DELETE;
  Name signer;
  std::uint8_t labels = 0;
  std::uint32_t inception = 0;  ///< as on the wire
  std::uint32_t expiration = 0;
  Reason result = Reason::chain_holds;
  unsigned checks = 0;  ///< signature checks spent on it
};

/// One RRset whose signatures were looked at.
struct RRsetTrace {
  Name owner;
  RRType type = RRType{0};
  Name zone;  ///< whose keys were used
  Reason result = Reason::chain_holds;
  std::vector<SignatureTrial> trials;
  std::string server;
};

/// One DS or trust anchor against the DNSKEY RRset.
struct DsTrial {
  std::uint16_t key_tag = 0;
  Algorithm algorithm = Algorithm::DELETE;
  std::optional<DigestType> digest_type;  ///< nothing for a trust anchor that is a DNSKEY
  bool is_accepted = false;  ///< algorithm and digest are supported, and not passed over
  std::optional<std::uint16_t> matched_flags;  ///< of the DNSKEY that it points to
};

/// How a zone came to be trusted, or not.
struct ZoneTrace {
  enum class Source : std::uint8_t { anchor, ds, cache };

  Name zone;
  Source source = Source::ds;
  Reason result = Reason::chain_holds;
  std::vector<DsTrial> ds;
  struct Key {
    std::uint16_t tag;
    Algorithm algorithm;
    std::uint16_t flags;
    KeyUse use;
  };
  std::vector<Key> keys;
};

/// A place where a delegation may be.
struct CutTrace {
  enum class Finding : std::uint8_t { delegation, insecure, no_cut, absent, bogus, failed };

  Name name;
  Name parent;  ///< the zone above
  Finding finding = Finding::no_cut;
  Reason result = Reason::chain_holds;
};

/// A denial that was checked.
struct DenialTrace {
  Name name;
  RRType type = RRType{0};
  Name zone;
  Reason result = Reason::chain_holds;
  std::vector<std::string> lines;  ///< which record showed what
};

struct ChainTrace {
  std::vector<ZoneTrace> zones;
  std::vector<CutTrace> cuts;
  std::vector<RRsetTrace> rrsets;
  std::vector<DenialTrace> denials;
};

}  // namespace vouch
