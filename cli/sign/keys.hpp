// The keys of `vouch sign`: which files are read, what each key is for, and what is said about it.
#pragma once

#include <string>
#include <vector>

#include "vouch/sign/keys/key_plan.hpp"
#include "vouch/zone/zone.hpp"

namespace vouch::cli {

struct KeyRequestOfSign {
  std::string directory;             ///< of the keys of the zone, where none is named
  std::vector<std::string> named;    ///< files or base names
  std::vector<std::string> offline;  ///< key tags
};

/// Key pairs and the plan made of them, which points to them.
struct PlannedKeys {
  std::vector<KeyPair> pairs;
  std::vector<KeyPlan> plans;
};

/// Reads the keys and plans them by their timing. Offline keys come from .key files or else from
/// the DNSKEY RRsets of the zones, null or not. Errors: those of the key store and of plan_keys;
/// bad_key (an active key without its private key that is not said to be offline), bad_usage.
Result<PlannedKeys> plan_keys_of(const KeyRequestOfSign& request,
                                 std::span<const Zone* const> zones, Timestamp now);

/// Tells on standard error what each key is for and why, and whose private key everybody can read.
void print_keys(std::string_view subcommand, const PlannedKeys& keys);

}  // namespace vouch::cli
