// FairShare: places that many holders want (zones, servers, address blocks of clients), so that
// none of them takes what the others need.
//
// A holder gets another place while it has fewer than are free. So one that wants everything gets a
// half, two get a third each, and there is always room for who has few. Nobody is put out.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>
#include <map>

namespace vouch::resolver {

template <typename Holder>
class FairShare {
 public:
  /// `most`: of one holder, however many are free.
  explicit FairShare(std::size_t places, std::size_t most = std::numeric_limits<std::size_t>::max())
      : places_(places), most_(most) {}

  bool has_place(const Holder& holder) const {
    const auto found = held_.find(holder);
    const std::size_t held = found == held_.end() ? 0 : found->second;
    const std::size_t free = places_ > taken_ ? places_ - taken_ : 0;
    return held < std::min(free, most_);
  }
  void take(const Holder& holder) {
    ++held_[holder];
    ++taken_;
  }
  /// Of a place that was taken.
  void give_back(const Holder& holder, std::size_t count = 1) {
    const auto found = held_.find(holder);
    assert(found != held_.end() && found->second >= count);
    taken_ -= count;
    found->second -= count;
    if (found->second == 0) held_.erase(found);
  }
  std::size_t taken() const { return taken_; }

 private:
  std::size_t places_;
  std::size_t most_;
  std::size_t taken_ = 0;
  std::map<Holder, std::size_t> held_;
};

}  // namespace vouch::resolver
