#include "vouch/sign/signer_keys.hpp"

#include <algorithm>

#include "vouch/rr/typed/dnssec.hpp"
#include "vouch/sign/keys/given_signatures.hpp"

namespace vouch {
namespace {

constexpr std::uint8_t revoke_octet = 1;

bool holds(std::span<const Octets> dnskeys, OctetView dnskey) {
  return std::any_of(dnskeys.begin(), dnskeys.end(),
                     [&](const Octets& each) { return equal_octets(each, dnskey); });
}

Octets without_revoke(Octets dnskey) {
  dnskey[revoke_octet] &= static_cast<std::uint8_t>(~rr::Dnskey::revoke_flag);
  return dnskey;
}

bool is_of_keys(RRType type) {
  return type == RRType::DNSKEY || type == RRType::CDS || type == RRType::CDNSKEY;
}

Algorithm algorithm_of(const Octets& dnskey) { return Algorithm{dnskey[3]}; }

}  // namespace

SignerKeys SignerKeys::from_plan(std::span<const KeyPlan> plans) {
  SignerKeys keys;
  for (const KeyPlan& plan : plans) {
    if (!plan.is_published) {
      keys.withdrawn_.push_back(plan.dnskey);
      keys.out_of_cds_.push_back(plan.dnskey);
      continue;
    }
    keys.published_.push_back(plan.dnskey);
    if (plan.is_revoked()) keys.withdrawn_.push_back(without_revoke(plan.dnskey));
    const bool may_have_cds = !plan.is_revoked() && plan.cds != CdsWish::unwanted;
    if (!may_have_cds) {
      keys.out_of_cds_.push_back(without_revoke(plan.dnskey));
    } else if (plan.signs_keys || plan.cds == CdsWish::wanted) {
      keys.cds_.push_back({plan.dnskey, plan.cds == CdsWish::wanted});
    }
    if (!plan.signs_keys && !plan.signs_zone) continue;
    if (plan.pair == nullptr) {
      keys.offline_.push_back(plan.dnskey);
    } else {
      keys.keys_.push_back({plan.pair, plan.dnskey, plan.key_tag(), plan.is_revoked(),
                            plan.signs_keys, plan.signs_zone});
    }
  }
  return keys;
}

Result<SignerKeys> SignerKeys::assign(NameView apex, std::span<const KeyPair> pairs) {
  VOUCH_TRY(const std::vector<KeyPlan> plans, plan_all(apex, pairs));
  return from_plan(plans);
}

Result<void> SignerKeys::check_published(NameView apex, RRsetView dnskeys) const {
  for (const OctetView rdata : dnskeys.rdatas) {
    const auto dnskey = rr::Dnskey::read(rdata);
    const bool is_ours = holds(published_, rdata) || holds(withdrawn_, rdata);
    if (is_ours || !dnskey.ok() || !dnskey->is_zone_key() || dnskey->is_revoked()) continue;
    const std::string key = "the DNSKEY " + std::to_string(rr::dnskey_tag(rdata)) + " of " +
                            apex.text() + ", which the zone publishes,";
    const bool has_algorithm = std::any_of(keys_.begin(), keys_.end(), [&](const SignerKey& each) {
      return each.signs_rest && each.pair->key.algorithm() == dnskey->algorithm;
    });
    if (!has_algorithm) {
      return fail(ErrorCode::bad_key,
                  key + " is of algorithm " + text(dnskey->algorithm) +
                      ", and no key of that algorithm is there to sign with; bring its private "
                      "key, or take the DNSKEY out of the zone");
    }
    const auto is_entry = [&](const Octets& each) {
      return algorithm_of(each) == dnskey->algorithm && (each[1] & rr::Dnskey::sep_flag) != 0;
    };
    const bool has_entry = std::any_of(offline_.begin(), offline_.end(), is_entry) ||
                           std::any_of(keys_.begin(), keys_.end(), [&](const SignerKey& each) {
                             return is_entry(each.dnskey);
                           });
    if (dnskey->is_sep() && !has_entry) {
      return fail(ErrorCode::bad_key,
                  key +
                      " is an entry key (257) without its private key, and none of its algorithm "
                      "is there to sign the DNSKEY RRset in its place; bring its private key, "
                      "say that it is offline, or take the DNSKEY out of the zone");
    }
  }
  return {};
}

Result<void> SignerKeys::take_given(const Zone& content, std::span<const Zone* const> zones,
                                    Timestamp now) {
  given_.clear();
  for (const RRType type : {RRType::DNSKEY, RRType::CDS, RRType::CDNSKEY}) {
    const auto set = content.find(content.apex(), type);
    if (!set || set->rrset.empty() || offline_.empty()) continue;
    Given given{type, {}};
    for (const Octets& dnskey : offline_) {
      VOUCH_TRY(Octets signature, given_signature(set->rrset, dnskey, zones, now));
      given.signatures.push_back(std::move(signature));
    }
    given_.push_back(std::move(given));
  }
  return {};
}

bool SignerKeys::is_withdrawn(OctetView dnskey) const { return holds(withdrawn_, dnskey); }

std::vector<OctetView> SignerKeys::in_cds(bool by_policy) const {
  std::vector<OctetView> dnskeys;
  for (const CdsKey& key : cds_) {
    if (key.is_wanted || by_policy) dnskeys.emplace_back(key.dnskey);
  }
  return dnskeys;
}

bool SignerKeys::signs(const SignerKey& key, RRType type, bool at_apex) {
  if (!at_apex || !is_of_keys(type)) return key.signs_rest;
  return key.signs_keys && (type == RRType::DNSKEY || key.signs_rest || !key.is_revoked);
}

std::span<const Octets> SignerKeys::given(RRType type) const {
  for (const Given& given : given_) {
    if (given.type == type) return given.signatures;
  }
  return {};
}

}  // namespace vouch
