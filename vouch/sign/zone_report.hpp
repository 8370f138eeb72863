// ZoneReport: what verify_zone found.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vouch/name/name.hpp"
#include "vouch/rr/type.hpp"

namespace vouch {

enum class FindingCode : std::uint8_t {
#define VOUCH_ZONE_FINDING(id, code, severity, reference, sentence) id,
#include "vouch/sign/zone_findings.def"
#undef VOUCH_ZONE_FINDING
};

enum class Severity : std::uint8_t { warning, error };

/// `SIGNATURE_INVALID`.
std::string_view text(FindingCode code);
std::string_view sentence(FindingCode code);
std::string_view reference(FindingCode code);
Severity severity(FindingCode code);

struct ZoneFinding {
  FindingCode code;
  Name owner;
  RRType type = RRType{0};               ///< 0 where no one type is concerned
  std::optional<std::uint16_t> key_tag;  ///< of the signature or key
  std::string detail;                    ///< more than the code's sentence says; may be empty
};

enum class ZoneStatus : std::uint8_t {
  secure,  ///< DNSSEC holds
  unsigned_zone,
  broken,
};

struct ZoneReport {
  ZoneStatus status = ZoneStatus::unsigned_zone;
  std::vector<ZoneFinding> findings;  ///< in zone order: signatures, denial, then content
  std::size_t records = 0;
  std::size_t rrsets_signed = 0;  ///< RRsets that have to be signed
  std::size_t signatures = 0;     ///< RRSIGs looked at
  std::size_t signatures_good = 0;
  std::map<Algorithm, std::size_t> good_by_algorithm;
  std::size_t denial_records = 0;  ///< NSEC or NSEC3
  bool zonemd_checked = false;
};

}  // namespace vouch
