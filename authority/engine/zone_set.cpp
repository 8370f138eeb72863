#include "authority/engine/zone_set.hpp"

#include "vouch/name/label_index.hpp"

namespace vouch::authority {

ZoneSet::ZoneSet(std::vector<ServedZone> zones) {
  std::size_t size = 4;
  while (size < zones.size() * 2) size *= 2;
  slots_.assign(size, 0);
  for (auto& zone : zones) {
    std::size_t slot = NameHash{}(zone.apex) & (size - 1);
    while (slots_[slot] != 0 && zones_[slots_[slot] - 1].apex != zone.apex) {
      slot = (slot + 1) & (size - 1);
    }
    if (slots_[slot] != 0) {
      zones_[slots_[slot] - 1] = std::move(zone);
      continue;
    }
    const std::size_t depth = zone.apex.label_count();
    if (depths_.size() <= depth) depths_.resize(depth + 1, false);
    depths_[depth] = true;
    zones_.push_back(std::move(zone));
    slots_[slot] = static_cast<std::uint32_t>(zones_.size());
  }
}

const ServedZone* ZoneSet::at(NameView apex) const {
  if (slots_.empty()) return nullptr;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = NameHash{}(apex)&mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const ServedZone& zone = zones_[slots_[slot] - 1];
    if (zone.apex.view() == apex) return &zone;
  }
  return nullptr;
}

const ServedZone* ZoneSet::find_from(NameView name, std::size_t skipped) const {
  const LabelIndex labels(name);
  for (std::size_t first = skipped; first <= labels.count(); ++first) {
    const std::size_t depth = labels.count() - first;
    if (depth >= depths_.size() || !depths_[depth]) continue;
    if (const ServedZone* zone = at(labels.name_from(first))) return zone;
  }
  return nullptr;
}

}  // namespace vouch::authority
