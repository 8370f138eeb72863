#include "vouch/sign/signer_keys.hpp"

#include <algorithm>

#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {
namespace {

bool is_sep(const KeyPair& pair) { return (pair.flags & rr::Dnskey::sep_flag) != 0; }
bool is_revoked(const KeyPair& pair) { return (pair.flags & rr::Dnskey::revoke_flag) != 0; }

// Whether the algorithm has a key that is not revoked, of the wanted kind.
bool has_kind(std::span<const KeyPair> pairs, Algorithm algorithm, bool sep) {
  return std::any_of(pairs.begin(), pairs.end(), [&](const KeyPair& pair) {
    return pair.key.algorithm() == algorithm && is_sep(pair) == sep && !is_revoked(pair);
  });
}

}  // namespace

Result<SignerKeys> SignerKeys::assign(NameView apex, std::span<const KeyPair> pairs) {
  SignerKeys keys;
  for (const KeyPair& pair : pairs) {
    if (!(pair.zone.view() == apex)) {
      return fail(ErrorCode::bad_key, "the key " + pair.base_name + " belongs to " +
                                          pair.zone.text() + ", not to " + apex.text() +
                                          "; name keys of the zone");
    }
    if ((pair.flags & rr::Dnskey::zone_flag) == 0) {
      return fail(ErrorCode::bad_key,
                  "the key " + pair.base_name + " is no zone key (flag 256 is not set)");
    }
    SignerKey key{&pair, pair.dnskey(), false, false};
    const Algorithm algorithm = pair.key.algorithm();
    key.signs_keys = is_sep(pair) || is_revoked(pair) || !has_kind(pairs, algorithm, true);
    key.signs_rest = !is_revoked(pair) && (!is_sep(pair) || !has_kind(pairs, algorithm, false));
    keys.keys_.push_back(std::move(key));
  }
  const bool some = std::any_of(keys.keys_.begin(), keys.keys_.end(),
                                [](const SignerKey& key) { return key.signs_rest; });
  if (!some) {
    return fail(ErrorCode::bad_key,
                "there is no key to sign " + apex.text() + " with; make one with 'vouch keygen'");
  }
  return keys;
}

Result<void> SignerKeys::check_published(NameView apex, RRsetView dnskeys) const {
  for (const OctetView rdata : dnskeys.rdatas) {
    const auto dnskey = rr::Dnskey::read(rdata);
    const bool is_ours = std::any_of(keys_.begin(), keys_.end(), [&](const SignerKey& key) {
      return equal_octets(key.dnskey, rdata);
    });
    if (is_ours || !dnskey.ok() || !dnskey->is_zone_key() || dnskey->is_revoked()) continue;
    const std::string key = "the DNSKEY " + std::to_string(rr::dnskey_tag(rdata)) + " of " +
                            apex.text() + ", which the zone publishes,";
    const bool has_algorithm = std::any_of(keys_.begin(), keys_.end(), [&](const SignerKey& each) {
      return each.pair->key.algorithm() == dnskey->algorithm;
    });
    if (!has_algorithm) {
      return fail(ErrorCode::bad_key,
                  key + " is of algorithm " + text(dnskey->algorithm) +
                      ", and no key of that algorithm is there to sign with; bring its private "
                      "key, or take the DNSKEY out of the zone");
    }
    const bool has_entry = std::any_of(keys_.begin(), keys_.end(), [&](const SignerKey& each) {
      return each.pair->key.algorithm() == dnskey->algorithm && is_sep(*each.pair);
    });
    if (dnskey->is_sep() && !has_entry) {
      return fail(ErrorCode::bad_key,
                  key +
                      " is an entry key (257) without its private key, and none of its algorithm "
                      "is there to sign the DNSKEY RRset in its place; bring its private key, "
                      "or take the DNSKEY out of the zone");
    }
  }
  return {};
}

bool SignerKeys::signs(const SignerKey& key, RRType type) {
  const bool of_keys = type == RRType::DNSKEY || type == RRType::CDS || type == RRType::CDNSKEY;
  return of_keys ? key.signs_keys && (type == RRType::DNSKEY || key.signs_rest ||
                                      (key.pair->flags & rr::Dnskey::revoke_flag) == 0)
                 : key.signs_rest;
}

}  // namespace vouch
