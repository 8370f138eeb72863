#include "vouch/zone/delta_merge.hpp"

#include <algorithm>

#include "vouch/zone/packed/merge.hpp"

namespace vouch {
namespace {

using Chunks = std::vector<ChunkPtr>;

struct RecordOrder {
  RRClass rrclass;

  int compare(const PackedRecord& a, const PackedRecord& b) const {
    if (a.type != b.type) return a.type < b.type ? -1 : 1;
    return compare_canonical_rdata(a.type, rrclass, a.rdata, b.rdata);
  }
  bool operator()(const PackedRecord& a, const PackedRecord& b) const { return compare(a, b) < 0; }
};

// --- Which chunks a change touches

class Planner {
 public:
  Planner(const Zone& zone, ZonePart part, std::span<const OwnerChange> changes)
      : zone_(zone), part_(part), chunks_(ZoneAssembly::chunks(zone, part)), changes_(changes) {
    plan_.chunks.resize(chunks_.size());
  }

  MergePlan run() {
    if (chunks_.empty()) return std::move(plan_);
    for (const OwnerChange& change : changes_) mark(change);
    std::sort(plan_.leaving.begin(), plan_.leaving.end(), before);
    const auto end =
        std::unique(plan_.leaving.begin(), plan_.leaving.end(),
                    [](const auto& a, const auto& b) { return !before(a, b) && !before(b, a); });
    plan_.leaving.erase(end, plan_.leaving.end());
    settle(plan_, zone_, part_);
    return std::move(plan_);
  }

 private:
  using Position = ZoneAssembly::Position;

  static bool before(const Position& a, const Position& b) {
    return a.chunk != b.chunk ? a.chunk < b.chunk : a.node < b.node;
  }

  void mark(const OwnerChange& change) {
    const std::size_t at = ZoneAssembly::position_of(zone_, part_, change.owner).chunk;
    ++plan_.chunks[at].changes;
    if (part_ == ZonePart::nsec3) return;
    // Names further on that become occluded, or are so no longer.
    for (std::size_t i = at + 1;
         change.touches_cover(zone_) && i < chunks_.size() && is_below(i, change.owner); ++i) {
      plan_.chunks[at].make_anew = plan_.chunks[i].make_anew = true;
    }
    if (change.removed.empty() || change.owner.size() == zone_.apex().size()) return;
    // With names in the next chunk it may become an empty non-terminal.
    if (at + 1 < chunks_.size() && is_below(at + 1, change.owner))
      plan_.chunks[at].make_anew = true;
    for (NameView above = change.owner.parent(); above.is_below(zone_.apex());
         above = above.parent()) {
      mark_leaving(above);
    }
  }

  // An empty non-terminal goes with the last name below it. It surely stays if the first does.
  void mark_leaving(NameView name) {
    const Position at = ZoneAssembly::position_of(zone_, part_, name);
    if (!at.exact || chunks_[at.chunk]->at(at.node).node->set_count > 0) return;
    if (!is_changed(first_name_behind(at))) return;
    ++plan_.chunks[at.chunk].changes;
    plan_.leaving.push_back(at);
    if (at.chunk + 1 < chunks_.size() && is_below(at.chunk + 1, name))
      plan_.chunks[at.chunk].make_anew = true;
  }

  // Behind an empty non-terminal comes another, or the name that both are above.
  NameView first_name_behind(Position at) const {
    while (true) {
      if (++at.node == chunks_[at.chunk]->size()) at = {at.chunk + 1, 0};
      const Chunk::Spot spot = chunks_[at.chunk]->at(at.node);
      if (spot.node->set_count > 0) return spot.owner();
    }
  }

  bool is_below(std::size_t chunk, NameView name) const {
    return chunks_[chunk]->owner(0).is_below(name);
  }

  bool is_changed(NameView name) const {
    const auto at = std::lower_bound(
        changes_.begin(), changes_.end(), name,
        [](const OwnerChange& change, NameView wanted) { return change.owner < wanted; });
    return at != changes_.end() && at->owner == name;
  }

