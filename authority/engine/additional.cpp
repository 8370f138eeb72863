#include "authority/engine/additional.hpp"

namespace vouch::authority {
namespace {

constexpr RRType address_types[] = {RRType::A, RRType::AAAA};

/// Where the target's name stands in the RDATA of the types that have additional section
/// processing; nothing for others.
std::optional<std::size_t> target_offset(RRType type) {
  switch (type) {
    case RRType::NS: return 0;
    case RRType::MX:
    case RRType::AFSDB:
    case RRType::RT:
    case RRType::KX:
    case RRType::SVCB:
    case RRType::HTTPS: return 2;
    case RRType::SRV: return 6;
    default: return {};
  }
}

NameView target_of(OctetView rdata, std::size_t offset) {
  WireReader reader(rdata, offset);
  const auto name = NameView::read(reader);
  return name.ok() ? *name : NameView();
}

/// False where an address RRset does not fit.
bool add_addresses_of(const ZoneNode& node, Response& response) {
  bool all = true;
  for (const RRType type : address_types) {
    if (const auto set = node.find(type)) all = response.add_additional(node.owner(), *set) && all;
  }
  return all;
}

}  // namespace

bool has_targets(RRType type) { return target_offset(type).has_value(); }

void add_addresses(const Zone& zone, const RRsetView& rrset, Response& response) {
  const auto offset = target_offset(rrset.type);
  if (!offset) return;
  for (const OctetView rdata : rrset.rdatas) {
    const NameView target = target_of(rdata, *offset);
    if (!target.is_at_or_below(zone.apex())) continue;
    const auto node = zone.find(target);
    if (!node || (node->kind() == NodeKind::occluded && rrset.type != RRType::NS)) continue;
    add_addresses_of(*node, response);
  }
}

void add_glue(const Zone& zone, const ZoneRRset& delegation, Response& response) {
  const NameView cut = delegation.rrset.owner;
  bool others = false;
  for (const OctetView rdata : delegation.rrset.rdatas) {
    const NameView target = target_of(rdata, 0);
    if (!target.is_at_or_below(cut)) {
      others = others || target.is_at_or_below(zone.apex());
      continue;
    }
    const auto node = zone.find(target);
    if (node && !add_addresses_of(*node, response)) {
      response.set_truncated();
      return;
    }
  }
  if (!others) return;
  for (const OctetView rdata : delegation.rrset.rdatas) {
    const NameView target = target_of(rdata, 0);
    if (target.is_at_or_below(cut) || !target.is_at_or_below(zone.apex())) continue;
    if (const auto node = zone.find(target)) add_addresses_of(*node, response);
  }
}

}  // namespace vouch::authority
