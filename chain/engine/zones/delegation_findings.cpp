// What the zone tells its parent, and what the parent says of the zone: CDS and CDNSKEY against the
// keys and DS, NS and glue against the zone's own.
#include <fmt/format.h>

#include <algorithm>

#include "chain/engine/zones/zone_findings.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::chain {
namespace {

class DelegationLooker {
 public:
  explicit DelegationLooker(const ZoneContent& content)
      : content_(content), zone_(content.zone.text()) {}

  std::vector<Finding> run();

 private:
  using Rdatas = std::vector<Octets>;

  Rdatas rdatas_of(const ServerContent& server, RRType type) const;
  void look_at_sync(const ServerContent& server);
  bool look_at_delete(const ServerContent& server, RRType type, const Rdatas& rdatas);
  void look_at_match(const ServerContent& server, const Rdatas& cds, const Rdatas& cdnskey);
  void look_at_ds(const ServerContent& server, const Rdatas& cds);
  void look_at_consistency(RRType type);
  void look_at_ns();
  void look_at_glue();
  void add(Finding finding);
  Finding of_apex(std::string code, Severity severity, RRType type,
                  std::vector<std::string> servers) const;

  const ZoneContent& content_;
  std::string zone_;
  std::vector<Finding> findings_;
};

Finding DelegationLooker::of_apex(std::string code, Severity severity, RRType type,
                                  std::vector<std::string> servers) const {
  Finding finding;
  finding.code = std::move(code);
  finding.severity = severity;
  finding.zone = content_.zone;
  finding.owner = content_.zone;
  finding.type = type;
  finding.servers = std::move(servers);
  finding.reference = "RFC 7344 section 4.1";
  return finding;
}

void DelegationLooker::add(Finding finding) {
  for (Finding& known : findings_) {
    if (known.code != finding.code || known.type != finding.type || known.text != finding.text)
      continue;
    known.servers.insert(known.servers.end(), finding.servers.begin(), finding.servers.end());
    return;
  }
  findings_.push_back(std::move(finding));
}

DelegationLooker::Rdatas DelegationLooker::rdatas_of(const ServerContent& server,
                                                     RRType type) const {
  Rdatas rdatas;
  const SignedRRset* found = server.find(content_.zone, type);
  if (found == nullptr) return rdatas;
  for (const OctetView rdata : found->rrset.rdatas())
    rdatas.emplace_back(rdata.begin(), rdata.end());
  return rdatas;
}

// Algorithm 0 asks the parent to take the DS out (RFC 8078 section 4). True where it is asked.
bool DelegationLooker::look_at_delete(const ServerContent& server, RRType type,
                                      const Rdatas& rdatas) {
  const std::size_t place = type == RRType::CDS ? 2 : 3;
  const Octets proper = type == RRType::CDS ? Octets{0, 0, 0, 0, 0} : Octets{0, 0, 3, 0, 0};
  const std::string word = text(type);
  const auto count = std::count_if(rdatas.begin(), rdatas.end(), [&](const Octets& each) {
    return each.size() > place && each[place] == 0;
  });
  if (count == 0) return false;
  if (rdatas.size() > 1) {
    Finding mixed =
        of_apex(word + "_DELETE_MULTIPLE_RECORDS", Severity::error, type, {server.name});
    mixed.reference = "RFC 8078 section 4";
    mixed.text = "a request to take the DS out stands beside other records, so that it is none";
    mixed.fix = fmt::format(
        "Decide: leave only the request, or only the {} of keys that stay. The "
        "DS at the parent stays until then.",
        word);
    add(std::move(mixed));
  } else if (rdatas.front() != proper) {
    Finding wrong =
        of_apex(word + "_INCORRECT_DELETE_VALUES", Severity::error, type, {server.name});
    wrong.reference = "RFC 8078 section 4";
    wrong.text = "a request to take the DS out has other values than " +
                 std::string(type == RRType::CDS ? "0 0 0 00" : "0 3 0 AA==");
    wrong.fix = "If the DS is to go, publish it with these values; if not, take it out.";
    add(std::move(wrong));
  } else {
    Finding pending = of_apex("CDS_DELETE_PENDING", Severity::notice, type, {server.name});
    pending.reference = "RFC 8078 section 4";
    pending.text = "the zone asks its parent to take its DS out";
    pending.fix = fmt::format("If {} is not to become unsigned, take this request out now.", zone_);
    add(std::move(pending));
  }
  return true;
}

void DelegationLooker::look_at_match(const ServerContent& server, const Rdatas& cds,
                                     const Rdatas& cdnskey) {
  const Rdatas keys = rdatas_of(server, RRType::DNSKEY);
  const auto has_key = [&](const Rdatas& among, const Octets& rdata) {
    const auto ds = rr::Ds::read(rdata);
    return std::any_of(among.begin(), among.end(), [&](const Octets& key) {
      return ds.ok() && ds_matches(*ds, content_.zone, key);
    });
  };
  const auto lacks_key = [&](const Octets& rdata) { return !has_key(keys, rdata); };
  const bool is_cds_lost = std::any_of(cds.begin(), cds.end(), lacks_key);
  const bool is_key_lost = std::any_of(cdnskey.begin(), cdnskey.end(), [&](const Octets& rdata) {
    return std::find(keys.begin(), keys.end(), rdata) == keys.end();
  });
  const std::string same = fmt::format(
      "Publish CDS and CDNSKEY of keys that {0} has: `vouch sign "
      "-o {0} --cds -f NEW ZONEFILE`.",
      zone_);
  for (const auto& [is_lost, type] :
       {std::pair{is_cds_lost, RRType::CDS}, std::pair{is_key_lost, RRType::CDNSKEY}}) {
    if (!is_lost) continue;
    Finding finding = of_apex(keys.empty() ? "CDS_WITHOUT_DNSKEY" : "CDS_NO_DNSKEY_MATCH",
                              Severity::warning, type, {server.name});
    finding.text = fmt::format(
        "a {} is of no key that the zone has: a parent that followed it "
        "would break the chain",
        text(type));
    finding.fix = same;
    add(std::move(finding));
  }
  if (cds.empty() || cdnskey.empty()) return;
  const bool differs = std::any_of(cds.begin(), cds.end(),
                                   [&](const Octets& each) { return !has_key(cdnskey, each); }) ||
                       std::any_of(cdnskey.begin(), cdnskey.end(), [&](const Octets& key) {
                         return std::none_of(cds.begin(), cds.end(), [&](const Octets& each) {
                           return rr::Ds::read(each).value().key_tag == key_tag(key);
                         });
                       });
  if (!differs) return;
  Finding finding =
      of_apex("CDNSKEY_INCONSISTENT_WITH_CDS", Severity::error, RRType::CDNSKEY, {server.name});
  finding.reference = "RFC 7344 section 4";
  finding.text = "CDS and CDNSKEY are of different keys";
  finding.fix = same;
  add(std::move(finding));
}

void DelegationLooker::look_at_ds(const ServerContent& server, const Rdatas& cds) {
  if (content_.ds.empty()) return;
  const auto is_in = [](const Rdatas& list, const Octets& each) {
    return std::find(list.begin(), list.end(), each) != list.end();
  };
  const bool is_same = std::all_of(cds.begin(), cds.end(),
                                   [&](const Octets& each) { return is_in(content_.ds, each); }) &&
                       std::all_of(content_.ds.begin(), content_.ds.end(),
                                   [&](const Octets& each) { return is_in(cds, each); });
  if (is_same) return;
  Finding finding =
      of_apex("CDS_INCONSISTENT_WITH_DS", Severity::notice, RRType::CDS, {server.name});
  finding.text = "the zone asks for another DS RRset than its parent has";
  finding.fix = fmt::format(
      "If the parent follows CDS, wait until it has. If it does not, have it change the DS of {}, "
      "and keep the keys of the present DS until then.",
      zone_);
  add(std::move(finding));
}

void DelegationLooker::look_at_sync(const ServerContent& server) {
  const Rdatas cds = rdatas_of(server, RRType::CDS);
  const Rdatas cdnskey = rdatas_of(server, RRType::CDNSKEY);
  const bool deletes_ds = look_at_delete(server, RRType::CDS, cds);
  const bool deletes_key = look_at_delete(server, RRType::CDNSKEY, cdnskey);
  if (deletes_ds || deletes_key || (cds.empty() && cdnskey.empty())) return;
  look_at_match(server, cds, cdnskey);
  if (!cds.empty()) look_at_ds(server, cds);
}

void DelegationLooker::look_at_consistency(RRType type) {
  const Rdatas* first = nullptr;
  std::vector<std::string> servers;
  std::vector<Rdatas> sets;
  for (const ServerContent& each : content_.servers) {
    if (!each.was_asked(content_.zone, type)) continue;
    sets.push_back(rdatas_of(each, type));
    servers.push_back(each.name);
  }
  for (const Rdatas& each : sets) {
    if (first == nullptr) first = &each;
    if (each == *first) continue;
    Finding finding = of_apex("MULTIPLE_" + text(type), Severity::error, type, servers);
    finding.reference = "RFC 7344 section 6.1";
    finding.concern = Concern::servers;
    finding.text = fmt::format("servers of the zone have different {} RRsets", text(type));
    finding.fix = "See that all servers have the same copy of the zone: compare the serials.";
    return add(std::move(finding));
  }
}

void DelegationLooker::look_at_ns() {
  const SignedRRset* own = content_.find(content_.zone, RRType::NS);
  if (own == nullptr || content_.parent_ns.empty()) return;
  std::set<Name> in_child;
  for (const OctetView rdata : own->rrset.rdatas()) {
    const auto target = rr::read_target(rdata);
    if (target.ok()) in_child.insert(Name(*target));
  }
  const auto missing = [](const std::set<Name>& from, const std::set<Name>& in) {
    std::string names;
    for (const Name& each : from) {
      if (in.count(each) == 0) names += (names.empty() ? "" : ", ") + each.text();
    }
    return names;
  };
  const std::string not_in_child = missing(content_.parent_ns, in_child);
  const std::string not_in_parent = missing(in_child, content_.parent_ns);
  for (const auto& [names, code, where] :
       {std::tuple{not_in_child, "NS_NAME_NOT_IN_CHILD", "the parent names {}, the zone does not"},
        std::tuple{not_in_parent, "NS_NAME_NOT_IN_PARENT",
                   "the zone names {}, its parent does not"}}) {
    if (names.empty()) continue;
    Finding finding = of_apex(code, Severity::warning, RRType::NS, {});
    finding.reference = "RFC 1034 section 4.2.2";
    finding.text = fmt::format(fmt::runtime(where), names);
    finding.fix = fmt::format(
        "Make the NS records of {} the same at the parent and in the zone; "
        "first see that each of these servers has the zone.",
        zone_);
    add(std::move(finding));
  }
}

void DelegationLooker::look_at_glue() {
  for (const auto& [name, addresses] : content_.glue) {
    if (!name.is_at_or_below(content_.zone)) continue;
    std::set<Octets> own;
    for (const RRType type : {RRType::A, RRType::AAAA}) {
      const SignedRRset* found = content_.find(name, type);
      if (found == nullptr) continue;
      for (const OctetView rdata : found->rrset.rdatas()) own.emplace(rdata.begin(), rdata.end());
    }
    const bool is_same = std::all_of(addresses.begin(), addresses.end(), [&](const Octets& each) {
      const bool was_seen =
          content_.find(name, each.size() == 4 ? RRType::A : RRType::AAAA) != nullptr;
      return !was_seen || own.count(each) != 0;
    });
    if (is_same) continue;
    Finding finding = of_apex("GLUE_MISMATCH", Severity::warning, RRType::NS, {});
    finding.owner = name;
    finding.reference = "RFC 9471 section 2";
    finding.text = "the parent has other addresses of the name server than the zone";
    finding.fix = fmt::format(
        "Correct the addresses of {} at the parent or in the zone, whichever "
        "are old.",
        name.text());
    add(std::move(finding));
  }
}

std::vector<Finding> DelegationLooker::run() {
  for (const ServerContent& each : content_.servers) look_at_sync(each);
  look_at_consistency(RRType::CDS);
  look_at_consistency(RRType::CDNSKEY);
  look_at_ns();
  look_at_glue();
  return std::move(findings_);
}

}  // namespace

std::vector<Finding> delegation_findings(const ZoneContent& content) {
  return DelegationLooker(content).run();
}

}  // namespace vouch::chain
