// Keys, signatures and the parameters of denial.
#include <fmt/format.h>

#include <algorithm>

#include "chain/engine/zones/zone_findings.hpp"
#include "vouch/crypto/rsa_form.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/validate/policy.hpp"

namespace vouch::chain {
namespace {

constexpr unsigned least_rsa_bits = 2048;

class KeyLooker {
 public:
  explicit KeyLooker(const ZoneContent& content)
      : content_(content), zone_(content.zone.is_root() ? "the root" : content.zone.text()) {}

  std::vector<Finding> run();

 private:
  void look_at_keys(const ServerContent& server);
  void look_at_key(const ServerContent& server, const SignedRRset& keys, OctetView rdata);
  void look_at_algorithms(const ServerContent& server);
  void look_at_ttls(const ServerContent& server);
  void look_at_nsec3param(const ServerContent& server);
  void add(const ServerContent& server, Finding finding);
  Finding of_apex(std::string code, Severity severity, RRType type) const {
    Finding finding;
    finding.code = std::move(code);
    finding.severity = severity;
    finding.zone = content_.zone;
    finding.owner = content_.zone;
    finding.type = type;
    return finding;
  }

  const ZoneContent& content_;
  std::string zone_;
  std::vector<Finding> findings_;
};

std::set<Algorithm> algorithms_of(const RRset& signatures) {
  std::set<Algorithm> algorithms;
  for (const OctetView rdata : signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (rrsig.ok()) algorithms.insert(rrsig->algorithm);
  }
  return algorithms;
}

bool signs(const RRset& signatures, std::uint16_t tag) {
  for (const OctetView rdata : signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (rrsig.ok() && rrsig->key_tag == tag) return true;
  }
  return false;
}

bool is_rsa(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::RSASHA1:
    case Algorithm::NSEC3RSASHA1:
    case Algorithm::RSASHA256:
    case Algorithm::RSASHA512: return true;
    default: return false;
  }
}

void KeyLooker::add(const ServerContent& server, Finding finding) {
  for (Finding& known : findings_) {
    const bool is_same = known.code == finding.code && known.owner == finding.owner &&
                         known.type == finding.type && known.text == finding.text;
    if (!is_same) continue;
    if (known.servers.back() != server.name) known.servers.push_back(server.name);
    return;
  }
  finding.servers = {server.name};
  findings_.push_back(std::move(finding));
}

void KeyLooker::look_at_key(const ServerContent& server, const SignedRRset& keys, OctetView rdata) {
  const auto key = rr::Dnskey::read(rdata);
  if (!key.ok()) return;
  const std::uint16_t tag = key_tag(rdata);
  if (key->is_revoked() && !signs(keys.signatures, tag)) {
    Finding finding = of_apex("REVOKED_NOT_SIGNING", Severity::error, RRType::DNSKEY);
    finding.text = fmt::format(
        "key {} is revoked, but does not sign the DNSKEY RRset, so that "
        "nobody may believe it",
        tag);
    finding.reference = "RFC 5011 section 2.1";
    finding.fix = fmt::format(
        "Sign the DNSKEY RRset of {} with the revoked key {} as well, until "
        "whoever has it as a trust anchor has seen that; the other "
        "signatures stay.",
        zone_, tag);
    add(server, std::move(finding));
  }
  const auto form = is_rsa(key->algorithm) ? RsaForm::read(key->key, 1)
                                           : Result<RsaForm>(fail(ErrorCode::bad_key, ""));
  if (!form.ok() || form->bits() >= least_rsa_bits) return;
  Finding finding = of_apex("RSA_KEY_WEAK", Severity::warning, RRType::DNSKEY);
  finding.text = fmt::format("key {} is of RSA with {} bits, fewer than {}", tag, form->bits(),
                             least_rsa_bits);
  finding.reference = "RFC 6781 section 3.4.2";
  finding.fix = fmt::format(
      "Roll key {} of {} to a stronger one (ECDSAP256SHA256, say): the new "
      "key is published before it signs, and the old one goes last.",
      tag, zone_);
  add(server, std::move(finding));
}

void KeyLooker::look_at_keys(const ServerContent& server) {
  const SignedRRset* keys = server.find(content_.zone, RRType::DNSKEY);
  if (keys == nullptr) return;
  for (const OctetView rdata : keys->rrset.rdatas()) look_at_key(server, *keys, rdata);
}

// A zone is signed with every algorithm that its DNSKEY RRset has, and the DNSKEY RRset with every
// one that its DS RRset has (RFC 4035 section 2.2). Validators do not insist (RFC 6840 section
// 5.11), but one that knows only the other algorithm is left with nothing.
void KeyLooker::look_at_algorithms(const ServerContent& server) {
  const SignedRRset* keys = server.find(content_.zone, RRType::DNSKEY);
  if (keys == nullptr || keys->signatures.empty()) return;
  const auto of_keys = algorithms_of(keys->signatures);
  for (const OctetView rdata : content_.ds_rrset.rdatas()) {
    const auto ds = rr::Ds::read(rdata);
    // What nobody checks is not missed.
    if (!ds.ok() || of_keys.count(ds->algorithm) != 0 || !Policy().accepts(ds->algorithm)) continue;
    Finding finding = of_apex("MISSING_RRSIG_FOR_ALG_DS", Severity::error, RRType::DNSKEY);
    finding.text = fmt::format("a DS has algorithm {}, but no signature of the DNSKEY RRset does",
                               text(ds->algorithm));
    finding.reference = "RFC 4035 section 2.2";
    finding.fix = fmt::format(
        "Sign {0} with keys of {1} too, as its DS says; only if they are "
        "gone for good, and another DS holds, have the DS of {1} taken out.",
        zone_, text(ds->algorithm));
    add(server, std::move(finding));
  }
  const SignedRRset* soa = server.find(content_.zone, RRType::SOA);
  if (soa == nullptr || soa->signatures.empty()) return;
  const auto of_data = algorithms_of(soa->signatures);
  for (const OctetView rdata : keys->rrset.rdatas()) {
    const auto key = rr::Dnskey::read(rdata);
    const bool counts =
        key.ok() && key->is_zone_key() && !key->is_revoked() && Policy().accepts(key->algorithm);
    if (!counts || of_data.count(key->algorithm) != 0) continue;
    Finding finding = of_apex("MISSING_RRSIG_FOR_ALG_DNSKEY", Severity::error, RRType::SOA);
    finding.text = fmt::format("there is a key of algorithm {}, but no signature of the SOA has it",
                               text(key->algorithm));
    finding.reference = "RFC 4035 section 2.2";
    finding.fix = fmt::format(
        "Finish the roll: sign all of {0} with {1} too, or, if no DS has it, "
        "take the keys of {1} out.",
        zone_, text(key->algorithm));
    add(server, std::move(finding));
  }
}

void KeyLooker::look_at_ttls(const ServerContent& server) {
  for (const LongTtl& each : server.long_ttls) {
    const bool is_signature = each.type == RRType::RRSIG;
    Finding finding;
    finding.code = is_signature ? "ORIGINAL_TTL_EXCEEDED_RRSIG" : "ORIGINAL_TTL_EXCEEDED_RRSET";
    finding.severity = each.type == RRType::NSEC3PARAM ? Severity::notice : Severity::error;
    finding.zone = content_.zone;
    finding.owner = each.owner;
    finding.type = each.type;
    finding.text =
        fmt::format("a TTL of {} s, though it was signed with {} s", each.ttl, each.original);
    finding.reference = "RFC 4035 section 2.2";
    finding.fix = fmt::format(
        "Sign {} again after TTLs are changed, and see that nothing sets "
        "them on the way to its servers.",
        zone_);
    add(server, std::move(finding));
  }
}

void KeyLooker::look_at_nsec3param(const ServerContent& server) {
  const auto nsec3 =
      std::find_if(server.rrsets.begin(), server.rrsets.end(), [&](const auto& each) {
        return each.first.second == RRType::NSEC3 && each.first.first.parent() == content_.zone;
      });
  if (nsec3 == server.rrsets.end() || !server.was_asked(content_.zone, RRType::NSEC3PARAM)) return;
  const auto used = rr::Nsec3::read(nsec3->second.rrset.rdatas().front());
  if (!used.ok()) return;
  const SignedRRset* stated = server.find(content_.zone, RRType::NSEC3PARAM);
  Finding finding = of_apex("NSEC3PARAM_BAD", Severity::error, RRType::NSEC3PARAM);
  finding.reference = "RFC 5155 section 4";
  finding.fix = fmt::format(
      "Sign {0} again, with its NSEC3PARAM: `vouch sign -o {0} --nsec3 -f NEW ZONEFILE`.",
      content_.zone.text());
  if (stated == nullptr) {
    finding.text = "there are NSEC3 records, but no NSEC3PARAM, by which servers find them";
    return add(server, std::move(finding));
  }
  for (const OctetView rdata : stated->rrset.rdatas()) {
    const auto param = rr::Nsec3param::read(rdata);
    const bool is_same = param.ok() && param->hash_algorithm == used->hash_algorithm &&
                         param->iterations == used->iterations &&
                         equal_octets(param->salt, used->salt);
    if (is_same) return;
  }
  finding.code = "NSEC3PARAM_MISMATCH";
  finding.text = "no NSEC3PARAM has the iterations and salt of the NSEC3 records";
  add(server, std::move(finding));
}

std::vector<Finding> KeyLooker::run() {
  for (const ServerContent& each : content_.servers) {
    look_at_keys(each);
    look_at_algorithms(each);
    look_at_ttls(each);
    look_at_nsec3param(each);
  }
  return std::move(findings_);
}

}  // namespace

std::vector<Finding> key_findings(const ZoneContent& content) { return KeyLooker(content).run(); }

std::vector<Finding> zone_findings(const ZoneContent& content) {
  std::vector<Finding> all = key_findings(content);
  for (auto more : {delegation_findings(content), server_findings(content)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace vouch::chain
