// Writing a zone as a zone file: the SOA first, then all nodes in canonical order, each RRset with
// its RRSIGs, the NSEC3 records last.
#pragma once

#include <functional>
#include <string_view>

#include "vouch/zone/zone.hpp"

namespace vouch {

/// Gives the text to `sink` in pieces of some tens of kilo-octets. Errors: those of the sink.
Result<void> write_zone_text(const Zone& zone,
                             const std::function<Result<void>(std::string_view)>& sink);

}  // namespace vouch
