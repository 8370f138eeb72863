// BoundedCache: values by key, each with a time to live, within a number of octets; what was not
// used for longest goes first.
//
// The keys are in order, so that a stranger who chooses names can't make look-ups slow. One thread.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <utility>

namespace vouch::resolver {

template <typename Key, typename Value, typename Less>
class BoundedCache {
 public:
  explicit BoundedCache(std::size_t max_octets) : max_octets_(max_octets) {}

  /// The value, or null where there is none or it has expired. Valid until the next change. The key
  /// may be a view of one, where Less is transparent.
  template <typename KeyOrView>
  Value* find(const KeyOrView& key, std::uint64_t now_ms) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    if (found->second->expires_ms <= now_ms) {
      erase(found);
      return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->value;
  }

  /// The value at the key, or else at the nearest key before it, with that key; null where there is
  /// none, or where that one has expired. Valid until the next change.
  std::pair<const Key*, Value*> find_at_or_before(const Key& key, std::uint64_t now_ms) {
    auto found = index_.upper_bound(key);
    if (found == index_.begin()) return {nullptr, nullptr};
    --found;
    if (found->second->expires_ms <= now_ms) {
      erase(found);
      return {nullptr, nullptr};
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return {&found->first, &found->second->value};
  }

  /// Adds or replaces; `octets` is about what it takes.
  Value& store(const Key& key, Value value, std::uint64_t expires_ms, std::size_t octets) {
    const auto known = index_.find(key);
    if (known != index_.end()) erase(known);
    entries_.push_front({nullptr, std::move(value), expires_ms, octets + overhead});
    const auto placed = index_.emplace(key, entries_.begin()).first;
    entries_.front().key = &placed->first;
    octets_ += entries_.front().octets;
    while (octets_ > max_octets_ && entries_.size() > 1) erase(index_.find(*entries_.back().key));
    return entries_.front().value;
  }

  void erase(const Key& key) {
    const auto found = index_.find(key);
    if (found != index_.end()) erase(found);
  }
  void clear() {
    index_.clear();
    entries_.clear();
    octets_ = 0;
  }
  std::size_t size() const { return entries_.size(); }
  std::size_t octets() const { return octets_; }

 private:
  static constexpr std::size_t overhead = 200;  ///< octets of an entry beside its value

  struct Entry {
    const Key* key;
    Value value;
    std::uint64_t expires_ms;
    std::size_t octets;
  };
  using Entries = std::list<Entry>;
  using Index = std::map<Key, typename Entries::iterator, Less>;

  void erase(typename Index::iterator at) {
    octets_ -= at->second->octets;
    entries_.erase(at->second);
    index_.erase(at);
  }

  std::size_t max_octets_;
  std::size_t octets_ = 0;
  Entries entries_;
  Index index_;
};

}  // namespace vouch::resolver
