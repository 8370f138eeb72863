// LabZone: one zone of the lab: what it shows, what is in it, how it is signed and how it is
// broken. The rows are in good_zones.cpp, insecure_zones.cpp and bad_zones.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lab/zone_draft.hpp"
#include "vouch/sign/policy.hpp"
#include "vouch/validate/reason.hpp"

namespace vouch::lab {

/// The servers of the lab; each has an address of its own.
enum class LabServer : std::uint8_t {
  root,
  tlds,
  zones,
  second,   ///< the other server of zones that have two
  nothing,  ///< an address where nobody answers
};

struct LabZone {
  std::string apex;
  std::string shows;        ///< a sentence for people
  std::string ask;          ///< a name that shows it
  RRType type = RRType::A;  ///< and the type
  Reason verdict = Reason::chain_holds;
  std::string text;  ///< records; SOA, NS and the servers' addresses are added
  bool is_signed = true;
  Algorithm algorithm = Algorithm::ECDSAP256SHA256;
  DenialKind denial = DenialKind::nsec;
  bool opt_out = false;
  std::uint16_t iterations = 0;
  LabServer server = LabServer::zones;
  bool has_second_server = false;  ///< LabServer::second, with another copy of the zone
  /// Changes the zone after it was signed.
  void (*breakage)(ZoneDraft&) = nullptr;
  /// The DS records in the parent, where they are not those of the zone's key.
  std::vector<Record> (*ds)(const ZoneDraft&) = nullptr;
  /// Changes the copy that the second server has.
  void (*second_breakage)(ZoneDraft&) = nullptr;
};

/// Zones whose answers are secure, those whose answers are proven to be insecure, and those that
/// are broken. In the order in which they are shown.
std::vector<LabZone> good_zones();
std::vector<LabZone> insecure_zones();
std::vector<LabZone> bad_zones();

/// The root and the top-level domains, then all of the above.
std::vector<LabZone> all_zones();

}  // namespace vouch::lab
