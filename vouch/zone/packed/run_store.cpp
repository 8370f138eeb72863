#include "vouch/zone/packed/run_store.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace vouch {
namespace {

// A run in memory: its header, its owner, its entries, the octets of all its RDATA; unaligned.
struct Header {
  std::uint32_t records;
  std::uint8_t owner_octets;
};

constexpr std::size_t first_segment_octets = std::size_t{1} << 16;
constexpr std::size_t segment_octets = std::size_t{1} << 21;  // a large page of most processors

template <typename T>
T read(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

}  // namespace

// --- Run

void Run::clear() {
  records_.clear();
  octets_.clear();
}

void Run::add(RRType type, Ttl ttl, OctetView rdata) {
  records_.push_back({ttl.seconds, type, static_cast<std::uint16_t>(rdata.size())});
  append_octets(octets_, rdata);
}

void Run::append_to(std::vector<PackedRecord>& records) const {
  const std::uint8_t* at = octets_.data();
  for (const Entry& entry : records_) {
    records.push_back({entry.type, Ttl{entry.ttl}, {at, entry.octets}});
    at += entry.octets;
  }
}

// --- RunStore

void RunStore::Freed::operator()(std::uint8_t* segment) const {
  ::operator delete (segment, std::align_val_t{alignment});
}

// Runs are read in another order than that in which they came, which is quicker in large pages; few
// runs are not worth one.
void RunStore::add_segment(std::size_t octets) {
  const bool is_first = segments_.empty() && octets <= first_segment_octets;
  const std::size_t alignment = is_first ? alignof(std::max_align_t) : segment_octets;
  const std::size_t unit = is_first ? first_segment_octets : segment_octets;
  room_ = (octets + unit - 1) / unit * unit;
  next_ = static_cast<std::uint8_t*>(::operator new (room_, std::align_val_t{alignment}));
  segments_.emplace_back(next_, Freed{alignment});
#ifdef MADV_HUGEPAGE
  if (!is_first) madvise(next_, room_, MADV_HUGEPAGE);
#endif
}

NameView RunStore::owner_at(const std::uint8_t* run) {
  const auto header = read<Header>(run);
  return NameView::trusted({run + sizeof header, header.owner_octets});
}

std::uint8_t* RunStore::take_room(std::size_t octets) {
  if (octets > room_) add_segment(octets);
  room_ -= octets;
  return std::exchange(next_, next_ + octets);
}

void RunStore::add(NameView owner, NameWords words, const Run& run) {
  const Header header{static_cast<std::uint32_t>(run.records_.size()),
                      static_cast<std::uint8_t>(owner.size())};
  const std::size_t entry_octets = run.records_.size() * sizeof(Run::Entry);
  std::uint8_t* at = take_room(sizeof header + owner.size() + entry_octets + run.octets_.size());
  places_.push_back({words, at, static_cast<std::uint32_t>(places_.size())});
  const auto put = [&at](const void* from, std::size_t size) {
    if (size > 0) std::memcpy(at, from, size);
    at += size;
  };
  put(&header, sizeof header);
  put(owner.wire().data(), owner.size());
  put(run.records_.data(), entry_octets);
  put(run.octets_.data(), run.octets_.size());
}

void RunStore::append_records(std::size_t i, std::vector<PackedRecord>& records) const {
  const std::uint8_t* const run = places_[i].run;
  const auto header = read<Header>(run);
  const std::uint8_t* entries = run + sizeof header + header.owner_octets;
  const std::uint8_t* rdata = entries + header.records * sizeof(Run::Entry);
  for (std::uint32_t k = 0; k < header.records; ++k, entries += sizeof(Run::Entry)) {
    const auto entry = read<Run::Entry>(entries);
    records.push_back({entry.type, Ttl{entry.ttl}, {rdata, entry.octets}});
    rdata += entry.octets;
  }
}

bool RunStore::goes_on(std::size_t i) const {
  return places_[i].words == places_[i - 1].words &&
         (places_[i].words.is_last() || owner(i) == owner(i - 1));
}

void RunStore::prefetch(std::size_t i) const {
  if (i >= places_.size()) return;
  __builtin_prefetch(places_[i].run);
  __builtin_prefetch(places_[i].run + 64);
}

void RunStore::sort(std::size_t apex_octets) {
  sort_places(places_, apex_octets, NameWords::octets);
}

// Sorts places whose words are those behind the first `known` octets less their own. Words stay as
// they are.
void RunStore::sort_places(std::span<Place> places, std::size_t apex_octets, std::size_t known) {
  if (!std::is_sorted(places.begin(), places.end())) std::sort(places.begin(), places.end());
  for (std::size_t i = 0; i < places.size();) {
    const NameWords words = places[i].words;
    std::size_t end = i + 1;
    while (end < places.size() && places[end].words == words) ++end;
    if (end - i > 1 && !words.is_last()) {
      const std::span<Place> ties = places.subspan(i, end - i);
      for (Place& place : ties) place.words = name_words(owner_at(place.run), apex_octets, known);
      sort_places(ties, apex_octets, known + NameWords::octets);
      for (Place& place : ties) place.words = words;
    }
    i = end;
  }
}

}  // namespace vouch
