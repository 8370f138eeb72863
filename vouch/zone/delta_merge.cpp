#include "vouch/zone/delta_merge.hpp"

#include <algorithm>

#include "vouch/zone/zone_assembly.hpp"

namespace vouch {
namespace {

constexpr std::size_t small_nodes = Chunk::full_nodes / 4;

struct RecordOrder {
  RRClass rrclass;

  int compare(const PackedRecord& a, const PackedRecord& b) const {
    if (a.type != b.type) return a.type < b.type ? -1 : 1;
    return compare_canonical_rdata(a.type, rrclass, a.rdata, b.rdata);
  }
  bool operator()(const PackedRecord& a, const PackedRecord& b) const { return compare(a, b) < 0; }
};

// --- Which chunks a change touches

using Chunks = std::vector<ChunkPtr>;

// Marks the chunks that have to be made anew for one change of a name.
void mark_name(std::vector<bool>& touched, const Zone& zone, const OwnerChange& change) {
  const Chunks& chunks = ZoneAssembly::names(zone);
  const std::size_t at = ZoneAssembly::chunk_of(zone, chunks, change.owner);
  touched[at] = true;
  const bool at_apex = change.owner.size() == zone.apex().size();
  if (change.touches(RRType::DNAME) || (change.touches(RRType::NS) && !at_apex)) {
    for (std::size_t i = at + 1; i < chunks.size() && chunks[i]->owner(0).is_below(change.owner);
         ++i) {
      touched[i] = true;
    }
  }
  // With the last name below it an empty non-terminal goes too.
  if (change.removed.empty()) return;
  for (NameView above = change.owner.parent(); above.is_below(zone.apex());
       above = above.parent()) {
    touched[ZoneAssembly::chunk_of(zone, chunks, above)] = true;
  }
}

// Small chunks are joined with a neighbour, so that many changes do not leave many of them.
void mark_neighbours(std::vector<bool>& touched, const Chunks& chunks) {
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (touched[i] && chunks[i]->nodes.size() < small_nodes && chunks.size() > 1)
      touched[i + 1 < chunks.size() ? i + 1 : i - 1] = true;
  }
}

// --- Making chunks anew

class Merge {
 public:
  Merge(const Zone& zone, const Chunks& chunks, std::span<const OwnerChange> changes,
        std::vector<bool> touched)
      : zone_(zone),
        chunks_(chunks),
        changes_(changes),
        touched_(std::move(touched)),
        of_names_(&chunks == &ZoneAssembly::names(zone)) {}

  Result<Chunks> run() {
    if (chunks_.empty()) VOUCH_CHECK(make_anew(0, 0));
    for (std::size_t i = 0; i < chunks_.size();) {
      if (!touched_[i]) {
        merged_.push_back(chunks_[i++]);
        continue;
      }
      std::size_t end = i;
      while (end < chunks_.size() && touched_[end]) ++end;
      VOUCH_CHECK(make_anew(i, end));
      i = end;
    }
    return std::move(merged_);
  }

 private:
  Result<void> make_anew(std::size_t begin, std::size_t end) {
    Packer packer(zone_.apex(), zone_.rrclass());
    resume(packer, begin, end);
    for (std::size_t i = begin; i < end; ++i) {
      const Chunk& chunk = *chunks_[i];
      for (std::size_t node = 0; node < chunk.nodes.size(); ++node) {
        VOUCH_CHECK(add_new_before(packer, chunk.owner(node)));
        VOUCH_CHECK(add_old(packer, chunk, node));
      }
    }
    if (end < chunks_.size()) {
      VOUCH_CHECK(add_new_before(packer, chunks_[end]->owner(0)));
      if (of_names_) VOUCH_CHECK(packer.add_ancestors(chunks_[end]->owner(0)));
    } else {
      while (!changes_.empty()) VOUCH_CHECK(add_new(packer));
    }
    PackedZone packed = packer.finish();
    Chunks& made = of_names_ ? packed.names : packed.nsec3;
    std::move(made.begin(), made.end(), std::back_inserter(merged_));
    return {};
  }

