// BoundedCache: values by key, each with a time to live, within a number of octets; what was not
// used for longest goes first. What it takes of the heap stays within that number, keys and the
// cache's own parts included.
//
// The keys are in order, so that a stranger who chooses names can't make look-ups slow. One thread.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <utility>

#include "resolver/engine/memory/held_octets.hpp"

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

  /// Adds or replaces; `octets` is what the value holds beside its own size (held_octets.hpp). What
  /// is larger than the whole cache is not kept: null.
  Value* store(const Key& key, Value value, std::uint64_t expires_ms, std::size_t octets) {
    const auto known = index_.find(key);
    if (known != index_.end()) erase(known);
    octets += overhead + held(key);
    if (octets > max_octets_) return nullptr;
    make_room(octets);
    entries_.push_front({nullptr, std::move(value), expires_ms, octets});
    const auto placed = index_.emplace(key, entries_.begin()).first;
    entries_.front().key = &placed->first;
    octets_ += octets;
    return &entries_.front().value;
  }

  /// Takes the other's entries in the place of its own, as many as there is room for.
  void take(BoundedCache& other) {
    entries_ = std::exchange(other.entries_, {});
    index_ = std::exchange(other.index_, {});
    octets_ = std::exchange(other.octets_, 0);
    make_room(0);
  }

  /// Forgets the entries that `is_unwanted(key, value)`.
  template <typename Predicate>
  void erase_if(Predicate&& is_unwanted) {
    for (auto at = index_.begin(); at != index_.end();) {
      const auto here = at++;
      if (is_unwanted(here->first, here->second->value)) erase(here);
    }
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
  struct Entry {
    const Key* key;
    Value value;
    std::uint64_t expires_ms;
    std::size_t octets;
  };
  using Entries = std::list<Entry>;
  using Index = std::map<Key, typename Entries::iterator, Less>;

  /// Of an entry in the list and in the tree, with the links of both.
  static constexpr std::size_t overhead =
      allocated(sizeof(Entry) + 2 * sizeof(void*)) +
      allocated(sizeof(typename Index::value_type) + 4 * sizeof(void*));

  void make_room(std::size_t octets) {
    while (octets_ + octets > max_octets_ && !entries_.empty())
      erase(index_.find(*entries_.back().key));
  }
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
