#include "vouch/zone/packed/block.hpp"

#include <algorithm>
#include <cstring>

namespace vouch {
namespace {

constexpr std::size_t max_records = 0xffff;  // of an RRset
constexpr std::size_t max_sets = 0xffff;     // of a node
constexpr std::size_t max_node_octets = std::size_t{1} << 30;

// What stands in the table, unaligned. RDATA ends where the RRSIGs begin, and those where the RDATA
// of the next entry does; behind the last entry its end is told.
struct NarrowEntry {
  std::uint16_t rdata_at;
  std::uint16_t signatures_at;
  RRType type;
  std::uint8_t count;
  std::uint8_t signature_count;
  std::uint32_t ttl;

  using Offset = std::uint16_t;
};
static_assert(sizeof(NarrowEntry) == 12);

struct WideEntry {
  std::uint32_t rdata_at;
  std::uint32_t signatures_at;
  RRType type;
  std::uint16_t count;
  std::uint16_t signature_count;
  std::uint8_t mixed_ttls;
  std::uint8_t mixed_signature_ttls;
  std::uint32_t ttl;
  std::uint32_t signature_ttl;

  using Offset = std::uint32_t;
};
static_assert(sizeof(WideEntry) == 24);

template <typename T>
T read(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <typename Entry>
constexpr std::size_t table_octets(std::size_t sets) {
  return sets * sizeof(Entry) + sizeof(typename Entry::Offset);
}

template <typename Entry>
void copy_common(const std::uint8_t* node, const Entry& entry, std::size_t end, PackedSet& set) {
  set.type = entry.type;
  set.count = entry.count;
  set.signature_count = entry.signature_count;
  set.ttl = entry.ttl;
  set.rdata = {node + entry.rdata_at,
               static_cast<std::size_t>(entry.signatures_at) - entry.rdata_at};
  set.signatures = {node + entry.signatures_at, end - entry.signatures_at};
}

// Where the RDATA of a set and its RRSIGs end, each with two octets of length.
struct Extents {
  std::size_t rdata = 0;
  std::size_t signatures = 0;
};

Extents extents_of(const DraftSet& set, std::span<const OctetView> rdatas) {
  Extents extents;
  for (std::size_t i = 0; i < set.count; ++i) extents.rdata += 2 + rdatas[set.first + i].size();
  for (std::size_t i = 0; i < set.signature_count; ++i)
    extents.signatures += 2 + rdatas[set.first + set.count + i].size();
  return extents;
}

bool fits_narrow(std::span<const DraftSet> sets, std::size_t owner_octets,
                 std::size_t rdata_octets) {
  constexpr std::size_t most = 0xff;
  if (owner_octets + table_octets<NarrowEntry>(sets.size()) + rdata_octets > 0xffff) return false;
  return std::all_of(sets.begin(), sets.end(), [](const DraftSet& set) {
    const bool one_ttl = set.count == 0            ? set.ttl == 0
                         : set.signature_count > 0 ? set.ttl == set.signature_ttl
                                                   : true;
    return set.count <= most && set.signature_count <= most && !set.mixed_ttls &&
           !set.mixed_signature_ttls && one_ttl;
  });
}

void append_rdatas(Octets& to, std::span<const OctetView> rdatas) {
  for (const OctetView rdata : rdatas) {
    const std::uint8_t head[] = {static_cast<std::uint8_t>(rdata.size() >> 8),
                                 static_cast<std::uint8_t>(rdata.size())};
    append_octets(to, head);
    append_octets(to, rdata);
  }
}

}  // namespace

// --- Block

RRType Block::set_type(const BlockNode& node, std::size_t i) const {
  const std::uint8_t* const table = octets_ + node.at + node.owner_octets;
  return node.wide != 0
             ? read<RRType>(table + i * sizeof(WideEntry) + offsetof(WideEntry, type))
             : read<RRType>(table + i * sizeof(NarrowEntry) + offsetof(NarrowEntry, type));
}

PackedSet Block::set(const BlockNode& node, std::size_t i) const {
  const std::uint8_t* const start = octets_ + node.at;
  const std::uint8_t* const table = start + node.owner_octets;
  PackedSet set;
  if (node.wide == 0) {
    const std::uint8_t* const at = table + i * sizeof(NarrowEntry);
    const auto entry = read<NarrowEntry>(at);
    copy_common(start, entry, read<std::uint16_t>(at + sizeof entry), set);
    set.signature_ttl = entry.signature_count > 0 ? entry.ttl : 0;
    if (entry.count == 0) set.ttl = 0;
    return set;
  }
  const std::uint8_t* const at = table + i * sizeof(WideEntry);
  const auto entry = read<WideEntry>(at);
  copy_common(start, entry, read<std::uint32_t>(at + sizeof entry), set);
  set.signature_ttl = entry.signature_ttl;
  set.mixed_ttls = entry.mixed_ttls != 0;
  set.mixed_signature_ttls = entry.mixed_signature_ttls != 0;
  return set;
}

bool Block::holds(const BlockNode& node, RRType type) const {
  for (std::size_t i = 0; i < node.set_count; ++i) {
    if (set_type(node, i) == type) return set(node, i).count > 0;
  }
  return false;
}

RecordCounts Block::counts(const BlockNode& node) const {
  RecordCounts counts;
  for (std::size_t i = 0; i < node.set_count; ++i) {
    const PackedSet each = set(node, i);
    counts.records += each.count + std::uint32_t{each.signature_count};
    counts.rrsets += each.count > 0 ? 1 : 0;
  }
  return counts;
}

OctetView Block::octets(const BlockNode& node) const {
  const std::uint8_t* const start = octets_ + node.at;
  const std::uint8_t* const table = start + node.owner_octets;
  const std::size_t end = node.wide != 0
                              ? read<std::uint32_t>(table + node.set_count * sizeof(WideEntry))
                              : read<std::uint16_t>(table + node.set_count * sizeof(NarrowEntry));
  return {start, end};
}

// --- BlockDraft

void BlockDraft::add_narrow_table(std::span<const DraftSet> sets, std::span<const OctetView> rdatas,
                                  std::size_t start) {
  std::size_t at = octets_.size() - start + table_octets<NarrowEntry>(sets.size());
  for (const DraftSet& set : sets) {
    const Extents extents = extents_of(set, rdatas);
    const NarrowEntry entry{static_cast<std::uint16_t>(at),
                            static_cast<std::uint16_t>(at + extents.rdata),
                            set.type,
                            static_cast<std::uint8_t>(set.count),
                            static_cast<std::uint8_t>(set.signature_count),
                            set.count > 0 ? set.ttl : set.signature_ttl};
    append_octets(octets_, {reinterpret_cast<const std::uint8_t*>(&entry), sizeof entry});
    at += extents.rdata + extents.signatures;
  }
  const auto end = static_cast<std::uint16_t>(at);
  append_octets(octets_, {reinterpret_cast<const std::uint8_t*>(&end), sizeof end});
}

void BlockDraft::add_wide_table(std::span<const DraftSet> sets, std::span<const OctetView> rdatas,
                                std::size_t start) {
  std::size_t at = octets_.size() - start + table_octets<WideEntry>(sets.size());
  for (const DraftSet& set : sets) {
    const Extents extents = extents_of(set, rdatas);
    const WideEntry entry{static_cast<std::uint32_t>(at),
                          static_cast<std::uint32_t>(at + extents.rdata),
                          set.type,
                          static_cast<std::uint16_t>(set.count),
                          static_cast<std::uint16_t>(set.signature_count),
                          set.mixed_ttls ? std::uint8_t{1} : std::uint8_t{0},
                          set.mixed_signature_ttls ? std::uint8_t{1} : std::uint8_t{0},
                          set.ttl,
                          set.signature_ttl};
    append_octets(octets_, {reinterpret_cast<const std::uint8_t*>(&entry), sizeof entry});
    at += extents.rdata + extents.signatures;
  }
  const auto end = static_cast<std::uint32_t>(at);
  append_octets(octets_, {reinterpret_cast<const std::uint8_t*>(&end), sizeof end});
}

Result<void> BlockDraft::add(NameView owner, std::uint64_t order, NodeKind kind,
                             std::span<const DraftSet> sets, std::span<const OctetView> rdatas) {
  std::size_t rdata_octets = 0;
  for (const DraftSet& set : sets) {
    const Extents extents = extents_of(set, rdatas);
    rdata_octets += extents.rdata + extents.signatures;
    if (set.count > max_records || set.signature_count > max_records ||
        rdata_octets > max_node_octets) {
      return fail(ErrorCode::too_long, owner.text() + " " + text(set.type) +
                                           " is too large; an RRset has at most 65535 records, and "
                                           "a name at most 1 GB of them");
    }
  }
  if (sets.size() > max_sets)
    return fail(ErrorCode::too_long, owner.text() + " has records of every type there is");
  const bool narrow = fits_narrow(sets, owner.size(), rdata_octets);
  BlockNode node;
  node.order = order;
  node.at = static_cast<std::uint32_t>(octets_.size());
  node.set_count = static_cast<std::uint16_t>(sets.size());
  node.owner_octets = static_cast<std::uint8_t>(owner.size());
  node.kind = static_cast<std::uint8_t>(kind) & 0x7f;
  node.wide = narrow ? 0 : 1;
  append_octets(octets_, owner.wire());
  if (narrow) {
    add_narrow_table(sets, rdatas, node.at);
  } else {
    add_wide_table(sets, rdatas, node.at);
  }
  for (const DraftSet& set : sets)
    append_rdatas(octets_, rdatas.subspan(set.first, set.count + set.signature_count));
  nodes_.push_back(node);
  return {};
}

void BlockDraft::copy(const Block& block, const BlockNode& node, NodeKind kind) {
  BlockNode copied = node;
  copied.at = static_cast<std::uint32_t>(octets_.size());
  copied.kind = static_cast<std::uint8_t>(kind) & 0x7f;
  append_octets(octets_, block.octets(node));
  nodes_.push_back(copied);
}

std::shared_ptr<const Block> BlockDraft::finish() {
  auto block = std::make_shared<Block>();
  const std::size_t node_octets = nodes_.size() * sizeof(BlockNode);
  const std::size_t total = node_octets + octets_.size();
  block->memory_ = std::make_unique_for_overwrite<std::uint8_t[]>(total);
  if (!nodes_.empty()) std::memcpy(block->memory_.get(), nodes_.data(), node_octets);
  if (!octets_.empty())
    std::memcpy(block->memory_.get() + node_octets, octets_.data(), octets_.size());
  block->octets_ = block->memory_.get() + node_octets;
  block->size_ = static_cast<std::uint32_t>(nodes_.size());
  block->memory_octets_ = static_cast<std::uint32_t>(total);
  nodes_.clear();
  octets_.clear();
  return block;
}

}  // namespace vouch
