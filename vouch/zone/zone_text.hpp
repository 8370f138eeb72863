// Writing a zone as a zone file: the SOA first, then all nodes in canonical order, each RRset with
// its RRSIGs, the NSEC3 records last.
#pragma once

#include <functional>
#include <string_view>

#include "vouch/zone/zone.hpp"
#include "vouch/zonefile/printer.hpp"

namespace vouch {

/// Gives the text to `sink` in pieces of some tens of kilo-octets, in order and one at a time, but
/// not always in the caller's thread: the text is made by several. Errors: those of the sink.
Result<void> write_zone_text(const Zone& zone,
                             const std::function<Result<void>(std::string_view)>& sink,
                             unsigned threads = 1);

/// Appends an RRset and the RRSIGs that cover it.
inline void append_set_text(std::string& to, RecordPrinter& printer, const ZoneRRset& set) {
  printer.append(to, set.rrset);
  printer.append(to, set.signatures);
}

}  // namespace vouch