  const Zone& zone_;
  ZonePart part_;
  const Chunks& chunks_;
  std::span<const OwnerChange> changes_;
  MergePlan plan_;
};

// --- Changing the records of an owner

class DeltaSource : public ChangeSource {
 public:
  DeltaSource(const Zone& zone, std::span<const OwnerChange> changes)
      : zone_(zone), changes_(changes), order_{zone.rrclass()} {}

  bool empty() const override { return changes_.empty(); }
  NameView owner() const override { return changes_.front().owner; }
  NameWords words() const override { return name_words(owner(), zone_.apex().size()); }
  bool touches_cover() const override { return changes_.front().touches_cover(zone_); }
  void next() override { changes_ = changes_.subspan(1); }

  Result<void> apply(std::vector<PackedRecord>& records) override {
    std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
      return a.type != b.type ? a.type < b.type : false;
    });
    VOUCH_CHECK(remove(records));
    return add(records);
  }

 private:
  Result<void> remove(std::vector<PackedRecord>& records) const {
    const std::vector<PackedRecord>& removed = changes_.front().removed;
    auto gone = removed.begin();
    std::vector<PackedRecord> kept;
    for (const PackedRecord& record : records) {
      if (gone == removed.end() || order_.compare(*gone, record) > 0) {
        kept.push_back(record);
      } else if (order_.compare(*gone, record) == 0) {
        ++gone;
      } else {
        break;
      }
    }
    if (gone != removed.end()) return conflict(*gone, "removed is not there");
    records = std::move(kept);
    return {};
  }

  Result<void> add(std::vector<PackedRecord>& records) const {
    const std::vector<PackedRecord>& added = changes_.front().added;
    std::vector<PackedRecord> joined;
    joined.reserve(records.size() + added.size());
    std::merge(records.begin(), records.end(), added.begin(), added.end(),
               std::back_inserter(joined), order_);
    const auto twin =
        std::adjacent_find(joined.begin(), joined.end(),
                           [&](const auto& a, const auto& b) { return order_.compare(a, b) == 0; });
    if (twin != joined.end()) return conflict(*twin, "added is there already");
    records = std::move(joined);
    return {};
  }

  Error conflict(const PackedRecord& record, std::string_view what) const {
    return fail(ErrorCode::bad_zone, "a record to be " + std::string(what) + ": " + owner().text() +
                                         " " + text(record.type) + " " +
                                         rdata_text(record.type, zone_.rrclass(), record.rdata) +
                                         "; the change is not one of this version of the zone");
  }

  const Zone& zone_;
  std::span<const OwnerChange> changes_;  ///< not merged yet
  RecordOrder order_;
};

Result<Chunks> merge_part(const Zone& zone, ZonePart part, std::span<const OwnerChange> changes) {
  DeltaSource source(zone, changes);
  return merge_chunks(zone, part, source, Planner(zone, part, changes).run());
}

}  // namespace

bool OwnerChange::touches_cover(const Zone& zone) const {
  const bool at_apex = owner.size() == zone.apex().size();
  const auto covers = [at_apex](const PackedRecord& record) {
    return record.type == RRType::DNAME || (record.type == RRType::NS && !at_apex);
  };
  return std::any_of(removed.begin(), removed.end(), covers) ||
         std::any_of(added.begin(), added.end(), covers);
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
    std::vector<OwnerChange>& list =
        is_of_nsec3(record.type, record.rdata) ? changes.nsec3 : changes.names;
    if (list.empty() || !(list.back().owner == item.record->owner.view()))
      list.push_back({item.record->owner, {}, {}});
    (item.is_added ? list.back().added : list.back().removed).push_back(record);
  }
  return changes;
}

Result<PackedZone> merge(const Zone& zone, const DeltaByOwner& changes) {
  VOUCH_TRY(Chunks names, merge_part(zone, ZonePart::names, changes.names));
  VOUCH_TRY(Chunks nsec3, merge_part(zone, ZonePart::nsec3, changes.nsec3));
  return PackedZone{std::move(names), std::move(nsec3)};
}

}  // namespace vouch
