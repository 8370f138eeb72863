// Negative trust anchors: names at and below which validation is switched off for a time, because
// their zone is broken (RFC 7646).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vouch/base/timestamp.hpp"
#include "vouch/name/name.hpp"

namespace vouch {

struct NegativeAnchor {
  Name name;
  Timestamp expires;     ///< at most a week from when it was set (RFC 7646 section 2)
  std::string why = {};  ///< for logs and extended errors
};

/// Not for change while others read.
class NegativeAnchors {
 public:
  /// Seconds that one may last (RFC 7646 section 2).
  static constexpr std::int64_t longest = 7 * 86400;

  /// Adds or replaces one; its time is cut to a week from now.
  void add(NegativeAnchor anchor, Timestamp now);
  /// False where there is none of the name.
  bool remove(NameView name);
  /// Takes out those that have expired; returns them, for the caller to flush what is below.
  std::vector<NegativeAnchor> remove_expired(Timestamp now);

  /// The closest one at or above the name that has not expired; null where there is none.
  const NegativeAnchor* closest(NameView name, Timestamp now) const;
  const std::vector<NegativeAnchor>& all() const { return anchors_; }

 private:
  std::vector<NegativeAnchor> anchors_;
};

}  // namespace vouch
