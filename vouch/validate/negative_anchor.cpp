#include "vouch/validate/negative_anchor.hpp"

#include <algorithm>

namespace vouch {

void NegativeAnchors::add(NegativeAnchor anchor, Timestamp now) {
  anchor.expires = std::min(anchor.expires, now.plus(longest));
  remove(anchor.name);
  anchors_.push_back(std::move(anchor));
}

bool NegativeAnchors::remove(NameView name) {
  return std::erase_if(anchors_,
                       [&](const NegativeAnchor& each) { return each.name.view() == name; }) != 0;
}

std::vector<NegativeAnchor> NegativeAnchors::remove_expired(Timestamp now) {
  std::vector<NegativeAnchor> expired;
  const auto first =
      std::stable_partition(anchors_.begin(), anchors_.end(),
                            [&](const NegativeAnchor& each) { return now < each.expires; });
  std::move(first, anchors_.end(), std::back_inserter(expired));
  anchors_.erase(first, anchors_.end());
  return expired;
}

const NegativeAnchor* NegativeAnchors::closest(NameView name, Timestamp now) const {
  const NegativeAnchor* best = nullptr;
  for (const NegativeAnchor& each : anchors_) {
    const bool applies = now < each.expires && name.is_at_or_below(each.name);
    if (applies && (best == nullptr || best->name.size() < each.name.size())) best = &each;
  }
  return best;
}

}  // namespace vouch
