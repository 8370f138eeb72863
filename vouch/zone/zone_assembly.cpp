#include "vouch/zone/zone_assembly.hpp"

namespace vouch {

ZonePtr ZoneAssembly::make(NameView apex, RRClass rrclass, PackedZone packed) {
  const std::shared_ptr<Zone> zone(new Zone());
  zone->apex_ = Name(apex);
  zone->apex_labels_ = apex.label_count();
  zone->rrclass_ = rrclass;
  zone->names_ = std::move(packed.names);
  zone->nsec3_ = std::move(packed.nsec3);
  for (const ChunkPtr& chunk : zone->names_) zone->node_count_ += chunk->size();
  for (const auto* chunks : {&zone->names_, &zone->nsec3_}) {
    for (const ChunkPtr& chunk : *chunks) {
      zone->record_count_ += chunk->counts().records;
      zone->rrset_count_ += chunk->counts().rrsets;
    }
  }
  return zone;
}

}  // namespace vouch
