// WalkIndex: a walk over the nodes of a zone cut into runs of neighbours, so that several threads
// can begin in the middle; and NodeSearch, which finds one name after another in such a walk. For
// vouch/sign only.
#pragma once

#include <optional>
#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch {

/// Immutable; the zone must outlive it.
class WalkIndex {
 public:
  using Iterator = ZoneWalk::Iterator;

  /// Runs of so many nodes.
  WalkIndex(const ZoneWalk& walk, std::size_t nodes_of_a_run);
  WalkIndex(const WalkIndex&) = delete;
  WalkIndex& operator=(const WalkIndex&) = delete;

  std::size_t runs() const { return starts_.size(); }
  /// Run `i` goes from begin_of(i) to begin_of(i + 1).
  Iterator begin_of(std::size_t i) const { return i < starts_.size() ? starts_[i] : walk_.end(); }
  Iterator end() const { return walk_.end(); }
  /// The start of the last run that begins at or before the name; of the first where none does.
  Iterator near(NameView name) const;

 private:
  ZoneWalk walk_;
  std::vector<Iterator> starts_;
};

/// Finds names that are asked for in canonical order. One thread at a time.
class NodeSearch {
 public:
  NodeSearch(const WalkIndex& index, NameView first) : index_(&index), at_(index.near(first)) {}

  /// The node of the name, or nothing.
  std::optional<ZoneNode> find(NameView name);

 private:
  const WalkIndex* index_;
  WalkIndex::Iterator at_;
};

}  // namespace vouch
