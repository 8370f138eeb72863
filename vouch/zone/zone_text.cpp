#include "vouch/zone/zone_text.hpp"

#include "vouch/zonefile/printer.hpp"

namespace vouch {
namespace {

constexpr std::size_t piece = 64 * 1024;

void append_set(std::string& text, const ZoneRRset& set) {
  append_rrset_text(text, set.rrset);
  append_rrset_text(text, set.signatures);
}

}  // namespace

Result<void> write_zone_text(const Zone& zone,
                             const std::function<Result<void>(std::string_view)>& sink) {
  std::string text;
  if (const auto soa = zone.find(zone.apex(), RRType::SOA)) append_set(text, *soa);
  for (const ZoneWalk& walk : {zone.nodes(), zone.nsec3_nodes()}) {
    for (const ZoneNode node : walk) {
      for (std::size_t i = 0; i < node.rrset_count(); ++i) {
        const ZoneRRset set = node.rrset(i);
        if (set.rrset.type != RRType::SOA || !node.is_apex()) append_set(text, set);
      }
      if (text.size() < piece) continue;
      VOUCH_CHECK(sink(text));
      text.clear();
    }
  }
  return sink(text);
}

}  // namespace vouch
