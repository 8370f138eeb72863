#include "vouch/zone/packer.hpp"

#include <algorithm>
#include <utility>

#include "vouch/zone/name_order.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_records = 0xffff;  // of an RRset
constexpr std::uint32_t all_types = 0x10000;
constexpr std::size_t max_chunk_octets = std::size_t{1} << 30;

}  // namespace

RRType covered_type(OctetView rrsig) {
  return rrsig.size() < 2 ? RRType{0} : static_cast<RRType>(rrsig[0] << 8 | rrsig[1]);
}

bool is_of_nsec3(const PackedRecord& record) {
  return record.type == RRType::NSEC3 ||
         (record.type == RRType::RRSIG && covered_type(record.rdata) == RRType::NSEC3);
}

void Packer::resume(std::optional<Name> last, std::optional<Name> cover, std::size_t nodes) {
  last_ = std::move(last);
  cover_ = std::move(cover);
  const std::size_t chunks = (nodes + Chunk::full_nodes - 1) / Chunk::full_nodes;
  nodes_per_chunk_ = chunks == 0 ? Chunk::full_nodes : (nodes + chunks - 1) / chunks;
}

Result<void> Packer::add(NameView owner, std::span<const PackedRecord> records) {
  if (std::none_of(records.begin(), records.end(), is_of_nsec3)) return add_name(owner, records);
  std::vector<PackedRecord> of_nsec3;
  std::vector<PackedRecord> others;
  for (const PackedRecord& record : records)
    (is_of_nsec3(record) ? of_nsec3 : others).push_back(record);
  VOUCH_CHECK(add_node(nsec3_, owner, of_nsec3, NodeKind::authoritative));
  // The apex is a name of the zone whatever it holds.
  const bool is_name = !others.empty() || owner.size() == apex_.size();
  return is_name ? add_name(owner, others) : Result<void>();
}

Result<void> Packer::add_name(NameView owner, std::span<const PackedRecord> records) {
  VOUCH_CHECK(add_ancestors(owner));
  VOUCH_CHECK(add_node(names_, owner, records, kind_of(owner, records)));
  last_ = Name(owner);
  return {};
}

// Everything between the last node and this one that has names below it is an empty non-terminal.
Result<void> Packer::add_ancestors(NameView owner) {
  const std::size_t known =
      last_ ? last_->view().common_ancestor(owner).label_count() : apex_.label_count();
  for (std::size_t labels = known + 1; labels < owner.label_count(); ++labels) {
    const NameView ancestor = owner.suffix(labels);
    VOUCH_CHECK(add_node(names_, ancestor, {}, kind_of(ancestor, {})));
  }
  return {};
}

NodeKind Packer::kind_of(NameView owner, std::span<const PackedRecord> records) {
  if (cover_ && owner.is_below(*cover_)) return NodeKind::occluded;
  cover_.reset();
  const auto holds = [&](RRType type) {
    return std::any_of(records.begin(), records.end(),
                       [&](const PackedRecord& record) { return record.type == type; });
  };
  const bool delegates = holds(RRType::NS) && owner.size() != apex_.size();
  if (delegates || holds(RRType::DNAME)) cover_ = Name(owner);
  if (delegates) return NodeKind::delegation;
  return records.empty() ? NodeKind::empty : NodeKind::authoritative;
}

Result<void> Packer::add_node(Sequence& sequence, NameView owner,
                              std::span<const PackedRecord> records, NodeKind kind) {
  if (sequence.open->nodes.size() >= nodes_per_chunk_ ||
      sequence.open->octets.size() >= Chunk::full_octets) {
    close(sequence);
  }
  Chunk& chunk = *sequence.open;
  ChunkNode node;
  node.order = name_order(owner, apex_.label_count());
  node.owner_at = static_cast<std::uint32_t>(chunk.octets.size());
  node.owner_octets = static_cast<std::uint8_t>(owner.size());
  node.kind = kind;
  node.first_set = static_cast<std::uint32_t>(chunk.sets.size());
  append_octets(chunk.octets, owner.wire());
  VOUCH_CHECK(add_sets(chunk, owner, records));
  if (chunk.sets.size() - node.first_set >= all_types)
    return fail(ErrorCode::too_long, owner.text() + " has records of every type there is");
  node.set_count = static_cast<std::uint16_t>(chunk.sets.size() - node.first_set);
  chunk.nodes.push_back(node);
  return {};
}