  void resume(Packer& packer, std::size_t begin, std::size_t end) const {
    std::size_t nodes = 0;
    for (std::size_t i = begin; i < end; ++i) nodes += chunks_[i]->nodes.size();
    for (const OwnerChange& change : changes_) {
      if (end < chunks_.size() && !(change.owner < chunks_[end]->owner(0))) break;
      nodes += change.added.empty() ? 0 : 1;
    }
    if (begin == 0 || !of_names_) return packer.resume({}, {}, nodes);
    const Chunk& before = *chunks_[begin - 1];
    // What covers the first name is not touched: otherwise all chunks below it would be.
    const NameView first = chunks_[begin]->owner(0);
    const Zone::Place place = zone_.place(first);
    std::optional<Name> cover;
    if (place.cut && place.cut->owner().size() != first.size()) cover = Name(place.cut->owner());
    if (place.dname) cover = Name(place.dname->owner());
    packer.resume(Name(before.owner(before.nodes.size() - 1)), std::move(cover), nodes);
  }

  // Names that are new and come before a given one.
  Result<void> add_new_before(Packer& packer, NameView end) {
    while (!changes_.empty() && changes_.front().owner < end) VOUCH_CHECK(add_new(packer));
    return {};
  }

  Result<void> add_new(Packer& packer) {
    records_.clear();
    return add_changed(packer, changes_.front().owner);
  }

  Result<void> add_old(Packer& packer, const Chunk& chunk, std::size_t index) {
    const NameView owner = chunk.owner(index);
    gather(chunk, index);
    if (!changes_.empty() && changes_.front().owner == owner) return add_changed(packer, owner);
    return add_node(packer, owner);
  }

  Result<void> add_changed(Packer& packer, NameView owner) {
    const OwnerChange& change = changes_.front();
    changes_ = changes_.subspan(1);
    VOUCH_CHECK(remove(change));
    VOUCH_CHECK(add(change));
    return add_node(packer, owner);
  }

  // Empty non-terminals come by themselves with what is below them.
  Result<void> add_node(Packer& packer, NameView owner) {
    if (!records_.empty()) return packer.add(owner, records_);
    return of_names_ && owner.size() == zone_.apex().size() ? packer.add_empty(owner)
                                                            : Result<void>();
  }

  // The records of a node in the order of types and RDATA.
  void gather(const Chunk& chunk, std::size_t index) {
    records_.clear();
    for (const ChunkSet& set : chunk.sets_of(chunk.nodes[index])) {
      for (const OctetView rdata : RdataRange(chunk.rdata(set), set.count))
        records_.push_back({set.type, Ttl{set.ttl}, rdata, set.mixed_ttls});
    }
    for (const ChunkSet& set : chunk.sets_of(chunk.nodes[index])) {
      for (const OctetView rdata : RdataRange(chunk.signatures(set), set.signature_count))
        records_.push_back(
            {RRType::RRSIG, Ttl{set.signature_ttl}, rdata, set.mixed_signature_ttls});
    }
    std::stable_sort(records_.begin(), records_.end(),
                     [](const auto& a, const auto& b) { return a.type < b.type; });
  }

  Result<void> remove(const OwnerChange& change) {
    const RecordOrder order{zone_.rrclass()};
    auto gone = change.removed.begin();
    std::vector<PackedRecord> kept;
    for (const PackedRecord& record : records_) {
      if (gone == change.removed.end() || order.compare(*gone, record) > 0) {
        kept.push_back(record);
      } else if (order.compare(*gone, record) == 0) {
        ++gone;
      } else {
        break;
      }
    }
    if (gone != change.removed.end()) return conflict(change.owner, *gone, "removed is not there");
    records_ = std::move(kept);
    return {};
  }

