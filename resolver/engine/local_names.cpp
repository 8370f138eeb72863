#include "resolver/engine/local_names.hpp"

#include <string>

#include "vouch/rr/rdata.hpp"

namespace vouch::resolver {
namespace {

constexpr Ttl ttl{10800};  ///< RFC 6303 section 3
/// Nobody signs these, as nobody signs what stands for them in arpa.
constexpr Reason unsigned_here = Reason::unsigned_delegation;

// Reverse zones of RFC 6303 section 4, beside those that are counted in add_reverse().
constexpr std::string_view reverse_zones[] = {
    "0.in-addr.arpa.",
    "10.in-addr.arpa.",
    "254.169.in-addr.arpa.",
    "2.0.192.in-addr.arpa.",
    "100.51.198.in-addr.arpa.",
    "113.0.203.in-addr.arpa.",
    "255.255.255.255.in-addr.arpa.",
    "168.192.in-addr.arpa.",
    "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa.",
    "d.f.ip6.arpa.",
    "8.e.f.ip6.arpa.",
    "9.e.f.ip6.arpa.",
    "a.e.f.ip6.arpa.",
    "b.e.f.ip6.arpa.",
    "8.b.d.0.1.0.0.2.ip6.arpa."};
constexpr std::string_view loopback_reverse_v4 = "127.in-addr.arpa.";
constexpr std::string_view loopback_name_v4 = "1.0.0.127.in-addr.arpa.";
constexpr std::string_view loopback_name_v6 =
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa.";

Name name_of(std::string_view text) {
  auto name = Name::parse(text);
  return name.ok() ? *std::move(name) : Name();
}

RRset rrset_of(const Name& owner, RRType type, OctetView rdata) {
  RRset rrset(owner, type, RRClass::IN, ttl);
  rrset.add(rdata);
  return rrset;
}

// The zone's SOA and NS are its own name (RFC 6303 section 3).
RRset soa_of(const Name& zone) {
  const Name nobody = name_of("nobody.invalid.");
  Octets rdata(zone.wire().begin(), zone.wire().end());
  rdata.insert(rdata.end(), nobody.wire().begin(), nobody.wire().end());
  for (const std::uint32_t value : {1U, 3600U, 1200U, 604800U, ttl.seconds}) {
    for (const unsigned shift : {24U, 16U, 8U, 0U})
      rdata.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  return rrset_of(zone, RRType::SOA, rdata);
}

std::vector<RRset> addresses_of(const Name& name) {
  constexpr std::uint8_t v4[] = {127, 0, 0, 1};
  std::uint8_t v6[16] = {};
  v6[15] = 1;
  return {rrset_of(name, RRType::A, v4), rrset_of(name, RRType::AAAA, v6)};
}

void put(Verdict& verdict, Section section, RRset rrset) {
  CheckedRRset checked;
  checked.rrset.rrset = std::move(rrset);
  checked.section = section;
  checked.status = Status::insecure;
  checked.reason = unsigned_here;
  checked.ttl = ttl;
  verdict.rrsets.push_back(std::move(checked));
}

}  // namespace

std::string_view word_of(LocalSet set) {
  switch (set) {
    case LocalSet::localhost: return "localhost";
    case LocalSet::invalid: return "invalid";
    case LocalSet::test: return "test";
    case LocalSet::local: return "local";
    case LocalSet::onion: return "onion";
    case LocalSet::home_arpa: return "home-arpa";
    case LocalSet::resolver_arpa: return "resolver-arpa";
    case LocalSet::private_reverse: return "private-reverse";
  }
  return "";
}

LocalNames::LocalNames(Switches switches) : switches_(switches) {
  const auto is_on = [&](LocalSet set) { return switches.test(static_cast<std::size_t>(set)); };
  if (is_on(LocalSet::localhost)) add("localhost.", {Content::loopback, false});
  if (is_on(LocalSet::invalid)) add("invalid.", {Content::nothing, false});
  if (is_on(LocalSet::test)) add("test.", {Content::nothing, false});
  if (is_on(LocalSet::local)) add("local.", {Content::nothing, false});
  if (is_on(LocalSet::onion)) add("onion.", {Content::nothing, false});
  if (is_on(LocalSet::home_arpa)) add("home.arpa.", {Content::empty_zone, true});
  if (is_on(LocalSet::resolver_arpa)) add("resolver.arpa.", {Content::empty_zone, true});
  if (is_on(LocalSet::private_reverse)) add_reverse();
}

void LocalNames::add(std::string_view name, Zone zone) { zones_.emplace(name_of(name), zone); }

void LocalNames::add_reverse() {
  constexpr Zone empty{Content::empty_zone, true};
  for (const std::string_view each : reverse_zones) add(each, empty);
  // 172.16.0.0/12 (RFC 1918) and 100.64.0.0/10 (RFC 7793).
  for (int octet = 16; octet < 32; ++octet)
    add(std::to_string(octet) + ".172.in-addr.arpa.", empty);
  for (int octet = 64; octet < 128; ++octet)
    add(std::to_string(octet) + ".100.in-addr.arpa.", empty);
  add(loopback_reverse_v4, {Content::loopback_reverse, true});
  add(loopback_name_v6, {Content::loopback_reverse, true});
}

LocalNames::Zones::const_iterator LocalNames::find(const Question& question) const {
  if (question.rrclass != RRClass::IN || zones_.empty()) return zones_.end();
  for (NameView name = question.name;; name = name.parent()) {
    const auto found = zones_.find(name);
    const bool is_parents = found != zones_.end() && found->second.is_delegated &&
                            question.type == RRType::DS && question.name == found->first;
    if (found != zones_.end()) return is_parents ? zones_.end() : found;
    if (name.is_root()) return zones_.end();
  }
}

bool LocalNames::covers(const Question& question) const { return find(question) != zones_.end(); }

std::optional<Verdict> LocalNames::answer(const Question& question) const {
  const auto found = find(question);
  if (found == zones_.end()) return std::nullopt;
  const auto& [apex, zone] = *found;
  Verdict verdict;
  verdict.conclusion.reason = unsigned_here;
  verdict.conclusion.place = {apex, question.name, question.type, {}, {}};
  verdict.final_name = question.name;
  std::vector<RRset> there;
  const bool is_apex = question.name == apex;
  bool exists = is_apex && zone.content != Content::nothing;
  if (exists) {
    there.push_back(soa_of(apex));
    there.push_back(rrset_of(apex, RRType::NS, apex.wire()));
  }
  if (zone.content == Content::loopback) {
    exists = true;
    for (RRset& each : addresses_of(question.name)) there.push_back(std::move(each));
  }
  if (zone.content == Content::loopback_reverse) {
    for (const std::string_view text : {loopback_name_v4, loopback_name_v6}) {
      const Name loopback = name_of(text);
      exists = exists || loopback.is_at_or_below(question.name);
      if (loopback == question.name)
        there.push_back(rrset_of(loopback, RRType::PTR, name_of("localhost.").wire()));
    }
  }
  for (RRset& each : there) {
    if (each.type() == question.type || question.type == RRType::ANY)
      put(verdict, Section::answer, std::move(each));
  }
  if (!verdict.rrsets.empty()) return verdict;
  verdict.kind = exists ? AnswerKind::no_type : AnswerKind::no_name;
  verdict.rcode = exists ? Rcode::NOERROR : Rcode::NXDOMAIN;
  verdict.negative_ttl = ttl;
  put(verdict, Section::authority, soa_of(apex));
  return verdict;
}

}  // namespace vouch::resolver
