#include "vouch/zone/zone_records.hpp"

namespace vouch {

std::vector<Record> zone_records(const Zone& zone) {
  std::vector<Record> records;
  const auto add = [&](const RRsetView& rrset) {
    for (const OctetView rdata : rrset.rdatas) {
      records.push_back({Name(rrset.owner), rrset.type, rrset.rrclass, rrset.ttl,
                         Octets(rdata.begin(), rdata.end())});
    }
  };
  for (const ZoneWalk& walk : {zone.nodes(), zone.nsec3_nodes()}) {
    for (const ZoneNode node : walk) {
      for (std::size_t i = 0; i < node.rrset_count(); ++i) {
        add(node.rrset(i).rrset);
        add(node.rrset(i).signatures);
      }
    }
  }
  return records;
}

}  // namespace vouch
