// Servers of a zone that differ, or do not do EDNS as DNSSEC needs it.
#include <fmt/format.h>

#include "chain/engine/zones/zone_findings.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::chain {
namespace {

Finding of_zone(const ZoneContent& content, std::string code, RRType type) {
  Finding finding;
  finding.code = std::move(code);
  finding.severity = Severity::warning;
  finding.concern = Concern::servers;
  finding.zone = content.zone;
  finding.owner = content.zone;
  finding.type = type;
  return finding;
}

void add_serials(const ZoneContent& content, std::vector<Finding>& findings) {
  std::map<std::string, Serial> serials;
  std::optional<Serial> newest;
  for (const ServerContent& each : content.servers) {
    const SignedRRset* found = each.find(content.zone, RRType::SOA);
    if (found == nullptr) continue;
    const auto soa = rr::Soa::read(found->rrset.rdatas().front());
    if (!soa.ok()) continue;
    serials.insert({each.name, soa->serial});
    if (!newest || *newest < soa->serial) newest = soa->serial;
  }
  Finding finding = of_zone(content, "SERIAL_DIFFERS", RRType::SOA);
  std::string behind;
  for (const auto& [server, serial] : serials) {
    if (serial == *newest) continue;
    finding.servers.push_back(server);
    behind += (behind.empty() ? "" : ", ") + std::to_string(serial.value);
  }
  if (finding.servers.empty()) return;
  finding.text = fmt::format("these servers have serial {}, others {}", behind, newest->value);
  finding.reference = "RFC 1034 section 4.3.5";
  finding.fix =
      "If the zone has just changed, wait for the next transfer. Else look why these servers do "
      "not "
      "get it: NOTIFY, allowed transfers, their logs.";
  findings.push_back(std::move(finding));
}

void add_edns(const ZoneContent& content, std::vector<Finding>& findings) {
  Finding ignored = of_zone(content, "EDNS_IGNORED", RRType::SOA);
  ignored.text = "answers come without EDNS, though it was asked with it, and so without DNSSEC";
  ignored.reference = "RFC 6891 section 6.1.1";
  Finding cleared = of_zone(content, "EDNS_DO_CLEARED", RRType::SOA);
  cleared.text = "answers come without the DO flag, though it was asked with it";
  cleared.reference = "RFC 3225 section 3";
  for (const ServerContent& each : content.servers) {
    if (each.without_edns > 0) ignored.servers.push_back(each.name);
    if (each.without_do > 0) cleared.servers.push_back(each.name);
  }
  for (Finding* each : {&ignored, &cleared}) {
    each->fix =
        "Look at what these servers run, and at firewalls before them: what passes DNSSEC on has "
        "to answer with EDNS and the DO flag.";
    if (!each->servers.empty()) findings.push_back(std::move(*each));
  }
}

}  // namespace

std::vector<Finding> server_findings(const ZoneContent& content) {
  std::vector<Finding> findings;
  add_serials(content, findings);
  add_edns(content, findings);
  return findings;
}

}  // namespace vouch::chain
