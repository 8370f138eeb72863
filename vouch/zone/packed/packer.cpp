#include "vouch/zone/packed/packer.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "vouch/zone/packed/name_order.hpp"

namespace vouch {
namespace {

constexpr std::size_t few = 16;  // records that are sorted by insertion

// RRsets ascend by type, each before the RRSIGs that cover it.
std::uint32_t rank(const PackedRecord& record) {
  return record.type == RRType::RRSIG
             ? static_cast<std::uint32_t>(covered_type(record.rdata)) << 1 | 1
             : static_cast<std::uint32_t>(record.type) << 1;
}

bool holds(std::span<const DraftSet> sets, RRType type) {
  return std::any_of(sets.begin(), sets.end(),
                     [type](const DraftSet& set) { return set.type == type && set.count > 0; });
}

}  // namespace

RRType covered_type(OctetView rrsig) {
  return rrsig.size() < 2 ? RRType{0} : static_cast<RRType>(rrsig[0] << 8 | rrsig[1]);
}

void KeptName::keep(NameView name) {
  size_ = static_cast<std::uint8_t>(name.size());
  std::memmove(octets_, name.wire().data(), size_);
}

void Packer::resume(std::optional<NameView> last, std::optional<NameView> cover) {
  last_.forget();
  cover_.forget();
  if (last) last_.keep(*last);
  if (cover) cover_.keep(*cover);
}

void Packer::spread(std::size_t nodes) {
  const std::size_t chunks = (nodes + Chunk::full_nodes - 1) / Chunk::full_nodes;
  nodes_per_chunk_ = chunks == 0 ? Chunk::full_nodes : (nodes + chunks - 1) / chunks;
}

void Packer::keep_open() {
  nodes_per_chunk_ = std::numeric_limits<std::size_t>::max();
  octets_per_chunk_ = nodes_per_chunk_;
}

Result<void> Packer::add(NameView owner, std::span<PackedRecord> records) {
  VOUCH_CHECK(add_ancestors(owner));
  make_room();
  sort(records);
  plan_sets(records);
  const NodeKind kind =
      kind_of(owner, holds(sets_, RRType::NS), holds(sets_, RRType::DNAME), sets_.empty());
  VOUCH_CHECK(draft_.add(owner, name_order(owner, apex_.size()), kind, sets_, rdatas_));
  last_.keep(owner);
  return {};
}

Result<void> Packer::copy(Chunk::Spot spot) {
  const NameView owner = spot.owner();
  VOUCH_CHECK(add_ancestors(owner));
  make_room();
  const NodeKind kind = kind_of(owner, spot.block->holds(*spot.node, RRType::NS),
                                spot.block->holds(*spot.node, RRType::DNAME), false);
  draft_.copy(*spot.block, *spot.node, kind);
  last_.keep(owner);
  return {};
}

// Everything between the last node and this one that has names below it is an empty non-terminal.
Result<void> Packer::add_ancestors(NameView owner) {
  if (part_ == ZonePart::nsec3) return {};
  const std::size_t at_most = apex_.size() + owner.wire()[0] + 1U;
  if (owner.size() <= at_most) return {};  // the apex, or a name right below it
  const std::size_t known =
      last_.empty() ? apex_.label_count() : last_.view().common_ancestor(owner).label_count();
  const std::size_t labels = owner.label_count();
  for (std::size_t i = known + 1; i < labels; ++i) {
    const NameView ancestor = owner.suffix(i);
    make_room();
    VOUCH_CHECK(draft_.add(ancestor, name_order(ancestor, apex_.size()),
                           kind_of(ancestor, false, false, true), {}, {}));
    last_.keep(ancestor);
  }
  return {};
}

NodeKind Packer::kind_of(NameView owner, bool has_ns, bool has_dname, bool is_empty) {
  if (part_ == ZonePart::nsec3) return NodeKind::authoritative;
  if (!cover_.empty()) {
    if (owner.is_below(cover_.view())) return NodeKind::occluded;
    cover_.forget();
  }
  const bool delegates = has_ns && owner.size() != apex_.size();
  if (delegates || has_dname) cover_.keep(owner);
  if (delegates) return NodeKind::delegation;
  return is_empty ? NodeKind::empty : NodeKind::authoritative;
}

void Packer::make_room() {
  if (draft_.size() < nodes_per_chunk_ && draft_.octets() < octets_per_chunk_) return;
  if (draft_.size() > 0) chunks_.push_back(std::make_shared<Chunk>(draft_.finish()));
}

void Packer::sort(std::span<PackedRecord> records) {
  const auto before = [](const PackedRecord& a, const PackedRecord& b) {
    return rank(a) < rank(b);
  };
  if (std::is_sorted(records.begin(), records.end(), before)) return;
  if (records.size() > few) return std::stable_sort(records.begin(), records.end(), before);
  for (std::size_t i = 1; i < records.size(); ++i) {
    const PackedRecord record = records[i];
    std::size_t at = i;
    for (; at > 0 && before(record, records[at - 1]); --at) records[at] = records[at - 1];
    records[at] = record;
  }
}

// Leaves the RRsets of sorted records in sets_, and the RDATA of all in rdatas_.
void Packer::plan_sets(std::span<const PackedRecord> records) {
  sets_.clear();
  rdatas_.clear();
  while (!records.empty()) {
    const std::uint32_t type = rank(records.front()) >> 1;
    std::size_t members = 0;
    while (members < records.size() && rank(records[members]) == type << 1) ++members;
    std::size_t end = members;
    while (end < records.size() && rank(records[end]) == (type << 1 | 1)) ++end;
    DraftSet set;
    set.type = static_cast<RRType>(type);
    set.first = static_cast<std::uint32_t>(rdatas_.size());
    set.ttl = plan_rdatas(records.first(members), set.mixed_ttls, set.count);
    set.signature_ttl = plan_rdatas(records.subspan(members, end - members),
                                    set.mixed_signature_ttls, set.signature_count);
    sets_.push_back(set);
    records = records.subspan(end);
  }
}

// Appends the RDATA of one RRset, sorted. Returns the lowest TTL.
std::uint32_t Packer::plan_rdatas(std::span<const PackedRecord> records, bool& mixed,
                                  std::uint32_t& count) {
  if (records.empty()) return 0;
  const std::size_t first = rdatas_.size();
  std::uint32_t ttl = records.front().ttl.seconds;
  for (const PackedRecord& record : records) {
    mixed = mixed || record.of_mixed_ttls || record.ttl.seconds != ttl;
    ttl = std::min(ttl, record.ttl.seconds);
    rdatas_.push_back(record.rdata);
  }
  count = static_cast<std::uint32_t>(
      sort_rdatas(records.front().type, rrclass_, std::span(rdatas_).subspan(first)));
  rdatas_.resize(first + count);
  return ttl;
}

std::shared_ptr<const Block> Packer::take_open() {
  return draft_.size() == 0 ? nullptr : draft_.finish();
}

std::vector<ChunkPtr> Packer::finish() {
  if (draft_.size() > 0) chunks_.push_back(std::make_shared<Chunk>(draft_.finish()));
  return std::move(chunks_);
}

}  // namespace vouch
