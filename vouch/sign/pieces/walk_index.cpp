#include "vouch/sign/pieces/walk_index.hpp"

#include <algorithm>

namespace vouch {

WalkIndex::WalkIndex(const ZoneWalk& walk, std::size_t nodes_of_a_run) : walk_(walk) {
  std::size_t count = 0;
  for (Iterator at = walk_.begin(); !(at == walk_.end()); ++at) {
    if (count++ % nodes_of_a_run == 0) starts_.push_back(at);
  }
}

WalkIndex::Iterator WalkIndex::near(NameView name) const {
  const auto behind =
      std::upper_bound(starts_.begin(), starts_.end(), name,
                       [](NameView key, const Iterator& start) { return key < (*start).owner(); });
  return begin_of(
      behind == starts_.begin() ? 0 : static_cast<std::size_t>(behind - starts_.begin()) - 1);
}

std::optional<ZoneNode> NodeSearch::find(NameView name) {
  for (; !(at_ == index_->end()); ++at_) {
    const ZoneNode node = *at_;
    // Mostly it is the next name, and octets are sooner compared than labels.
    const int order =
        equal_octets(node.owner().wire(), name.wire()) ? 0 : node.owner().compare(name);
    if (order > 0) return std::nullopt;
    if (order < 0) continue;
    ++at_;
    return node;
  }
  return std::nullopt;
}

}  // namespace vouch
