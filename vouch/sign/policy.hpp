// SignPolicy: how a zone is to be signed (RFC 4035 section 2, RFC 5155, RFC 8976, RFC 9276 for the
// defaults of NSEC3).
//
// Times are parameters; nothing here reads a clock.
#pragma once

#include <functional>

#include "vouch/dnssec/rrsig.hpp"
#include "vouch/sign/zonemd.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch {

enum class DenialKind : std::uint8_t { nsec, nsec3 };

enum class SerialPolicy : std::uint8_t {
  keep,
  increment,  ///< by one (RFC 1982)
  unixtime,   ///< seconds since 1970, or one more than the old serial where that is not behind
  date,       ///< YYYYMMDDnn, or one more than the old serial where that is not behind
};

struct SignPolicy {
  SignatureSpan span;
  /// Seconds: each RRset's signatures expire by up to that much earlier, the same RRset always by
  /// the same, so that the signatures of a zone do not fall due all at once. Less than the span.
  std::uint32_t jitter = 0;
  Timestamp now;

  DenialKind denial = DenialKind::nsec;
  bool opt_out = false;          ///< NSEC3: leave out delegations without DS (RFC 5155 section 6)
  std::uint16_t iterations = 0;  ///< NSEC3: additional hashes; 0 as RFC 9276 section 3.1 asks
  Octets salt;                   ///< NSEC3: up to 255 octets; empty as RFC 9276 section 3.1 asks

  std::vector<ZonemdHash> zonemd;  ///< add ZONEMD, scheme SIMPLE, with each of these (RFC 8976)
  bool cds =
      false;  ///< add CDS (SHA-256) and CDNSKEY for the keys that sign the DNSKEY RRset (RFC 7344)
  SerialPolicy serial = SerialPolicy::keep;

  unsigned threads = 1;
  /// Check every signature, and the chain of denial, before anything is returned; signatures of
  /// `previous`, too, which without it are taken as they are. All are checked with the DNSKEY as
  /// published.
  bool verify = true;
  CryptoForm crypto = CryptoForm::best;  ///< for ECDSA P-256
  /// Called now and then in the caller's thread with names done and all.
  std::function<void(std::size_t done, std::size_t total)> progress = {};

  ZonePtr previous;  ///< an earlier signing of the zone, whose good signatures are used again
  std::int64_t refresh_before =
      0;  ///< seconds: signatures that expire sooner than that are made anew
};

}  // namespace vouch
