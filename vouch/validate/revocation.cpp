#include "vouch/validate/revocation.hpp"

#include "vouch/dnssec/rrsig.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_revoked_keys = 4;  ///< in one RRset; a zone revokes one or two at a time

bool signs_itself(const SignedRRset& dnskeys, std::uint16_t tag, const PublicKey& key,
                  Timestamp now, WorkBudget& budget) {
  Octets scratch;
  for (const OctetView rdata : dnskeys.signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    const bool fits = rrsig.ok() && rrsig->key_tag == tag && rrsig->algorithm == key.algorithm() &&
                      rrsig->signer == dnskeys.rrset.owner().view() &&
                      check_form(*rrsig, dnskeys.rrset) == FormCheck::fits &&
                      check_time(*rrsig, now) == TimeCheck::within;
    if (!fits) continue;
    return budget.spend_signature_check() && check_signature(*rrsig, dnskeys.rrset, key, scratch);
  }
  return false;
}

}  // namespace

std::vector<Octets> self_revoked_keys(const SignedRRset& dnskeys, Timestamp now,
                                      WorkBudget& budget) {
  std::vector<Octets> revoked;
  std::size_t looked_at = 0;
  for (const OctetView rdata : dnskeys.rrset.rdatas()) {
    const auto dnskey = rr::Dnskey::read(rdata);
    if (!dnskey.ok() || !dnskey->is_revoked() || !dnskey->is_zone_key()) continue;
    if (++looked_at > max_revoked_keys) break;
    const auto key = PublicKey::read(dnskey->algorithm, dnskey->key);
    if (key.ok() && signs_itself(dnskeys, rr::dnskey_tag(rdata), *key, now, budget))
      revoked.emplace_back(rdata.begin(), rdata.end());
  }
  return revoked;
}

Octets without_revocation(OctetView dnskey) {
  Octets before(dnskey.begin(), dnskey.end());
  if (before.size() >= 2) before[1] &= static_cast<std::uint8_t>(~rr::Dnskey::revoke_flag);
  return before;
}

}  // namespace vouch
