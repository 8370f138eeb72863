// Reading a zone from a zone file for a subcommand.
#pragma once

#include <optional>
#include <string>

#include "cli/error_limit.hpp"
#include "vouch/zone/zone_load.hpp"

namespace vouch::cli {

/// Loads a zone; `origin` empty takes the owner of the first SOA record. Errors of the file are
/// printed, one line each, as `vouch SUB: FILE:LINE:COL: what is wrong`, as many as the limit says
/// and then a line that says so; nothing then.
ZonePtr load_zone_file(std::string_view subcommand, const std::string& path,
                       const std::optional<Name>& origin, const ErrorLimit& limit = {});

/// What could be read of a zone file, for looking at it.
struct LookedAt {
  ZonePtr zone;  ///< null where no zone could be made
  std::vector<Error> errors;
  bool stopped_early = false;
};

/// The same, but the zone is made of the good records where there are errors, which are not
/// printed.
LookedAt look_at_zone_file(const std::string& path, const std::optional<Name>& origin,
                           const ErrorLimit& limit);

/// The line that says that reading stopped.
std::string stopped_text(const std::string& path, std::size_t errors);

/// The name that a user gave as origin, with or without its final dot. Errors: bad_name.
Result<std::optional<Name>> origin_of(const std::string& text);

}  // namespace vouch::cli