  Result<void> add(const OwnerChange& change) {
    const RecordOrder order{zone_.rrclass()};
    std::vector<PackedRecord> joined;
    joined.reserve(records_.size() + change.added.size());
    std::merge(records_.begin(), records_.end(), change.added.begin(), change.added.end(),
               std::back_inserter(joined), order);
    const auto twin =
        std::adjacent_find(joined.begin(), joined.end(),
                           [&](const auto& a, const auto& b) { return order.compare(a, b) == 0; });
    if (twin != joined.end()) return conflict(change.owner, *twin, "added is there already");
    records_ = std::move(joined);
    return {};
  }

  Error conflict(NameView owner, const PackedRecord& record, std::string_view what) const {
    return fail(ErrorCode::bad_zone, "a record to be " + std::string(what) + ": " + owner.text() +
                                         " " + text(record.type) + " " +
                                         rdata_text(record.type, zone_.rrclass(), record.rdata) +
                                         "; the change is not one of this version of the zone");
  }

  const Zone& zone_;
  const Chunks& chunks_;
  std::span<const OwnerChange> changes_;  ///< not merged yet
  std::vector<bool> touched_;
  bool of_names_;
  Chunks merged_;
  std::vector<PackedRecord> records_;  ///< of the node in hand
};

}  // namespace

bool OwnerChange::touches(RRType type) const {
  const auto is_of_type = [type](const PackedRecord& record) { return record.type == type; };
  return std::any_of(removed.begin(), removed.end(), is_of_type) ||
         std::any_of(added.begin(), added.end(), is_of_type);
}

Result<DeltaByOwner> DeltaByOwner::sort(const Zone& zone, const ZoneDelta& delta) {
  struct Item {
    const Record* record;
    bool is_added;
  };
  std::vector<Item> items;
  for (const Record& record : delta.removed) items.push_back({&record, false});
  for (const Record& record : delta.added) items.push_back({&record, true});
  for (const Item& item : items) {
    if (!item.record->owner.is_at_or_below(zone.apex()) || item.record->rrclass != zone.rrclass()) {
      return fail(ErrorCode::bad_zone, "the change has a record outside of the zone " +
                                           zone.apex().text() + ": " + item.record->text());
    }
  }
  const RecordOrder order{zone.rrclass()};
  const auto packed = [](const Item& item) {
    return PackedRecord{item.record->type, item.record->ttl, item.record->rdata};
  };
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    const int by_owner = a.record->owner.view().compare(b.record->owner);
    return by_owner != 0 ? by_owner < 0 : order(packed(a), packed(b));
  });
  DeltaByOwner changes;
  for (const Item& item : items) {
    const PackedRecord record = packed(item);
    std::vector<OwnerChange>& list = is_of_nsec3(record) ? changes.nsec3 : changes.names;
    if (list.empty() || !(list.back().owner == item.record->owner.view()))
      list.push_back({item.record->owner, {}, {}});
    (item.is_added ? list.back().added : list.back().removed).push_back(record);
  }
  return changes;
}

Result<PackedZone> merge(const Zone& zone, const DeltaByOwner& changes) {
  const Chunks& names = ZoneAssembly::names(zone);
  std::vector<bool> touched(names.size());
  for (const OwnerChange& change : changes.names) mark_name(touched, zone, change);
  mark_neighbours(touched, names);
  VOUCH_TRY(Chunks merged_names, Merge(zone, names, changes.names, std::move(touched)).run());

  const Chunks& nsec3 = ZoneAssembly::nsec3(zone);
  touched.assign(nsec3.size(), false);
  if (!nsec3.empty()) {
    for (const OwnerChange& change : changes.nsec3)
      touched[ZoneAssembly::chunk_of(zone, nsec3, change.owner)] = true;
  }
  mark_neighbours(touched, nsec3);
  VOUCH_TRY(Chunks merged_nsec3, Merge(zone, nsec3, changes.nsec3, std::move(touched)).run());
  return PackedZone{std::move(merged_names), std::move(merged_nsec3)};
}

}  // namespace vouch
