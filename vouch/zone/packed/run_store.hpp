// RunStore: records that came out of order, as runs: records of one owner that came one after the
// other; and their order. For vouch/zone only.
//
// Runs are sorted, not records, by numbers made of their owners' keys, 16 octets at a time: names
// are only looked at where those tie. Runs of one owner stay in the order in which they came. One
// thread at a time.
#pragma once

#include "vouch/zone/packed/name_order.hpp"
#include "vouch/zone/packed/packer.hpp"

namespace vouch {

/// Records of one owner in the order in which they came.
class Run {
 public:
  bool empty() const { return records_.empty(); }
  std::size_t size() const { return records_.size(); }
  void clear();
  /// The octets are copied.
  void add(RRType type, Ttl ttl, OctetView rdata);
  /// Views of the records, until the run changes.
  void append_to(std::vector<PackedRecord>& records) const;

 private:
  friend class RunStore;
  struct Entry {
    std::uint32_t ttl;
    RRType type;
    std::uint16_t octets;
  };

  std::vector<Entry> records_;
  Octets octets_;
};

class RunStore {
 public:
  bool empty() const { return places_.empty(); }
  std::size_t run_count() const { return places_.size(); }

  /// Keeps a run; `words` are the first of its owner.
  void add(NameView owner, NameWords words, const Run& run);

  /// Puts the runs into canonical order of their owners.
  void sort(std::size_t apex_octets);

  /// Of the run at a place in the order.
  NameView owner(std::size_t i) const { return owner_at(places_[i].run); }
  /// The first of its owner; they are at hand, while the run has to be fetched from memory.
  NameWords words(std::size_t i) const { return places_[i].words; }
  /// Whether the run has the same owner as the one before it.
  bool goes_on(std::size_t i) const;
  void append_records(std::size_t i, std::vector<PackedRecord>& records) const;
  /// Loads what will be read soon into the processor's cache.
  void prefetch(std::size_t i) const;

 private:
  struct Place {
    NameWords words;
    const std::uint8_t* run;
    std::uint32_t number;  ///< in the order in which they came

    friend bool operator<(const Place& a, const Place& b) {
      const auto order = a.words <=> b.words;
      return order != 0 ? order < 0 : a.number < b.number;
    }
  };

  static NameView owner_at(const std::uint8_t* run);
  std::uint8_t* take_room(std::size_t octets);
  void add_segment(std::size_t octets);
  static void sort_places(std::span<Place> places, std::size_t apex_octets, std::size_t known);

  struct Freed {
    std::size_t alignment = 0;
    void operator()(std::uint8_t* segment) const;
  };

  std::vector<std::unique_ptr<std::uint8_t, Freed>> segments_;
  std::size_t room_ = 0;  ///< left in the last segment
  std::uint8_t* next_ = nullptr;
  std::vector<Place> places_;
};

}  // namespace vouch
