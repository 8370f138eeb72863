// Zones in memory for tests of the answer engine: a text with an NSEC or NSEC3 chain and RRSIGs
// added, whose signatures are nobody's: what is looked for is which records an answer has.
#pragma once

#include <string>
#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch::authority {

enum class Chain : std::uint8_t { unsigned_zone, nsec, nsec3, opt_out };

/// The records of a zone text, signed.
std::vector<Record> signed_records(const std::string& text, const Name& apex, Chain chain);

ZonePtr make_zone(const std::string& text, const std::string& apex, Chain chain);
ZonePtr make_zone(const std::vector<Record>& records, const Name& apex);

/// The owner of the NSEC3 of a name.
Name nsec3_owner(NameView name, const Name& apex);

}  // namespace vouch::authority
