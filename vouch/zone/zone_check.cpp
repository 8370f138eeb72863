#include "vouch/zone/zone_check.hpp"

#include "vouch/rr/typed/zone.hpp"

namespace vouch {
namespace {

struct IssueRow {
  std::string_view code;
  ZoneIssueSeverity severity;
  std::string_view reference;
  std::string_view sentence;
};

constexpr IssueRow rows[] = {
#define VOUCH_ZONE_ISSUE(id, code, severity, reference, sentence) \
  {code, ZoneIssueSeverity::severity, reference, sentence},
#include "vouch/zone/zone_issues.def"
#undef VOUCH_ZONE_ISSUE
};

const IssueRow& row_of(ZoneIssueCode code) { return rows[static_cast<std::size_t>(code)]; }

// Types that may stand beside a CNAME (RFC 4035 section 2.5).
bool may_be_beside_cname(RRType type) {
  return type == RRType::CNAME || type == RRType::NSEC || type == RRType::KEY ||
         type == RRType::SIG || type == RRType::NXT;
}

bool is_decimal_octet(OctetView label) {
  unsigned number = 0;
  for (const std::uint8_t octet : label) {
    if (octet < '0' || octet > '9') return false;
    number = number * 10 + (octet - '0');
  }
  return !label.empty() && label.size() <= 3 && number <= 255;
}

// Whether somebody wrote `192.0.2.1` where a name belongs: four numbers below the apex, or below
// the root.
bool is_address_text(NameView name, NameView apex) {
  const OctetView wire = name.wire();
  std::size_t at = 0;
  for (int i = 0; i < 4; ++i) {
    if (wire[at] == 0 || !is_decimal_octet(wire.subspan(at + 1, wire[at]))) return false;
    at += wire[at] + 1U;
  }
  const NameView rest = NameView::trusted(wire.subspan(at));
  return rest.is_root() || rest == apex;
}

class Checker {
 public:
  Checker(const Zone& zone, std::size_t limit, ZoneIssueSeverity least)
      : zone_(zone), limit_(limit), least_(least) {}

  std::vector<ZoneIssue> run(const std::function<void(std::size_t)>& progress);

 private:
  void add(ZoneIssueCode code, NameView owner, RRType type, std::string detail = {},
           OctetView rdata = {});
  void check_node(const ZoneNode& node);
  void check_aliases(const ZoneNode& node);
  void check_apex(const ZoneNode& node);
  void check_soa(RRsetView soa);
  void check_occluded(const ZoneNode& node);
  void check_servers(const ZoneNode& node, RRsetView ns);
  void check_targets(const ZoneNode& node, RRsetView rrset);
  bool is_alias(NameView name) const { return zone_.find(name, RRType::CNAME).has_value(); }
  bool lacks_address(NameView name) const;
  bool has_address(NameView name) const {
    return zone_.find(name, RRType::A) || zone_.find(name, RRType::AAAA);
  }

