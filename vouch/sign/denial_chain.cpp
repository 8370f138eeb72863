#include "vouch/sign/denial_chain.hpp"

#include <algorithm>
#include <thread>

#include "vouch/crypto/nsec3_hashes.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch {
namespace {

bool is_insecure_delegation(const ZoneNode& node) {
  return node.kind() == NodeKind::delegation && !node.has(RRType::DS);
}

// Names that may have an NSEC3, in canonical order, not hashed yet.
std::vector<HashedNode> nodes_to_hash(const Zone& zone) {
  std::vector<HashedNode> nodes;
  nodes.reserve(zone.node_count());
  // Empty non-terminals above the node in hand that nothing needs so far.
  std::vector<std::size_t> waiting;
  for (const ZoneNode node : zone.nodes()) {
    while (!waiting.empty() && !node.owner().is_below(nodes[waiting.back()].node.owner()))
      waiting.pop_back();
    if (node.kind() == NodeKind::occluded) continue;
    const bool needs_record = node.kind() != NodeKind::empty && !is_insecure_delegation(node);
    if (needs_record) {
      for (const std::size_t above : waiting) nodes[above].needs_record = true;
      waiting.clear();
    } else if (node.kind() == NodeKind::empty) {
      waiting.push_back(nodes.size());
    }
    nodes.push_back({{}, node, needs_record});
  }
  return nodes;
}

void hash_nodes(std::span<HashedNode> nodes, const Nsec3Settings& settings) {
  constexpr std::size_t at_once = 512;
  std::vector<NameView> names;
  std::vector<Nsec3Hash> hashes(std::min(at_once, nodes.size()));
  for (std::size_t done = 0; done < nodes.size(); done += names.size()) {
    names.clear();
    for (std::size_t i = done; i < nodes.size() && names.size() < at_once; ++i)
      names.push_back(nodes[i].node.owner());
    nsec3_hashes(names, settings.iterations, settings.salt, std::span(hashes).first(names.size()));
    for (std::size_t i = 0; i < names.size(); ++i) nodes[done + i].hash = hashes[i];
  }
}

}  // namespace

// An NSEC is never all that a name has (RFC 4035 section 2.3).
bool needs_nsec(const ZoneNode& node) {
  if (node.kind() == NodeKind::delegation) return true;
  if (node.kind() != NodeKind::authoritative) return false;
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const RRsetView rrset = node.rrset(i).rrset;
    if (!rrset.empty() && rrset.type != RRType::NSEC) return true;
  }
  return false;
}

Ttl denial_ttl(const Zone& zone) {
  const auto set = zone.find(zone.apex(), RRType::SOA);
  if (!set) return {};
  const auto soa = rr::Soa::read(set->rrset.rdatas.front());
  return std::min(set->rrset.ttl, soa.ok() ? Ttl::from_wire(soa->minimum) : set->rrset.ttl);
}

std::vector<RRType> denied_types(const ZoneNode& node) {
  std::vector<RRType> types;
  if (node.kind() == NodeKind::empty) return types;
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const ZoneRRset set = node.rrset(i);
    const RRType type = set.rrset.type;
    if (set.rrset.empty() || type == RRType::NSEC) continue;
    if (node.kind() == NodeKind::delegation && type != RRType::NS && type != RRType::DS) continue;
    types.push_back(type);
  }
  return types;
}

bool has_signed_rrset(const ZoneNode& node) {
  if (node.kind() == NodeKind::delegation) return node.has(RRType::DS);
  return node.kind() == NodeKind::authoritative;
}

Result<std::vector<HashedNode>> hashed_nodes(const Zone& zone, const Nsec3Settings& settings) {
  std::vector<HashedNode> hashed = nodes_to_hash(zone);
  if (settings.opt_out)
    std::erase_if(hashed, [](const HashedNode& node) { return !node.needs_record; });
  const std::size_t parts = std::max(1U, settings.threads);
  const auto hash_part = [&](std::size_t part) {
    const std::size_t begin = hashed.size() * part / parts;
    const std::size_t end = hashed.size() * (part + 1) / parts;
    hash_nodes(std::span(hashed).subspan(begin, end - begin), settings);
  };
  std::vector<std::thread> threads;
  for (std::size_t part = 1; part < parts; ++part) threads.emplace_back(hash_part, part);
  hash_part(0);
  for (std::thread& thread : threads) thread.join();

  std::sort(hashed.begin(), hashed.end(),
            [](const HashedNode& a, const HashedNode& b) { return a.hash < b.hash; });
  const auto twin =
      std::adjacent_find(hashed.begin(), hashed.end(),
                         [](const HashedNode& a, const HashedNode& b) { return a.hash == b.hash; });
  if (twin != hashed.end()) {
    return fail(ErrorCode::bad_zone, twin->node.owner().text() + " and " +
                                         (twin + 1)->node.owner().text() +
                                         " have the same NSEC3 hash; sign with another salt");
  }
  return hashed;
}

}  // namespace vouch
