// KeyTiming: when a key is for what, as the metadata in BIND's key files says.
//
// Says what is written and decides nothing: that is the plan's (vouch/sign/keys/key_plan.hpp).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "vouch/base/timestamp.hpp"

namespace vouch {

/// Names and values of metadata: `Publish` -> `20260101000000`.
using KeyMetadata = std::vector<std::pair<std::string, std::string>>;

/// Each is absent where the files do not say.
struct KeyTiming {
  std::optional<Timestamp> created;
  std::optional<Timestamp> publish;
  std::optional<Timestamp> activate;
  std::optional<Timestamp> revoke;
  std::optional<Timestamp> inactive;
  std::optional<Timestamp> remove;        ///< `Delete`
  std::optional<Timestamp> sync_publish;  ///< of CDS and CDNSKEY
  std::optional<Timestamp> sync_remove;   ///< `SyncDelete`

  /// Whether the files say nothing at all, as those of version 1.2 and of ldns.
  bool is_silent() const;

  /// Errors: bad_key (a time that is none).
  static Result<KeyTiming> read(const KeyMetadata& metadata);
};

/// The metadata in the comments of a .key file, `; Publish: 20260101000000 (...)`.
KeyMetadata metadata_in_comments(std::string_view key_file);

}  // namespace vouch
