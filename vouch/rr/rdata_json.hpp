// RDATA, records and RRsets as JSON, by the rows of types.def: an object with one member for each
// field, named by the row's label.
//
// Numbers are numbers, lists are arrays, everything else is text in presentation form (RFC 1035
// section 5.1): names with their final dot, character strings without their quotes but with their
// escapes, so that JSON stays ASCII whatever the octets are. Writes only; nothing reads it back.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "vouch/rr/rrset.hpp"

namespace vouch {

/// The fields of checked RDATA: `{"preference": 10, "exchange": "mail.example."}`. RDATA without a
/// form of its own is `{"octets": "C0000201"}`.
nlohmann::ordered_json rdata_json(RRType type, RRClass rrclass, OctetView rdata);

/// `{"owner": ..., "type": ..., "class": ..., "ttl": seconds, "rdata": presentation form, "fields":
/// as above}`. The RDATA must have been checked.
nlohmann::ordered_json record_json(const Record& record);

/// The same with `"records"`, an array of `rdata` and `fields`.
nlohmann::ordered_json rrset_json(const RRsetView& rrset);

}  // namespace vouch
