// Arena: octets that stay where they are until all of them go at once, without an allocation for
// each. For vouch/sign only.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "vouch/base/octets.hpp"

namespace vouch {

/// One thread at a time.
class Arena {
 public:
  /// Room for so many octets.
  std::uint8_t* room(std::size_t size) {
    while (at_ < blocks_.size() && blocks_[at_].size - used_ < size) {
      ++at_;
      used_ = 0;
    }
    if (at_ == blocks_.size()) {
      const std::size_t octets = std::max(size, usual_block);
      blocks_.push_back({std::make_unique<std::uint8_t[]>(octets), octets});
    }
    std::uint8_t* const begin = blocks_[at_].octets.get() + used_;
    used_ += size;
    return begin;
  }

  /// A copy that lasts.
  OctetView keep(OctetView octets) {
    std::uint8_t* const begin = room(octets.size());
    std::copy(octets.begin(), octets.end(), begin);
    return {begin, octets.size()};
  }

  /// Forgets everything, and keeps the memory for what comes, but for what was large.
  void clear() {
    std::erase_if(blocks_, [](const Block& block) { return block.size > usual_block; });
    at_ = 0;
    used_ = 0;
  }

 private:
  static constexpr std::size_t usual_block = std::size_t{1} << 16;

  struct Block {
    std::unique_ptr<std::uint8_t[]> octets;
    std::size_t size;
  };

  std::vector<Block> blocks_;
  std::size_t at_ = 0;    ///< the block in use
  std::size_t used_ = 0;  ///< of that
};

}  // namespace vouch
