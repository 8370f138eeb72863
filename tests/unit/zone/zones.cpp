#include "tests/unit/zone/zones.hpp"

#include <gtest/gtest.h>

#include "vouch/zone/zone_load.hpp"

namespace vouch::testing {
namespace {

void append_lines(std::string& to, const RRsetView& rrset) {
  for (const OctetView rdata : rrset.rdatas) {
    to += "\n  " + std::to_string(rrset.ttl.seconds) + " " + text(rrset.type) + " " +
          rdata_text(rrset.type, rrset.rrclass, rdata);
  }
}

std::string line_of(const ZoneNode& node) {
  static constexpr const char* kinds[] = {"authoritative", "delegation", "occluded", "empty"};
  std::string line =
      Name::lowered(node.owner()).text() + " " + kinds[static_cast<std::size_t>(node.kind())];
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const ZoneRRset set = node.rrset(i);
    append_lines(line, set.rrset);
    append_lines(line, set.signatures);
    if (set.mixed_ttls) line += " mixed";
  }
  return line;
}

}  // namespace

Name name(std::string_view of) { return Name::parse(of).value(); }

Record record(std::string_view owner, RRType type, std::string_view rdata, std::uint32_t ttl) {
  return {name(owner), type, RRClass::IN, Ttl{ttl},
          parse_rdata_text(type, RRClass::IN, rdata).value()};
}

ZonePtr load(const std::string& zone_text) {
  ZoneFileReader reader = ZoneFileReader::from_text(zone_text, "zone", {});
  LoadedZone loaded = load_zone(reader, std::nullopt);
  for (const Error& error : loaded.errors) ADD_FAILURE() << error.message();
  return loaded.zone;
}

std::vector<std::string> lines_of(const Zone& zone) {
  std::vector<std::string> lines;
  for (const ZoneWalk& walk : {zone.nodes(), zone.nsec3_nodes()}) {
    for (const ZoneNode node : walk) lines.push_back(line_of(node));
  }
  return lines;
}

}  // namespace vouch::testing