  const Zone& zone_;
  std::size_t limit_;
  ZoneIssueSeverity least_;
  std::vector<ZoneIssue> issues_;
};

void Checker::add(ZoneIssueCode code, NameView owner, RRType type, std::string detail,
                  OctetView rdata) {
  if (issues_.size() < limit_ && severity(code) >= least_)
    issues_.push_back(
        {code, Name(owner), type, std::move(detail), Octets(rdata.begin(), rdata.end())});
}

void Checker::check_aliases(const ZoneNode& node) {
  const auto cname = node.find(RRType::CNAME);
  if (cname) {
    if (cname->rrset.size() > 1) add(ZoneIssueCode::several_cnames, node.owner(), RRType::CNAME);
    for (std::size_t i = 0; i < node.rrset_count(); ++i) {
      const RRsetView other = node.rrset(i).rrset;
      if (other.empty() || may_be_beside_cname(other.type)) continue;
      add(ZoneIssueCode::cname_and_others, node.owner(), RRType::CNAME, text(other.type));
      break;
    }
  }
  const auto dname = node.find(RRType::DNAME);
  if (!dname) return;
  if (dname->rrset.size() > 1) add(ZoneIssueCode::several_dnames, node.owner(), RRType::DNAME);
  if (node.kind() == NodeKind::delegation)
    add(ZoneIssueCode::dname_beside_ns, node.owner(), RRType::DNAME);
  if (node.is_wildcard()) add(ZoneIssueCode::dname_at_wildcard, node.owner(), RRType::DNAME);
}

void Checker::check_soa(RRsetView soa_set) {
  if (soa_set.size() > 1) add(ZoneIssueCode::several_soa, zone_.apex(), RRType::SOA);
  const auto soa = rr::Soa::read(soa_set.rdatas.front());
  if (!soa.ok()) return;
  if (soa->retry >= soa->refresh)
    add(ZoneIssueCode::retry_not_below_refresh, zone_.apex(), RRType::SOA);
  if (soa->expire <= std::uint64_t{soa->refresh} + soa->retry)
    add(ZoneIssueCode::expire_low, zone_.apex(), RRType::SOA);
}

void Checker::check_apex(const ZoneNode& node) {
  if (const auto soa = node.find(RRType::SOA)) check_soa(soa->rrset);
  if (!node.has(RRType::NS)) add(ZoneIssueCode::no_apex_ns, node.owner(), RRType::NS);
}

// Addresses below a delegation are glue; anything else there, and anything below a DNAME, is lost.
void Checker::check_occluded(const ZoneNode& node) {
  const Zone::Place place = zone_.place(node.owner());
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const RRType type = node.rrset(i).rrset.type;
    const bool is_address = type == RRType::A || type == RRType::AAAA;
    if (!place.cut) {
      add(ZoneIssueCode::data_below_dname, node.owner(), type);
    } else if (!is_address) {
      add(ZoneIssueCode::data_below_cut, node.owner(), type);
    }
  }
}

void Checker::check_servers(const ZoneNode& node, RRsetView ns) {
  if (node.is_wildcard()) add(ZoneIssueCode::ns_at_wildcard, node.owner(), RRType::NS);
  for (const OctetView rdata : ns.rdatas) {
    const auto target = rr::read_target(rdata);
    if (target.ok() && is_address_text(*target, zone_.apex()) && !has_address(*target)) {
      add(ZoneIssueCode::ns_is_address, node.owner(), RRType::NS, target->text(), rdata);
      continue;
    }
    if (!target.ok() || !target->is_at_or_below(zone_.apex())) continue;
    const Zone::Place place = zone_.place(*target);
    if (is_alias(*target)) {
      add(ZoneIssueCode::ns_is_alias, node.owner(), RRType::NS, target->text(), rdata);
    } else if (has_address(*target) || (!place.node && place.wildcard)) {
      continue;
    } else if (node.kind() == NodeKind::delegation && target->is_at_or_below(node.owner())) {
      add(ZoneIssueCode::missing_glue, node.owner(), RRType::NS, target->text(), rdata);
    } else if (!place.cut) {
      add(ZoneIssueCode::missing_address, node.owner(), RRType::NS, target->text(), rdata);
    }
  }
}

// Whether the zone answers for the name and has neither an address nor an alias that may lead to
// one.
bool Checker::lacks_address(NameView name) const {
  if (!name.is_at_or_below(zone_.apex()) || has_address(name)) return false;
  const Zone::Place place = zone_.place(name);
  return !place.cut && !place.dname && (place.node || !place.wildcard);
}

void Checker::check_targets(const ZoneNode& node, RRsetView rrset) {
  const bool is_mx = rrset.type == RRType::MX;
  const std::size_t before = is_mx ? 2 : 6;  // octets before the name
  for (const OctetView rdata : rrset.rdatas) {
    const auto target = rr::read_target(rdata.subspan(before));
    if (!target.ok() || target->is_root()) continue;
    std::optional<ZoneIssueCode> code;
    if (is_alias(*target)) {
      code = is_mx ? ZoneIssueCode::mx_is_alias : ZoneIssueCode::srv_is_alias;
    } else if (is_mx && is_address_text(*target, zone_.apex()) && !has_address(*target)) {
      code = ZoneIssueCode::mx_is_address;
    } else if (lacks_address(*target)) {
      code = is_mx ? ZoneIssueCode::mx_without_address : ZoneIssueCode::srv_without_address;
    }
    if (code) add(*code, node.owner(), rrset.type, target->text(), rdata);
  }
}

void Checker::check_node(const ZoneNode& node) {
  if (node.kind() == NodeKind::occluded) return check_occluded(node);
  if (node.is_apex()) check_apex(node);
  check_aliases(node);
  for (std::size_t i = 0; i < node.rrset_count(); ++i) {
    const ZoneRRset each = node.rrset(i);
    if (each.rrset.empty()) continue;
    const RRType type = each.rrset.type;
    if (each.mixed_ttls) add(ZoneIssueCode::mixed_ttls, node.owner(), type);
    if (type == RRType::SOA && !node.is_apex())
      add(ZoneIssueCode::soa_below_apex, node.owner(), type);
    if (type == RRType::DS && node.kind() != NodeKind::delegation)
      add(ZoneIssueCode::ds_without_cut, node.owner(), type);
    if (type == RRType::NS) check_servers(node, each.rrset);
    if (type == RRType::MX || type == RRType::SRV) check_targets(node, each.rrset);
  }
}

std::vector<ZoneIssue> Checker::run(const std::function<void(std::size_t)>& progress) {
  std::size_t done = 0;
  for (const ZoneNode node : zone_.nodes()) {
    check_node(node);
    if (progress) progress(++done);
  }
  return std::move(issues_);
}

}  // namespace

std::string_view text(ZoneIssueCode code) { return row_of(code).code; }
std::string_view sentence(ZoneIssueCode code) { return row_of(code).sentence; }
std::string_view reference(ZoneIssueCode code) { return row_of(code).reference; }
ZoneIssueSeverity severity(ZoneIssueCode code) { return row_of(code).severity; }

std::string ZoneIssue::text() const {
  std::string line(row_of(code).code);
  line += ' ' + owner.text() + ' ' + vouch::text(type) + ": ";
  line += row_of(code).sentence;
  if (!detail.empty()) line += ": " + detail;
  line += " [";
  line += row_of(code).reference;
  return line + ']';
}

std::vector<ZoneIssue> check_zone(const Zone& zone, std::size_t limit, ZoneIssueSeverity least,
                                  const std::function<void(std::size_t)>& progress) {
  return Checker(zone, limit, least).run(progress);
}

}  // namespace vouch
