#include "vouch/zone/zone.hpp"

#include <algorithm>
#include <unordered_set>

#include "vouch/base/encoding.hpp"
#include "vouch/name/label_index.hpp"
#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/rr/typed/zone.hpp"
#include "vouch/zone/packed/chunk.hpp"
#include "vouch/zone/packed/name_order.hpp"

namespace vouch {

// --- ZoneNode

ZoneNode::ZoneNode(const Zone& zone, const Chunk& chunk, std::size_t chunk_index,
                   std::size_t node_index)
    : zone_(&zone),
      chunk_index_(static_cast<std::uint32_t>(chunk_index)),
      node_index_(static_cast<std::uint32_t>(node_index)) {
  const Chunk::Spot spot = chunk.at(node_index);
  block_ = spot.block;
  node_ = spot.node;
}

NameView ZoneNode::owner() const { return block_->owner(*node_); }
NodeKind ZoneNode::kind() const { return static_cast<NodeKind>(node_->kind); }
bool ZoneNode::is_apex() const { return node_->owner_octets == zone_->apex_.size(); }
std::size_t ZoneNode::rrset_count() const { return node_->set_count; }

bool ZoneNode::has_wildcard_child() const {
  const auto wildcard = Name::wildcard_of(owner());
  return wildcard.ok() && zone_->find(*wildcard).has_value();
}

ZoneRRset ZoneNode::rrset(std::size_t i) const {
  const PackedSet set = block_->set(*node_, i);
  const NameView name = owner();
  return {{name, set.type, zone_->rrclass_, Ttl{set.ttl}, {set.rdata, set.count}},
          {name,
           RRType::RRSIG,
           zone_->rrclass_,
           Ttl{set.signature_ttl},
           {set.signatures, set.signature_count}},
          set.mixed_ttls || set.mixed_signature_ttls};
}

std::optional<ZoneRRset> ZoneNode::find(RRType type) const {
  for (std::size_t i = 0; i < node_->set_count; ++i) {
    if (block_->set_type(*node_, i) != type) continue;
    const ZoneRRset found = rrset(i);
    if (!found.rrset.empty()) return found;
  }
  return std::nullopt;
}

bool ZoneNode::has(RRType type) const { return block_->holds(*node_, type); }

// --- ZoneWalk

ZoneNode ZoneWalk::Iterator::operator*() const {
  return {*walk_->zone_, *(*walk_->chunks_)[chunk_], chunk_, node_};
}

ZoneWalk::Iterator& ZoneWalk::Iterator::operator++() {
  if (++node_ == (*walk_->chunks_)[chunk_]->size()) {
    ++chunk_;
    node_ = 0;
  }
  return *this;
}

bool ZoneWalk::Iterator::skip_shared_chunk(Iterator& other) {
  const bool shared = node_ == 0 && other.node_ == 0 &&
                      (*walk_->chunks_)[chunk_] == (*other.walk_->chunks_)[other.chunk_];
  if (!shared) return false;
  ++chunk_;
  ++other.chunk_;
  return true;
}

// --- Zone

Serial Zone::serial() const {
  const auto soa_set = find(apex_, RRType::SOA);
  if (!soa_set) return {};
  const auto soa = rr::Soa::read(soa_set->rrset.rdatas.front());
  return soa.ok() ? soa->serial : Serial{};
}

std::size_t Zone::octets_used() const {
  std::unordered_set<const void*> counted;
  return octets_but(counted);
}

std::size_t Zone::octets_beside(const Zone& other) const {
  std::unordered_set<const void*> counted;
  other.octets_but(counted);
  return octets_but(counted);
}

// The octets of chunks and blocks that are not among those counted, which they become.
std::size_t Zone::octets_but(std::unordered_set<const void*>& counted) const {
  std::size_t octets = sizeof *this;
  for (const auto* chunks : {&names_, &nsec3_}) {
    for (const ChunkPtr& chunk : *chunks) {
      octets += sizeof(ChunkPtr);
      if (!counted.insert(chunk.get()).second) continue;
      octets += chunk->own_octets();
      for (const Block* block : {chunk->base().get(), chunk->patch().get()}) {
        if (block != nullptr && counted.insert(block).second) octets += block->octets_used();
      }
    }
  }
  return octets;
}

std::size_t Zone::chunks_shared_with(const Zone& other) const {
  std::unordered_set<const Chunk*> of_other;
  for (const auto* chunks : {&other.names_, &other.nsec3_}) {
    for (const ChunkPtr& chunk : *chunks) of_other.insert(chunk.get());
  }
  std::size_t shared = 0;
  for (const auto* chunks : {&names_, &nsec3_}) {
    for (const ChunkPtr& chunk : *chunks) shared += of_other.count(chunk.get());
  }
  return shared;
}

// Most names differ in the first octets of their keys, which are kept with the nodes, and most of
// the others in those that follow.
std::optional<ZoneNode> Zone::at_or_before(const std::vector<ChunkPtr>& chunks,
                                           NameView name) const {
  const NameWords words = name_words(name, apex_.size());
  const auto is_before = [&](const Chunk::Spot& spot) {
    const std::uint64_t other = spot.node->order;
    if (words.first != other) return words.first < other;
    const NameView owner = spot.owner();
    const NameWords theirs = name_words(owner, apex_.size());
    return words.second != theirs.second ? words.second < theirs.second
                                         : !theirs.is_last() && name < owner;
  };
  const auto after =
      std::upper_bound(chunks.begin(), chunks.end(), name, [&](NameView, const ChunkPtr& chunk) {
        if (words.first != chunk->first_order()) return words.first < chunk->first_order();
        return is_before(chunk->at(0));
      });
  if (after == chunks.begin()) return std::nullopt;
  const Chunk& chunk = **(after - 1);
  std::size_t low = 0;
  std::size_t high = chunk.size();
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (is_before(chunk.at(middle)) ? high : low) = middle;
  }
  return ZoneNode(*this, chunk, static_cast<std::size_t>(after - 1 - chunks.begin()), low);
}

