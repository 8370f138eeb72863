#include "vouch/zone/zone_builder.hpp"

#include <algorithm>
#include <numeric>

#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/zone/chunk.hpp"
#include "vouch/zone/name_order.hpp"

namespace vouch {
namespace {

RRType covered_type(OctetView rrsig) {
  return rrsig.size() < 2 ? RRType{0} : static_cast<RRType>(rrsig[0] << 8 | rrsig[1]);
}

}  // namespace

// Packs nodes, which come in canonical order, into chunks, and fills in empty non-terminals.
class ZoneBuilder::Packer {
 public:
  explicit Packer(ZoneBuilder& builder) : builder_(builder) {}

  /// One node with its entries; they are those of one owner, sorted by type.
  Result<void> add(std::span<const Entry> entries) {
    const NameView owner = builder_.name_of(builder_.owners_[entries.front().owner]);
    const bool only_nsec3 = std::all_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.type == RRType::NSEC3 ||
             (entry.type == RRType::RRSIG &&
              covered_type(builder_.rdata_of(entry)) == RRType::NSEC3);
    });
    const bool has_nsec3 = std::any_of(entries.begin(), entries.end(), [](const Entry& entry) {
      return entry.type == RRType::NSEC3;
    });
    if (only_nsec3) return add_node(nsec3_, owner, entries, NodeKind::authoritative);
    return has_nsec3 ? split_off_nsec3(owner, entries) : add_name(owner, entries);
  }

  void finish(Zone& zone) {
    flush(names_);
    flush(nsec3_);
    zone.names_ = std::move(names_.chunks);
    zone.nsec3_ = std::move(nsec3_.chunks);
    zone.node_count_ = node_count_;
    zone.record_count_ = record_count_;
    zone.rrset_count_ = rrset_count_;
  }

  /// A node without RRsets.
  Result<void> add_empty(NameView owner) { return add_node(names_, owner, {}, kind_of(owner, {})); }

 private:
  struct Sequence {
    std::vector<ChunkPtr> chunks;
    std::shared_ptr<Chunk> open = std::make_shared<Chunk>();
  };

  Result<void> split_off_nsec3(NameView owner, std::span<const Entry> entries) {
    std::vector<Entry> of_nsec3;
    std::vector<Entry> others;
    for (const Entry& entry : entries) {
      const RRType type =
          entry.type == RRType::RRSIG ? covered_type(builder_.rdata_of(entry)) : entry.type;
      (type == RRType::NSEC3 ? of_nsec3 : others).push_back(entry);
    }
    VOUCH_CHECK(add_node(nsec3_, owner, of_nsec3, NodeKind::authoritative));
    return add_name(owner, others);
  }

  Result<void> add_name(NameView owner, std::span<const Entry> entries) {
    // Everything between the last node and this one that has names below it is an empty
    // non-terminal.
    const std::size_t known =
        last_ ? last_->view().common_ancestor(owner).label_count() : builder_.apex_.label_count();
    for (std::size_t labels = known + 1; labels < owner.label_count(); ++labels) {
      VOUCH_CHECK(add_empty(owner.suffix(labels)));
    }
    VOUCH_CHECK(add_node(names_, owner, entries, kind_of(owner, entries)));
    last_ = Name(owner);
    return {};
  }

  NodeKind kind_of(NameView owner, std::span<const Entry> entries) {
    if (cover_ && owner.is_below(*cover_)) return NodeKind::occluded;
    cover_.reset();
    const auto holds = [&](RRType type) {
      return std::any_of(entries.begin(), entries.end(),
                         [&](const Entry& entry) { return entry.type == type; });
    };
    const bool delegates = holds(RRType::NS) && owner.size() != builder_.apex_.size();
    if (delegates || holds(RRType::DNAME)) cover_ = Name(owner);
    if (delegates) return NodeKind::delegation;
    return entries.empty() ? NodeKind::empty : NodeKind::authoritative;
  }

  Result<void> add_node(Sequence& sequence, NameView owner, std::span<const Entry> entries,
                        NodeKind kind) {
    if (sequence.open->nodes.size() >= Chunk::full_nodes ||
        sequence.open->octets.size() >= Chunk::full_octets) {
      flush(sequence);
    }
    Chunk& chunk = *sequence.open;
    ChunkNode node;
    node.order = builder_.order_of(owner);
    node.owner_at = static_cast<std::uint32_t>(chunk.octets.size());
    node.owner_octets = static_cast<std::uint8_t>(owner.size());
    node.kind = kind;
    node.first_set = static_cast<std::uint32_t>(chunk.sets.size());
    append_octets(chunk.octets, owner.wire());
    VOUCH_CHECK(add_sets(chunk, owner, entries));
    node.set_count = static_cast<std::uint16_t>(chunk.sets.size() - node.first_set);
    chunk.nodes.push_back(node);
    if (&sequence == &names_) ++node_count_;
    return {};
  }

  Result<void> add_sets(Chunk& chunk, NameView owner, std::span<const Entry> entries) {
    signed_types_.clear();
    for (const Entry& entry : entries) {
      if (entry.type == RRType::RRSIG)
        signed_types_.push_back(covered_type(builder_.rdata_of(entry)));
    }
    std::sort(signed_types_.begin(), signed_types_.end());
    signed_types_.erase(std::unique(signed_types_.begin(), signed_types_.end()),
                        signed_types_.end());
    auto next_signed = signed_types_.begin();
    for (std::size_t i = 0; i < entries.size();) {
      const RRType type = entries[i].type;
      std::size_t end = i;
      while (end < entries.size() && entries[end].type == type) ++end;
      if (type != RRType::RRSIG) {
        while (next_signed != signed_types_.end() && *next_signed < type) {
          VOUCH_CHECK(add_set(chunk, owner, *next_signed++, {}, entries));
        }
        if (next_signed != signed_types_.end() && *next_signed == type) ++next_signed;
        VOUCH_CHECK(add_set(chunk, owner, type, entries.subspan(i, end - i), entries));
      }
      i = end;
    }
    while (next_signed != signed_types_.end())
      VOUCH_CHECK(add_set(chunk, owner, *next_signed++, {}, entries));
    return {};
  }

  // Packs one RRset and the RRSIGs among all entries of its owner that cover it.
  Result<void> add_set(Chunk& chunk, NameView owner, RRType type, std::span<const Entry> members,
                       std::span<const Entry> all) {
    ChunkSet set;
    set.type = type;
    set.rdata_at = static_cast<std::uint32_t>(chunk.octets.size());
    rdatas_.clear();
    set.ttl = lowest_ttl(members, set.mixed_ttls, [](const Entry&) { return true; });
    std::size_t count = pack_rdatas(type, builder_.rrclass_, rdatas_, chunk.octets);
    set.rdata_octets = static_cast<std::uint32_t>(chunk.octets.size() - set.rdata_at);
    rdatas_.clear();
    set.signature_ttl = lowest_ttl(all, set.mixed_signature_ttls, [&](const Entry& entry) {
      return entry.type == RRType::RRSIG && covered_type(builder_.rdata_of(entry)) == type;
    });
    const std::size_t signatures =
        pack_rdatas(RRType::RRSIG, builder_.rrclass_, rdatas_, chunk.octets);
    set.signature_octets =
        static_cast<std::uint32_t>(chunk.octets.size() - set.rdata_at - set.rdata_octets);
    if (count > 0xffff || signatures > 0xffff) {
      return fail(ErrorCode::too_long,
                  owner.text() + " " + text(type) + " has more than 65535 records");
    }
    set.count = static_cast<std::uint16_t>(count);
    set.signature_count = static_cast<std::uint16_t>(signatures);
    record_count_ += count + signatures;
    rrset_count_ += count > 0 ? 1 : 0;
    chunk.sets.push_back(set);
    return {};
  }

  template <typename Choose>
  std::uint32_t lowest_ttl(std::span<const Entry> entries, bool& mixed, Choose choose) {
    std::uint32_t ttl = Ttl::max_seconds;
    for (const Entry& entry : entries) {
      if (!choose(entry)) continue;
      mixed = mixed || (!rdatas_.empty() && entry.ttl != ttl);
      ttl = std::min(ttl, entry.ttl);
      rdatas_.push_back(builder_.rdata_of(entry));
    }
    return rdatas_.empty() ? 0 : ttl;
  }

  static void flush(Sequence& sequence) {
    if (sequence.open->nodes.empty()) return;
    sequence.open->octets.shrink_to_fit();
    sequence.open->nodes.shrink_to_fit();
    sequence.open->sets.shrink_to_fit();
    sequence.chunks.push_back(std::exchange(sequence.open, std::make_shared<Chunk>()));
  }

  ZoneBuilder& builder_;
  Sequence names_;
  Sequence nsec3_;
  std::optional<Name> last_;
  std::optional<Name> cover_;  ///< the delegation or DNAME that occludes what is below it
  std::vector<OctetView> rdatas_;
  std::vector<RRType> signed_types_;
  std::size_t node_count_ = 0;
  std::size_t record_count_ = 0;
  std::size_t rrset_count_ = 0;
};

