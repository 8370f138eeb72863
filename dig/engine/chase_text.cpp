// The walk of +sigchase: material first, then the checks, from the answer up.
#include <fmt/format.h>

#include <algorithm>

#include "dig/engine/message_text.hpp"
#include "dig/engine/verdict_text.hpp"

namespace vouch::dig {
namespace {

class Chase {
 public:
  Chase(const Verdict& verdict, const std::vector<Evidence>& seen, const Display& display)
      : verdict_(verdict), trace_(*verdict.trace), seen_(seen), display_(display) {
    display_.question = false;
  }

  std::string run();

 private:
  const SignedRRset* find(const Name& owner, RRType type) const;
  const RRsetTrace* checks_of(const Name& owner, RRType type) const;
  const ZoneTrace* zone_of(const Name& zone) const;
  void print(const char* heading, const RRset& rrset);
  void print_material(const SignedRRset& rrset);
  bool verify(const Name& owner, RRType type);
  void climb(Name owner, RRType type);
  void end();

  const Verdict& verdict_;
  const ChainTrace& trace_;
  const std::vector<Evidence>& seen_;
  Display display_;
  std::string text_;
  std::vector<Name> climbed_;
};

const SignedRRset* Chase::find(const Name& owner, RRType type) const {
  for (const Evidence& each : seen_) {
    if (const SignedRRset* found = find_rrset(each.answer, owner, type)) return found;
    if (const SignedRRset* found = find_rrset(each.authority, owner, type)) return found;
  }
  return nullptr;
}

// The last look at the RRset: one that was bad may have been mended by asking again.
const RRsetTrace* Chase::checks_of(const Name& owner, RRType type) const {
  const auto found = std::find_if(
      trace_.rrsets.rbegin(), trace_.rrsets.rend(),
      [&](const RRsetTrace& each) { return each.owner == owner && each.type == type; });
  return found == trace_.rrsets.rend() ? nullptr : &*found;
}

const ZoneTrace* Chase::zone_of(const Name& zone) const {
  const auto found = std::find_if(trace_.zones.rbegin(), trace_.zones.rend(),
                                  [&](const ZoneTrace& each) { return each.zone == zone; });
  return found == trace_.zones.rend() ? nullptr : &*found;
}

void Chase::print(const char* heading, const RRset& rrset) {
  if (rrset.empty()) return;
  text_ += fmt::format(";; {}\n", heading);
  for (const OctetView rdata : rrset.rdatas()) {
    text_ += record_text({rrset.owner(), rrset.type(), rrset.rrclass(), rrset.ttl(),
                          Octets(rdata.begin(), rdata.end())},
                         display_);
  }
  text_ += "\n";
}

void Chase::print_material(const SignedRRset& rrset) {
  print("RRset to chase:", rrset.rrset);
  print("RRSIG of the RRset to chase:", rrset.signatures);
  const RRsetTrace* checks = checks_of(rrset.rrset.owner(), rrset.rrset.type());
  if (checks == nullptr) return;
  if (const SignedRRset* keys = find(checks->zone, RRType::DNSKEY)) {
    print("DNSKEYset that signs the RRset to chase:", keys->rrset);
    print("RRSIG of the DNSKEYset that signs the RRset to chase:", keys->signatures);
  }
  if (const SignedRRset* ds = find(checks->zone, RRType::DS)) {
    print("DSset of the DNSKEYset", ds->rrset);
    print("RRSIG of the DSset of the DNSKEYset", ds->signatures);
  }
}

bool Chase::verify(const Name& owner, RRType type) {
  const RRsetTrace* checks = checks_of(owner, type);
  if (checks == nullptr) return false;
  for (const SignatureTrial& trial : checks->trials) {
    const bool holds = trial.result == Reason::chain_holds;
    text_ +=
        fmt::format(";; VERIFYING {} RRset for {} with DNSKEY:{}: {}\n", text(type), owner.text(),
                    trial.key_tag, holds ? "success" : std::string(row_of(trial.result).sentence));
  }
  return checks->result == Reason::chain_holds;
}

// From an RRset to the keys that signed it, the DS that points to them, and on to the trust anchor.
void Chase::climb(Name owner, RRType type) {
  for (;;) {
    if (!verify(owner, type)) return;
    text_ += ";; OK We found DNSKEY (or more) to validate the RRset\n";
    const Name zone = checks_of(owner, type)->zone;
    const ZoneTrace* keys = zone_of(zone);
    if (keys == nullptr || std::find(climbed_.begin(), climbed_.end(), zone) != climbed_.end()) {
      text_ += fmt::format(";; The DNSKEYs of {} were validated above\n", zone.text());
      return;
    }
    climbed_.push_back(zone);
    const auto match = std::find_if(keys->ds.begin(), keys->ds.end(),
                                    [](const DsTrial& each) { return each.matched_flags; });
    if (keys->source == ZoneTrace::Source::anchor) {
      if (match == keys->ds.end()) return;
      text_ += fmt::format(";; Ok, find a Trusted Key in the DNSKEY RRset: {}\n", match->key_tag);
      verify(zone, RRType::DNSKEY);
      return;
    }
    text_ += ";; Now, we are going to validate this DNSKEY by the DS\n";
    if (match == keys->ds.end()) return;
    text_ += fmt::format(";; OK the DS {} matches a DNSKEY in the RRset\n", match->key_tag);
    if (!verify(zone, RRType::DNSKEY)) return;
    text_ +=
        ";; OK this DNSKEY (validated by the DS) validates the RRset of the DNSKEYs, thus the "
        "DNSKEY validates the RRset\n"
        ";; Now, we want to validate the DS :  recursive call\n\n";
    owner = zone;
    type = RRType::DS;
  }
}

void Chase::end() {
  const Reason reason = verdict_.conclusion.reason;
  switch (verdict_.status()) {
    case Status::secure:
      text_ += ";; Ok this DNSKEY is a Trusted Key, DNSSEC validation is ok: SUCCESS\n";
      return;
    case Status::insecure:
    case Status::indeterminate:
      text_ += fmt::format(
          ";; {}\n;; the DNSKEY isn't trusted-key and there isn't DS to validate the DNSKEY: "
          "FAILED\n",
          verdict_.text());
      return;
    case Status::bogus:
    case Status::failed: break;
  }
  text_ += ";; " + verdict_.text() + "\n";
  if (reason == Reason::signature_missing || reason == Reason::dnskey_unsigned) {
    text_ += ";; RRSIG is missing for continue validation: FAILED\n";
  } else if (verdict_.ede() == ExtendedErrorCode::dnskey_missing) {
    text_ += ";; DNSKEY is missing to continue validation: FAILED\n";
  } else {
    text_ += ";; DNSSEC validation failed: FAILED\n";
  }
}

std::string Chase::run() {
  const Evidence& answer = seen_.front();
  for (const SignedRRset& each : answer.answer) print_material(each);
  if (answer.answer.empty()) {
    for (const SignedRRset& each : answer.authority) print_material(each);
  }
  text_ += ";; WE HAVE MATERIAL, WE NOW DO VALIDATION\n";
  for (const CheckedRRset& each : verdict_.rrsets) {
    const RRset& rrset = each.rrset.rrset;
    const bool is_looked_at = !rrset.empty() && !each.is_synthesized;
    if (is_looked_at) climb(rrset.owner(), rrset.type());
  }
  if (verdict_.rrsets.empty()) climb(answer.question.name, answer.question.type);
  for (const DenialTrace& denial : trace_.denials) {
    // That there is no zone cut on the way says nothing about a secure answer.
    const bool is_of_a_cut = denial.type == RRType::DS && answer.question.type != RRType::DS;
    if (is_of_a_cut && verdict_.status() == Status::secure) continue;
    text_ += fmt::format(";; denial of {} {}: {}\n", denial.name.text(), text(denial.type),
                         row_of(denial.result).sentence);
    for (const std::string& line : denial.lines) text_ += ";;   " + line + "\n";
  }
  end();
  return std::move(text_);
}

}  // namespace

std::string chase_text(const Verdict& verdict, const std::vector<Evidence>& seen,
                       const Display& display) {
  if (!verdict.trace || seen.empty()) return {};
  return Chase(verdict, seen, display).run();
}

}  // namespace vouch::dig