Result<void> Packer::add_sets(Chunk& chunk, NameView owner, std::span<const PackedRecord> records) {
  signatures_.clear();
  for (const PackedRecord& record : records) {
    if (record.type == RRType::RRSIG) signatures_.push_back(record);
  }
  std::stable_sort(signatures_.begin(), signatures_.end(),
                   [](const PackedRecord& a, const PackedRecord& b) {
                     return covered_type(a.rdata) < covered_type(b.rdata);
                   });
  std::span<const PackedRecord> signatures(signatures_);
  // Takes the signatures that cover the type off the front.
  const auto take = [&](RRType type) {
    std::size_t count = 0;
    while (count < signatures.size() && covered_type(signatures[count].rdata) == type) ++count;
    const auto taken = signatures.first(count);
    signatures = signatures.subspan(count);
    return taken;
  };
  // Signatures whose RRset is absent, of types before `end`.
  const auto add_orphans = [&](std::uint32_t end) -> Result<void> {
    while (!signatures.empty()) {
      const RRType type = covered_type(signatures.front().rdata);
      if (static_cast<std::uint32_t>(type) >= end) break;
      VOUCH_CHECK(add_set(chunk, owner, type, {}, take(type)));
    }
    return {};
  };
  while (!records.empty()) {
    const RRType type = records.front().type;
    std::size_t count = 1;
    while (count < records.size() && records[count].type == type) ++count;
    if (type != RRType::RRSIG) {
      VOUCH_CHECK(add_orphans(static_cast<std::uint32_t>(type)));
      VOUCH_CHECK(add_set(chunk, owner, type, records.first(count), take(type)));
    }
    records = records.subspan(count);
  }
  return add_orphans(all_types);
}

// Packs one RRset and the RRSIGs that cover it; either may be absent.
Result<void> Packer::add_set(Chunk& chunk, NameView owner, RRType type,
                             std::span<const PackedRecord> members,
                             std::span<const PackedRecord> signatures) {
  ChunkSet set;
  set.type = type;
  set.rdata_at = static_cast<std::uint32_t>(chunk.octets.size());
  set.ttl = take_rdatas(members, set.mixed_ttls);
  const std::size_t count = pack_rdatas(type, rrclass_, rdatas_, chunk.octets);
  set.rdata_octets = static_cast<std::uint32_t>(chunk.octets.size() - set.rdata_at);
  set.signature_ttl = take_rdatas(signatures, set.mixed_signature_ttls);
  const std::size_t signature_count = pack_rdatas(RRType::RRSIG, rrclass_, rdatas_, chunk.octets);
  set.signature_octets =
      static_cast<std::uint32_t>(chunk.octets.size() - set.rdata_at - set.rdata_octets);
  if (count > max_records || signature_count > max_records ||
      chunk.octets.size() > max_chunk_octets) {
    return fail(ErrorCode::too_long, owner.text() + " " + text(type) +
                                         " is too large; an RRset has at most 65535 records, and "
                                         "a name at most 1 GB of them");
  }
  set.count = static_cast<std::uint16_t>(count);
  set.signature_count = static_cast<std::uint16_t>(signature_count);
  chunk.sets.push_back(set);
  return {};
}

// Leaves the RDATA of the records in rdatas_. Returns the lowest TTL.
std::uint32_t Packer::take_rdatas(std::span<const PackedRecord> records, bool& mixed) {
  rdatas_.clear();
  std::uint32_t ttl = Ttl::max_seconds;
  for (const PackedRecord& record : records) {
    mixed = mixed || record.of_mixed_ttls || (!rdatas_.empty() && record.ttl.seconds != ttl);
    ttl = std::min(ttl, record.ttl.seconds);
    rdatas_.push_back(record.rdata);
  }
  return rdatas_.empty() ? 0 : ttl;
}

void Packer::close(Sequence& sequence) {
  if (sequence.open->nodes.empty()) return;
  sequence.open->octets.shrink_to_fit();
  sequence.open->nodes.shrink_to_fit();
  sequence.open->sets.shrink_to_fit();
  sequence.chunks.push_back(std::exchange(sequence.open, std::make_shared<Chunk>()));
}

PackedZone Packer::finish() {
  close(names_);
  close(nsec3_);
  return {std::move(names_.chunks), std::move(nsec3_.chunks)};
}

}  // namespace vouch