std::uint64_t ZoneBuilder::order_of(NameView owner) const {
  return name_order(owner, apex_.label_count());
}

Result<void> ZoneBuilder::add(NameView owner, RRType type, Ttl ttl, OctetView rdata) {
  const bool same_as_before = !owners_.empty() && name_of(owners_.back()) == owner;
  if (!same_as_before) {
    if (!owner.is_at_or_below(apex_)) {
      return fail(ErrorCode::bad_zone,
                  owner.text() + " " + text(type) + " is outside of the zone " + apex_.text());
    }
    owners_.push_back({order_of(owner), octets_.size(), static_cast<std::uint8_t>(owner.size())});
    append_octets(octets_, owner.wire());
  }
  records_.push_back({octets_.size(), static_cast<std::uint32_t>(owners_.size() - 1), ttl.seconds,
                      static_cast<std::uint16_t>(rdata.size()), type});
  append_octets(octets_, rdata);
  return {};
}

Result<void> ZoneBuilder::add(RRsetView rrset) {
  for (const OctetView rdata : rrset.rdatas)
    VOUCH_CHECK(add(rrset.owner, rrset.type, rrset.ttl, rdata));
  return {};
}

// Sorts the distinct owners once, then the records by their owner's rank and their type.
void ZoneBuilder::sort() {
  std::vector<std::uint32_t> by_name(owners_.size());
  std::iota(by_name.begin(), by_name.end(), 0U);
  const auto before = [&](std::uint32_t left, std::uint32_t right) {
    const Owner& a = owners_[left];
    const Owner& b = owners_[right];
    if (a.order != b.order) return a.order < b.order;
    return name_of(a) < name_of(b);
  };
  if (!std::is_sorted(by_name.begin(), by_name.end(), before))
    std::sort(by_name.begin(), by_name.end(), before);
  // Owners that are the same name become the one that was read first.
  std::vector<std::uint32_t> rank(owners_.size());
  std::vector<Owner> distinct;
  for (std::size_t i = 0; i < by_name.size(); ++i) {
    const Owner& owner = owners_[by_name[i]];
    if (distinct.empty() || !(name_of(distinct.back()) == name_of(owner))) {
      distinct.push_back(owner);
    } else if (owner.at < distinct.back().at) {
      distinct.back() = owner;
    }
    rank[by_name[i]] = static_cast<std::uint32_t>(distinct.size() - 1);
  }
  for (Entry& entry : records_) entry.owner = rank[entry.owner];
  owners_ = std::move(distinct);
  const auto earlier = [](const Entry& a, const Entry& b) {
    return a.owner != b.owner ? a.owner < b.owner : a.type < b.type;
  };
  if (!std::is_sorted(records_.begin(), records_.end(), earlier)) {
    std::stable_sort(records_.begin(), records_.end(), earlier);
  }
}

Result<ZonePtr> ZoneBuilder::build() {
  VOUCH_TRY(ZonePtr zone, build_without_soa());
  if (!zone->find(zone->apex(), RRType::SOA)) {
    return fail(ErrorCode::bad_zone,
                "the zone " + zone->apex().text() + " has no SOA record at its apex; add one");
  }
  return zone;
}

Result<ZonePtr> ZoneBuilder::build_without_soa() {
  sort();
  Packer packer(*this);
  const std::span<const Entry> all(records_);
  if (all.empty() || !(name_of(owners_[all.front().owner]) == apex_))
    VOUCH_CHECK(packer.add_empty(apex_));
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i;
    while (end < all.size() && all[end].owner == all[i].owner) ++end;
    VOUCH_CHECK(packer.add(all.subspan(i, end - i)));
    i = end;
  }
  const std::shared_ptr<Zone> zone(new Zone());
  zone->apex_ = apex_;
  zone->apex_labels_ = apex_.label_count();
  zone->rrclass_ = rrclass_;
  packer.finish(*zone);
  octets_ = {};
  owners_ = {};
  records_ = {};
  return ZonePtr(zone);
}

}  // namespace vouch