std::optional<ZoneNode> Zone::find(NameView name) const {
  auto node = at_or_before(names_, name);
  if (!node || !(node->owner() == name)) return std::nullopt;
  return node;
}

std::optional<ZoneRRset> Zone::find(NameView name, RRType type) const {
  const auto node = find(name);
  if (!node) return std::nullopt;
  return node->find(type);
}

// The longest existing ancestor is the longest that the name shares with its neighbour before it,
// or with the one after: since empty non-terminals are nodes, it is among the ancestors of the
// neighbour before.
Zone::Place Zone::place(NameView name) const {
  const auto before = at_or_before(names_, name);
  const bool exact = before->owner() == name;
  const NameView encloser = exact ? name : before->owner().common_ancestor(name);
  Place place{std::nullopt, *before, std::nullopt, std::nullopt, std::nullopt};
  if (exact) {
    place.node = before;
  } else {
    place.closest_encloser = *find(encloser);
  }
  const LabelIndex labels(name);
  for (std::size_t i = labels.count() - apex_labels_; i-- > 0 && !place.cut && !place.dname;) {
    // Ancestors from the top down, the name itself last; below the closest encloser nothing exists.
    const NameView ancestor = labels.name_from(i);
    if (ancestor.size() > encloser.size()) break;
    const auto node = exact && i == 0 ? place.node : find(ancestor);
    if (!node) break;
    if (node->kind() == NodeKind::delegation) place.cut = node;
    if (i > 0 && node->has(RRType::DNAME)) place.dname = node;
  }
  if (!place.cut && name.size() > apex_.size()) {
    const auto apex = find(apex_);
    if (apex->has(RRType::DNAME)) place.dname = apex;
  }
  if (!exact) {
    const auto wildcard = Name::wildcard_of(encloser);
    if (wildcard.ok()) place.wildcard = find(*wildcard);
  }
  return place;
}

std::optional<ZoneNode> Zone::nsec_at_or_before(NameView name) const {
  const auto start = at_or_before(names_, name);
  if (!start) return std::nullopt;
  // Names without an NSEC are empty non-terminals and occluded names; the search ends at the apex
  // and wraps once.
  std::size_t chunk = start->chunk_index_;
  std::size_t node = start->node_index_ + 1U;
  for (std::size_t steps = node_count_ + 1; steps > 0; --steps) {
    if (node == 0) {
      chunk = (chunk == 0 ? names_.size() : chunk) - 1;
      node = names_[chunk]->size();
    }
    --node;
    const ZoneNode candidate(*this, *names_[chunk], chunk, node);
    if (candidate.has(RRType::NSEC)) return candidate;
  }
  return std::nullopt;
}

std::optional<Zone::Nsec3Chain> Zone::nsec3_chain() const {
  const auto set = find(apex_, RRType::NSEC3PARAM);
  if (!set) return std::nullopt;
  for (const OctetView rdata : set->rrset.rdatas) {
    const auto parameters = rr::Nsec3param::read(rdata);
    if (parameters.ok() && parameters->flags == 0 &&
        parameters->hash_algorithm == rr::Nsec3::sha1) {
      return Nsec3Chain{parameters->iterations, parameters->salt};
    }
  }
  return std::nullopt;
}

std::optional<ZoneNode> Zone::nsec3_at_or_before(OctetView hash) const {
  if (nsec3_.empty()) return std::nullopt;
  const std::string label = base32hex_text(hash);
  const auto owner = Name::prepend(octets_of(label), apex_);
  if (!owner.ok()) return std::nullopt;
  const auto node = at_or_before(nsec3_, *owner);
  if (node) return node;
  const Chunk& last = *nsec3_.back();
  return ZoneNode(*this, last, nsec3_.size() - 1, last.size() - 1);
}

}  // namespace vouch
