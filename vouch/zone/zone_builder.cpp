#include "vouch/zone/zone_builder.hpp"

#include <algorithm>
#include <numeric>

#include "vouch/zone/name_order.hpp"
#include "vouch/zone/zone_assembly.hpp"

namespace vouch {
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
    // The same name many times is the usual case, and octets are sooner compared than labels.
    if (equal_octets(name_of(a).wire(), name_of(b).wire())) return false;
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
  Packer packer(apex_, rrclass_);
  const std::span<const Entry> all(records_);
  if (all.empty() || !(name_of(owners_[all.front().owner]) == apex_))
    VOUCH_CHECK(packer.add_empty(apex_));
  std::vector<PackedRecord> of_node;
  for (std::size_t i = 0; i < all.size();) {
    const std::uint32_t owner = all[i].owner;
    of_node.clear();
    for (; i < all.size() && all[i].owner == owner; ++i)
      of_node.push_back({all[i].type, Ttl{all[i].ttl}, rdata_of(all[i])});
    VOUCH_CHECK(packer.add(name_of(owners_[owner]), of_node));
  }
  ZonePtr zone = ZoneAssembly::make(apex_, rrclass_, packer.finish());
  octets_ = {};
  owners_ = {};
  records_ = {};
  return zone;
}

}  // namespace vouch
