#include "vouch/zone/packed/merge.hpp"

#include <algorithm>

#include "vouch/zone/packed/patch.hpp"

namespace vouch {
namespace {

using Chunks = std::vector<ChunkPtr>;

constexpr std::size_t small_nodes = Chunk::full_nodes / 4;
constexpr std::size_t small_octets = Chunk::full_octets / 4;

bool is_small(const Chunk& chunk) {
  return chunk.size() < small_nodes && chunk.base()->octets_used() < small_octets;
}

class Merge {
 public:
  Merge(const Zone& zone, ZonePart part, ChangeSource& changes, const MergePlan& plan)
      : zone_(zone),
        part_(part),
        chunks_(ZoneAssembly::chunks(zone, part)),
        changes_(changes),
        plan_(plan) {}

  Result<Chunks> run() {
    if (chunks_.empty()) VOUCH_CHECK(make_anew(0, 0));
    merged_.reserve(chunks_.size());
    for (std::size_t i = 0; i < chunks_.size();) {
      if (plan_.chunks[i].make_anew) {
        std::size_t end = i;
        while (end < chunks_.size() && plan_.chunks[end].make_anew) ++end;
        VOUCH_CHECK(make_anew(i, end));
        i = end;
        continue;
      }
      if (plan_.chunks[i].changes == 0) {
        merged_.push_back(chunks_[i]);
      } else {
        VOUCH_TRY(ChunkPtr chunk, patched(chunks_[i], changes_, place_of_patch(i)));
        merged_.push_back(std::move(chunk));
      }
      ++i;
    }
    return std::move(merged_);
  }

 private:
  std::optional<NameView> last_merged() const {
    if (merged_.empty()) return std::nullopt;
    return merged_.back()->owner(merged_.back()->size() - 1);
  }
  std::optional<NameView> first_of(std::size_t chunk) const {
    if (chunk == chunks_.size()) return std::nullopt;
    return chunks_[chunk]->owner(0);
  }

  PatchPlace place_of_patch(std::size_t i) const {
    const auto by_chunk = [](const auto& a, const auto& b) { return a.chunk < b.chunk; };
    const auto [begin, end] = std::equal_range(plan_.leaving.begin(), plan_.leaving.end(),
                                               ZoneAssembly::Position{i}, by_chunk);
    return {zone_, part_, last_merged(), first_of(i + 1), {begin, end}};
  }

  Result<void> make_anew(std::size_t begin, std::size_t end) {
    Packer packer(zone_.apex(), zone_.rrclass(), part_);
    std::size_t nodes = 0;
    for (std::size_t i = begin; i < end; ++i) nodes += chunks_[i]->size() + plan_.chunks[i].changes;
    packer.spread(nodes);
    // What covers the first name does not change: otherwise all chunks below it would be made anew.
    if (begin != 0 && part_ == ZonePart::names)
      packer.resume(last_merged(), cover_of(zone_, chunks_[begin]->owner(0)));
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t node = 0; node < chunks_[i]->size(); ++node) {
        const Chunk::Spot spot = chunks_[i]->at(node);
        VOUCH_CHECK(add_new_before(packer, spot.owner()));
        VOUCH_CHECK(add_old(packer, spot));
      }
    }
    if (const auto after = first_of(end)) {
      VOUCH_CHECK(add_new_before(packer, *after));
      VOUCH_CHECK(packer.add_ancestors(*after));
    } else {
      while (!changes_.empty()) VOUCH_CHECK(add_new(packer));
    }
    Chunks made = packer.finish();
    std::move(made.begin(), made.end(), std::back_inserter(merged_));
    return {};
  }

  // Names that are new and come before a given one.
  Result<void> add_new_before(Packer& packer, NameView end) {
    const NameWords words = name_words(end, zone_.apex().size());
    const auto is_next = [&] {
      const NameWords theirs = changes_.words();
      return theirs != words ? theirs < words : !words.is_last() && changes_.owner() < end;
    };
    while (!changes_.empty() && is_next()) VOUCH_CHECK(add_new(packer));
    return {};
  }

  Result<void> add_new(Packer& packer) {
    records_.clear();
    return add_changed(packer, changes_.owner());
  }

  // Empty non-terminals come by themselves with what is below them.
  Result<void> add_old(Packer& packer, Chunk::Spot spot) {
    const NameView owner = spot.owner();
    if (changes_.empty() || !(changes_.owner() == owner)) {
      if (spot.node->set_count > 0) return packer.copy(spot);
      return owner.size() == zone_.apex().size() ? packer.add_empty(owner) : Result<void>();
    }
    records_.clear();
    append_records(records_, spot);
    return add_changed(packer, owner);
  }

  Result<void> add_changed(Packer& packer, NameView owner) {
    VOUCH_CHECK(changes_.apply(records_));
    changes_.next();
    const bool is_apex = part_ == ZonePart::names && owner.size() == zone_.apex().size();
    return records_.empty() && !is_apex ? Result<void>() : packer.add(owner, records_);
  }

  const Zone& zone_;
  ZonePart part_;
  const Chunks& chunks_;
  ChangeSource& changes_;
  const MergePlan& plan_;
  Chunks merged_;
  std::vector<PackedRecord> records_;  ///< of the node in hand
};

}  // namespace

void settle(MergePlan& plan, const Zone& zone, ZonePart part) {
  const Chunks& chunks = ZoneAssembly::chunks(zone, part);
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    ChunkPlan& mine = plan.chunks[i];
    if (mine.changes > 0 && !is_patchable(*chunks[i], mine.changes)) mine.make_anew = true;
  }
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (plan.chunks[i].make_anew && is_small(*chunks[i]) && chunks.size() > 1)
      plan.chunks[i + 1 < chunks.size() ? i + 1 : i - 1].make_anew = true;
  }
  // Behind a chunk that is made anew come the empty non-terminals above the next name, if that
  // stays: it must not be about to go.
  for (std::size_t i = 0; i + 1 < chunks.size() && part == ZonePart::names; ++i) {
    const NameView next = chunks[i + 1]->owner(0);
    const bool is_deep = next.size() > zone.apex().size() + next.wire()[0] + 1U;
    if (plan.chunks[i].make_anew && plan.chunks[i + 1].changes > 0 && is_deep)
      plan.chunks[i + 1].make_anew = true;
  }
}

Result<std::vector<ChunkPtr>> merge_chunks(const Zone& zone, ZonePart part, ChangeSource& changes,
                                           const MergePlan& plan) {
  return Merge(zone, part, changes, plan).run();
}

void append_records(std::vector<PackedRecord>& records, Chunk::Spot spot) {
  for (std::size_t i = 0; i < spot.node->set_count; ++i) {
    const PackedSet set = spot.block->set(*spot.node, i);
    for (const OctetView rdata : RdataRange(set.rdata, set.count))
      records.push_back({set.type, Ttl{set.ttl}, rdata, set.mixed_ttls});
    for (const OctetView rdata : RdataRange(set.signatures, set.signature_count))
      records.push_back({RRType::RRSIG, Ttl{set.signature_ttl}, rdata, set.mixed_signature_ttls});
  }
}

std::optional<NameView> cover_of(const Zone& zone, NameView name) {
  const Zone::Place place = zone.place(name);
  if (place.dname) return place.dname->owner();
  if (place.cut && place.cut->owner().size() != name.size()) return place.cut->owner();
  return std::nullopt;
}

}  // namespace vouch
