#include "vouch/dnssec/rrset_check.hpp"

#include <algorithm>
#include <unordered_map>

#include "vouch/dnssec/key_tag.hpp"

namespace vouch {
namespace {

// A DNSKEY of the collection; its key is read when the first signature asks for it.
struct ZoneKey {
  const Octets* rdata;
  std::uint16_t tag;
  Algorithm algorithm;
  std::uint16_t flags;
  bool signs;  // with the protocol and the flag that RFC 4034 section 2.1 asks for
  std::optional<PublicKey> key = {};
  bool was_read = false;
};

using ZoneKeys = std::unordered_map<Name, std::vector<ZoneKey>, NameHash, NameEqual>;

constexpr std::uint8_t dnssec_protocol = 3;

ZoneKeys keys_of(std::span<const Record> records) {
  ZoneKeys keys;
  for (const Record& record : records) {
    if (record.type != RRType::DNSKEY) continue;
    const auto dnskey = rr::Dnskey::read(record.rdata);
    if (!dnskey.ok()) continue;
    auto& of_owner = keys[record.owner];
    const auto is_same = [&](const ZoneKey& key) { return *key.rdata == record.rdata; };
    if (std::any_of(of_owner.begin(), of_owner.end(), is_same)) continue;
    of_owner.push_back({&record.rdata, key_tag(record.rdata), dnskey->algorithm, dnskey->flags,
                        dnskey->protocol == dnssec_protocol && dnskey->is_zone_key()});
  }
  return keys;
}

std::vector<ZoneKey>* find_keys(ZoneKeys& keys, NameView owner) {
  const auto at = keys.find(Name(owner));
  return at == keys.end() ? nullptr : &at->second;
}

const PublicKey* public_key(ZoneKey& key) {
  if (!key.was_read) {
    key.was_read = true;
    auto read = PublicKey::read(key.algorithm, OctetView(*key.rdata).subspan(4));
    if (read.ok()) key.key.emplace(std::move(*read));
  }
  return key.key ? &*key.key : nullptr;
}

SignatureStatus status_at(const rr::Rrsig& rrsig, Timestamp now) {
  switch (check_time(rrsig, now)) {
    case TimeCheck::within: return SignatureStatus::good;
    case TimeCheck::expired: return SignatureStatus::expired;
    case TimeCheck::not_yet: return SignatureStatus::not_yet;
    case TimeCheck::inverted: return SignatureStatus::inverted;
  }
  return SignatureStatus::wrong;
}

SignatureStatus status_of(const rr::Rrsig& rrsig, RRsetView rrset, ZoneKeys& keys, Timestamp now,
                          Octets& scratch) {
  if (rrset.empty()) return SignatureStatus::no_records;
  if (!is_supported(rrsig.algorithm)) return SignatureStatus::unsupported;
  std::vector<ZoneKey>* of_signer = find_keys(keys, rrsig.signer);
  bool has_key = false;
  for (std::size_t i = 0; of_signer != nullptr && i < of_signer->size(); ++i) {
    ZoneKey& key = (*of_signer)[i];
    if (!key.signs || key.tag != rrsig.key_tag || key.algorithm != rrsig.algorithm) continue;
    has_key = true;
    const PublicKey* verifier = public_key(key);
    if (verifier != nullptr && check_form(rrsig, rrset) == FormCheck::fits &&
        check_signature(rrsig, rrset, *verifier, scratch))
      return status_at(rrsig, now);
  }
  return has_key ? SignatureStatus::wrong : SignatureStatus::no_key;
}

void add_signatures(std::vector<SignatureFinding>& to, const SignedRRset& set, ZoneKeys& keys,
                    Timestamp now) {
  Octets scratch;
  for (const OctetView rdata : set.signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok()) continue;
    to.push_back({set.signatures.owner(), rrsig->type_covered, rrsig->algorithm, rrsig->key_tag,
                  Name(rrsig->signer), Timestamp::from_wire(rrsig->inception, now),
                  Timestamp::from_wire(rrsig->expiration, now),
                  status_of(*rrsig, set.rrset, keys, now, scratch)});
  }
}

DsFinding ds_finding(NameView owner, const rr::Ds& ds, ZoneKeys& keys) {
  DsFinding finding = {Name(owner),    ds.key_tag,        ds.algorithm,
                       ds.digest_type, DsStatus::no_keys, {}};
  const std::vector<ZoneKey>* of_owner = find_keys(keys, owner);
  if (!is_supported(ds.digest_type)) finding.status = DsStatus::unsupported;
  if (of_owner == nullptr || finding.status == DsStatus::unsupported) return finding;
  finding.status = DsStatus::matches_no_key;
  for (const ZoneKey& key : *of_owner) {
    if (!ds_matches(ds, owner, *key.rdata)) continue;
    finding.status = DsStatus::matches;
    finding.key_flags = key.flags;
  }
  return finding;
}

}  // namespace

std::string_view text(SignatureStatus status) {
  switch (status) {
    case SignatureStatus::good: return "good";
    case SignatureStatus::expired: return "expired";
    case SignatureStatus::not_yet: return "not yet";
    case SignatureStatus::inverted: return "inverted";
    case SignatureStatus::wrong: return "wrong";
    case SignatureStatus::no_key: return "no key";
    case SignatureStatus::no_records: return "no records";
    case SignatureStatus::unsupported: return "unsupported algorithm";
  }
  return {};
}

std::string_view text(DsStatus status) {
  switch (status) {
    case DsStatus::matches: return "matches";
    case DsStatus::matches_no_key: return "matches no DNSKEY";
    case DsStatus::no_keys: return "no DNSKEY here";
    case DsStatus::unsupported: return "unsupported digest";
  }
  return {};
}

bool RRsetCheck::all_good() const {
  const auto is_good = [](const auto& finding) { return finding.good(); };
  return std::all_of(signatures.begin(), signatures.end(), is_good) &&
         std::all_of(ds.begin(), ds.end(), is_good);
}

RRsetCheck check_rrsets(std::span<const Record> records, Timestamp now) {
  ZoneKeys keys = keys_of(records);
  RRsetCheck check;
  for (const SignedRRset& set : group_rrsets(records)) {
    add_signatures(check.signatures, set, keys, now);
    if (set.rrset.type() != RRType::DS) continue;
    for (const OctetView rdata : set.rrset.rdatas()) {
      const auto ds = rr::Ds::read(rdata);
      if (ds.ok()) check.ds.push_back(ds_finding(set.rrset.owner(), *ds, keys));
    }
  }
  return check;
}

}  // namespace vouch
