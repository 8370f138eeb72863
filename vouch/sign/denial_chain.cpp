#include "vouch/sign/denial_chain.hpp"

#include <algorithm>
#include <thread>

#include "vouch/base/encoding.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/type_bitmap.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch {
namespace {

bool is_insecure_delegation(const ZoneNode& node) {
  return node.kind() == NodeKind::delegation && !node.has(RRType::DS);
}

// An NSEC is never all that a name has (RFC 4035 section 2.3).
bool has_nsec(const ZoneNode& node) {
  return node.kind() == NodeKind::delegation ||
         (node.kind() == NodeKind::authoritative && !denied_types(node).empty());
}

void append_bitmap(Octets& to, const ZoneNode& node, RRType denial) {
  std::vector<RRType> types = denied_types(node);
  if (denial == RRType::NSEC) types.push_back(RRType::NSEC);
  if (denial == RRType::NSEC || has_signed_rrset(node)) types.push_back(RRType::RRSIG);
  rr::TypeBitmap::append(to, types);
}

// Names that have an NSEC3, in canonical order.
std::vector<ZoneNode> nodes_to_hash(const Zone& zone, bool opt_out) {
  std::vector<ZoneNode> chosen;
  std::vector<ZoneNode> waiting;  // empty non-terminals above the node in hand, not chosen yet
  for (const ZoneNode node : zone.nodes()) {
    while (!waiting.empty() && !node.owner().is_below(waiting.back().owner())) waiting.pop_back();
    if (node.kind() == NodeKind::occluded) continue;
    if (node.kind() == NodeKind::empty && opt_out) {
      waiting.push_back(node);
      continue;
    }
    if (opt_out && is_insecure_delegation(node)) continue;
    chosen.insert(chosen.end(), waiting.begin(), waiting.end());
    waiting.clear();
    chosen.push_back(node);
  }
  return chosen;
}

}  // namespace

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

std::vector<DenialRecord> nsec_chain(const Zone& zone) {
  std::vector<ZoneNode> nodes;
  for (const ZoneNode node : zone.nodes()) {
    if (has_nsec(node)) nodes.push_back(node);
  }
  std::vector<DenialRecord> chain;
  chain.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    DenialRecord record{Name(nodes[i].owner()), {}};
    append_octets(record.rdata, nodes[(i + 1) % nodes.size()].owner().wire());
    append_bitmap(record.rdata, nodes[i], RRType::NSEC);
    chain.push_back(std::move(record));
  }
  return chain;
}

Result<std::vector<HashedNode>> hashed_nodes(const Zone& zone, const Nsec3Settings& settings) {
  std::vector<HashedNode> hashed;
  for (const ZoneNode node : nodes_to_hash(zone, settings.opt_out)) hashed.push_back({{}, node});
  const auto hash_part = [&](std::size_t part, std::size_t parts) {
    for (std::size_t i = hashed.size() * part / parts; i < hashed.size() * (part + 1) / parts;
         ++i) {
      hashed[i].hash = nsec3_hash(hashed[i].node.owner(), settings.iterations, settings.salt);
    }
  };
  const std::size_t parts = std::max(1U, settings.threads);
  std::vector<std::thread> threads;
  for (std::size_t part = 1; part < parts; ++part) threads.emplace_back(hash_part, part, parts);
  hash_part(0, parts);
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

Result<std::vector<DenialRecord>> nsec3_chain(const Zone& zone, const Nsec3Settings& settings) {
  VOUCH_TRY(const std::vector<HashedNode> hashed, hashed_nodes(zone, settings));
  std::vector<DenialRecord> chain;
  chain.reserve(hashed.size());
  for (std::size_t i = 0; i < hashed.size(); ++i) {
    const std::string label = base32hex_text(hashed[i].hash);
    VOUCH_TRY(Name owner, Name::prepend(octets_of(label), zone.apex()));
    DenialRecord record{std::move(owner), {}};
    WireWriter writer(record.rdata);
    writer.u8(rr::Nsec3::sha1);
    writer.u8(settings.opt_out ? rr::Nsec3::opt_out_flag : std::uint8_t{0});
    writer.u16(settings.iterations);
    writer.u8(static_cast<std::uint8_t>(settings.salt.size()));
    writer.octets(settings.salt);
    const Nsec3Hash& next = hashed[(i + 1) % hashed.size()].hash;
    writer.u8(static_cast<std::uint8_t>(next.size()));
    writer.octets(next);
    append_bitmap(record.rdata, hashed[i].node, RRType::NSEC3);
    chain.push_back(std::move(record));
  }
  return chain;
}

}  // namespace vouch
