#include "chain/engine/content_findings.hpp"

#include <fmt/format.h>

#include "chain/engine/zone_facts.hpp"
#include "vouch/validate/policy.hpp"

namespace vouch::chain {
namespace {

class Looker {
 public:
  Looker(const Assessment& assessment, const Recording& recording)
      : assessment_(assessment), recording_(recording) {}

  std::vector<Finding> run();

 private:
  void look_at(const SignedRRset& rrset, const Evidence& evidence);
  void look_at_nsec3(const RRset& rrset, const Evidence& evidence);
  void look_at_ds(const RRset& rrset, const Evidence& evidence);
  void look_at_keys(const RRset& rrset, const Evidence& evidence);
  void add(std::string code, Severity severity, const RRset& rrset, const Evidence& evidence,
           std::string text, std::string reference, std::string fix);

  const Assessment& assessment_;
  const Recording& recording_;
  std::vector<Finding> findings_;
};

void Looker::add(std::string code, Severity severity, const RRset& rrset, const Evidence& evidence,
                 std::string text, std::string reference, std::string fix) {
  Name zone = rrset.owner();
  if (rrset.type() == RRType::NSEC3) zone = rrset.owner().parent();
  const Name owner = zone;
  findings_.push_back({std::move(code),
                       severity,
                       std::move(zone),
                       owner,
                       rrset.type(),
                       {evidence.server},
                       std::move(text),
                       std::move(reference),
                       std::move(fix)});
}

void Looker::look_at_nsec3(const RRset& rrset, const Evidence& evidence) {
  const auto nsec3 = rr::Nsec3::read(rrset.rdatas().front());
  if (!nsec3.ok()) return;
  const std::string zone = rrset.owner().parent().text();
  if (nsec3->iterations > 0)
    add("NONZERO_NSEC3_ITERATION_COUNT", Severity::warning, rrset, evidence,
        fmt::format(
            "NSEC3 with {} additional iterations, which cost resolvers work and hide nothing",
            nsec3->iterations),
        "RFC 9276 section 3.1",
        fmt::format("Sign {0} with none: `vouch sign -o {0} --nsec3 ZONEFILE`.", zone));
  if (!nsec3->salt.empty())
    add("NONEMPTY_NSEC3_SALT", Severity::notice, rrset, evidence,
        "NSEC3 with a salt, which is of no use", "RFC 9276 section 3.1",
        fmt::format("Sign {0} without: `vouch sign -o {0} --nsec3 ZONEFILE`.", zone));
}

void Looker::look_at_ds(const RRset& rrset, const Evidence& evidence) {
  bool has_stronger = false;
  std::optional<std::uint16_t> tag;
  for (const OctetView rdata : rrset.rdatas()) {
    const auto ds = rr::Ds::read(rdata);
    if (!ds.ok()) continue;
    const bool is_sha1 = ds->digest_type == DigestType::sha1;
    if (is_sha1) tag = ds->key_tag;
    has_stronger = has_stronger || (!is_sha1 && Policy().accepts(ds->digest_type) &&
                                    Policy().accepts(ds->algorithm));
  }
  if (!tag) return;
  const auto fitting = facts_of(recording_, rrset.owner()).fitting_ds();
  const std::string zone = rrset.owner().text();
  std::string fix =
      fmt::format("Have the parent of {} take the DS with SHA-1 out; another stays.", zone);
  if (!has_stronger)
    fix = fmt::format(
        "Have the parent of {} add the DS with SHA-256 of the same key (`vouch ds` of the key file "
        "prints it). Only when that is published, and a TTL of the old one has passed, have the "
        "one with SHA-1 taken out: it is the only one that can be checked now.",
        zone);
  add("DIGEST_ALGORITHM_PROHIBITED", Severity::warning, rrset, evidence,
      fmt::format("a DS of key {} with SHA-1, which must not be made any more", *tag),
      "RFC 9904 section 3", std::move(fix));
  findings_.back().concern = Concern::parent;
  if (!has_stronger) findings_.back().records = fitting;
}

void Looker::look_at_keys(const RRset& rrset, const Evidence& evidence) {
  for (const OctetView rdata : rrset.rdatas()) {
    const auto key = rr::Dnskey::read(rdata);
    if (!key.ok()) continue;
    const AlgorithmRow* row = row_of(key->algorithm);
    if (row == nullptr || row->sign != Advice::must_not) continue;
    add("KEY_ALG_DEPRECATED", Severity::warning, rrset, evidence,
        fmt::format("key {} is of algorithm {}, which must not be used any more",
                    rr::dnskey_tag(rdata), text(key->algorithm)),
        "RFC 9904 section 2",
        fmt::format(
            "Roll {} to ECDSAP256SHA256 or ED25519: new keys and signatures first, then, when "
            "old records have left the caches, the DS, and the old ones last.",
            rrset.owner().text()));
  }
}

void Looker::look_at(const SignedRRset& signed_rrset, const Evidence& evidence) {
  const RRset& rrset = signed_rrset.rrset;
  if (rrset.empty()) return;
  if (rrset.type() == RRType::NSEC3) look_at_nsec3(rrset, evidence);
  if (rrset.type() == RRType::DS) look_at_ds(rrset, evidence);
  if (rrset.type() == RRType::DNSKEY) look_at_keys(rrset, evidence);
}

std::vector<Finding> Looker::run() {
  for (const Evidence& evidence : assessment_.seen) {
    for (const SignedRRset& each : evidence.answer) look_at(each, evidence);
    for (const SignedRRset& each : evidence.authority) look_at(each, evidence);
  }
  return std::move(findings_);
}

}  // namespace

std::vector<Finding> content_findings(const Assessment& assessment, const Recording& recording) {
  return Looker(assessment, recording).run();
}

}  // namespace vouch::chain
