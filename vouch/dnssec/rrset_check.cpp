#include "vouch/dnssec/rrset_check.hpp"

#include <algorithm>
#include <unordered_map>

#include "vouch/dnssec/key_tag.hpp"

namespace vouch {
namespace {

// A DNSKEY of the collection; its key is read when the first signature asks for it.
struct ZoneKey {
  OctetView rdata;
  std::uint16_t tag;
  Algorithm algorithm;
  std::uint16_t flags;
  bool signs;  // with the protocol and the flag that RFC 4034 section 2.1 asks for
  std::optional<PublicKey> key = {};
  bool was_read = false;
};

// The keys of each owner, ascending by tag.
using ZoneKeys = std::unordered_map<Name, std::vector<ZoneKey>, NameHash, NameEqual>;

constexpr std::uint8_t dnssec_protocol = 3;

bool is_before(const ZoneKey& a, const ZoneKey& b) { return a.tag < b.tag; }

ZoneKeys keys_of(std::span<const SignedRRset> sets) {
  ZoneKeys keys;
  for (const SignedRRset& set : sets) {
    if (set.rrset.type() != RRType::DNSKEY) continue;
    auto& of_owner = keys[set.rrset.owner()];
    for (const OctetView rdata : set.rrset.rdatas()) {
      const auto dnskey = rr::Dnskey::read(rdata);
      if (!dnskey.ok()) continue;
      of_owner.push_back({rdata, key_tag(rdata), dnskey->algorithm, dnskey->flags,
                          dnskey->protocol == dnssec_protocol && dnskey->is_zone_key()});
    }
    std::stable_sort(of_owner.begin(), of_owner.end(), is_before);
  }
  return keys;
}

// Those with the tag, of which there are mostly none or one.
std::span<ZoneKey> find_keys(ZoneKeys& keys, NameView owner, std::uint16_t tag) {
  const auto at = keys.find(Name(owner));
  if (at == keys.end()) return {};
  ZoneKey wanted{};
  wanted.tag = tag;
  const auto [begin, end] =
      std::equal_range(at->second.begin(), at->second.end(), wanted, is_before);
  return {begin, end};
}

// Draws a check from what the RRset has left. False where that is nothing.
bool draw(std::size_t& left) {
  if (left == 0) return false;
  --left;
  return true;
}

const PublicKey* public_key(ZoneKey& key) {
  if (!key.was_read) {
    key.was_read = true;
    auto read = PublicKey::read(key.algorithm, key.rdata.subspan(4));
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
                          std::size_t& left, Octets& scratch) {
  if (rrset.empty()) return SignatureStatus::no_records;
  if (!is_supported(rrsig.algorithm)) return SignatureStatus::unsupported;
  bool has_key = false;
  for (ZoneKey& key : find_keys(keys, rrsig.signer, rrsig.key_tag)) {
    if (!key.signs || key.algorithm != rrsig.algorithm) continue;
    has_key = true;
    const PublicKey* verifier = public_key(key);
    if (verifier == nullptr || check_form(rrsig, rrset) != FormCheck::fits) continue;
    if (!draw(left)) return SignatureStatus::too_many;
    if (check_signature(rrsig, rrset, *verifier, scratch)) return status_at(rrsig, now);
  }
  return has_key ? SignatureStatus::wrong : SignatureStatus::no_key;
}

void add_signatures(std::vector<SignatureFinding>& to, const SignedRRset& set, ZoneKeys& keys,
                    Timestamp now, std::size_t left) {
  Octets scratch;
  for (const OctetView rdata : set.signatures.rdatas()) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok()) continue;
    to.push_back({set.signatures.owner(), rrsig->type_covered, rrsig->algorithm, rrsig->key_tag,
                  Name(rrsig->signer), Timestamp::from_wire(rrsig->inception, now),
                  Timestamp::from_wire(rrsig->expiration, now),
                  status_of(*rrsig, set.rrset, keys, now, left, scratch)});
  }
}

DsFinding ds_finding(NameView owner, const rr::Ds& ds, ZoneKeys& keys, std::size_t& left) {
  DsFinding finding = {Name(owner),    ds.key_tag,        ds.algorithm,
                       ds.digest_type, DsStatus::no_keys, {}};
  if (!is_supported(ds.digest_type)) finding.status = DsStatus::unsupported;
  if (!keys.contains(Name(owner)) || finding.status == DsStatus::unsupported) return finding;
  finding.status = DsStatus::matches_no_key;
  for (const ZoneKey& key : find_keys(keys, owner, ds.key_tag)) {
    if (!draw(left)) {
      finding.status = DsStatus::too_many;
      return finding;
    }
    if (!ds_matches(ds, owner, key.rdata)) continue;
    finding.status = DsStatus::matches;
    finding.key_flags = key.flags;
    return finding;
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
    case SignatureStatus::too_many: return "too many";
  }
  return {};
}

std::string_view text(DsStatus status) {
  switch (status) {
    case DsStatus::matches: return "matches";
    case DsStatus::matches_no_key: return "matches no DNSKEY";
    case DsStatus::no_keys: return "no DNSKEY here";
    case DsStatus::unsupported: return "unsupported digest";
    case DsStatus::too_many: return "too many";
  }
  return {};
}

bool RRsetCheck::all_good() const {
  const auto is_good = [](const auto& finding) { return finding.good(); };
  return std::all_of(signatures.begin(), signatures.end(), is_good) &&
         std::all_of(ds.begin(), ds.end(), is_good);
}

RRsetCheck check_rrsets(std::span<const Record> records, Timestamp now,
                        std::size_t checks_per_rrset) {
  const std::vector<SignedRRset> sets = group_rrsets(records);
  ZoneKeys keys = keys_of(sets);
  RRsetCheck check;
  for (const SignedRRset& set : sets) {
    add_signatures(check.signatures, set, keys, now, checks_per_rrset);
    if (set.rrset.type() != RRType::DS) continue;
    std::size_t left = checks_per_rrset;
    for (const OctetView rdata : set.rrset.rdatas()) {
      const auto ds = rr::Ds::read(rdata);
      if (ds.ok()) check.ds.push_back(ds_finding(set.rrset.owner(), *ds, keys, left));
    }
  }
  return check;
}

}  // namespace vouch
