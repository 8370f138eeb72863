#include "lab/zone_draft.hpp"

#include <algorithm>
#include <set>

#include "vouch/dnssec/key_tag.hpp"

namespace vouch::lab {

bool covers(const Record& record, RRType type) {
  if (record.type != RRType::RRSIG) return false;
  const auto rrsig = rr::Rrsig::read(record.rdata);
  return rrsig.ok() && rrsig->type_covered == type;
}

Record ds_record(const ZoneDraft& draft, DigestType digest) {
  auto rdata = make_ds(draft.apex(), draft.entry_key(), digest);
  return {draft.apex(), RRType::DS, RRClass::IN, Ttl{3600},
          rdata.ok() ? *std::move(rdata) : Octets()};
}

Octets ZoneDraft::entry_key() const {
  return entry_key_ ? *entry_key_ : keys_.empty() ? Octets() : keys_.front().dnskey();
}

Name ZoneDraft::name(const std::string& label) const {
  if (label == "@") return apex_;
  auto made = Name::parse(label, apex_);
  return made.ok() ? *std::move(made) : apex_;
}

void ZoneDraft::drop(const Name& owner, RRType type) {
  std::erase_if(records_,
                [&](const Record& each) { return each.type == type && each.owner == owner; });
}

void ZoneDraft::drop_signatures(const Name& owner, RRType covered) {
  std::erase_if(records_,
                [&](const Record& each) { return each.owner == owner && covers(each, covered); });
}

void ZoneDraft::drop_all(RRType type) {
  std::erase_if(records_,
                [&](const Record& each) { return each.type == type || covers(each, type); });
}

void ZoneDraft::change(const Name& owner, RRType type, const std::function<void(Octets&)>& change) {
  const auto found = std::find_if(records_.begin(), records_.end(), [&](const Record& each) {
    return each.type == type && each.owner == owner;
  });
  if (found != records_.end()) change(found->rdata);
}

void ZoneDraft::spoil_signatures(const Name& owner, RRType covered) {
  for (Record& each : records_) {
    if (each.owner == owner && covers(each, covered)) each.rdata.back() ^= 1;
  }
}

RRset ZoneDraft::rrset(const Name& owner, RRType type) const {
  RRset rrset;
  for (const Record& each : records_) {
    if (each.type != type || !(each.owner == owner)) continue;
    if (rrset.empty()) rrset = RRset(owner, type, each.rrclass, each.ttl);
    rrset.add(each.rdata);
  }
  return rrset;
}

Record ZoneDraft::signature(const RRset& rrset, const KeyPair& pair, std::uint16_t key_tag,
                            const Forgery& forgery) const {
  const Name signer = forgery.signer.value_or(apex_);
  const SignatureSpan span = forgery.span.value_or(span_);
  rr::Rrsig rrsig{rrset.type(),
                  pair.key.algorithm(),
                  forgery.labels.value_or(rrsig_labels(rrset.owner())),
                  rrset.ttl(),
                  span.expiration.to_wire(),
                  span.inception.to_wire(),
                  key_tag,
                  signer,
                  {}};
  Octets octets;
  // More labels than the owner has can't be signed for; what is signed does not matter then.
  if (!append_signed_octets(octets, rrsig, rrset).ok()) octets = rrsig.write();
  const auto made = pair.key.sign(octets);
  if (made.ok()) rrsig.signature = *made;
  return {rrset.owner(), RRType::RRSIG, rrset.rrclass(), rrset.ttl(), rrsig.write()};
}

void ZoneDraft::sign(const Name& owner, RRType type, const Forgery& forgery) {
  drop_signatures(owner, type);
  const bool by_ksk = type == RRType::DNSKEY;
  const KeyPair& pair = keys_.at(by_ksk ? 0 : 1);
  const std::uint16_t tag = by_ksk ? key_tag(entry_key()) : pair.key_tag;
  records_.push_back(signature(rrset(owner, type), pair, tag, forgery));
}

void ZoneDraft::change_entry_key(const std::function<void(Octets&)>& change) {
  const Octets before = entry_key();
  Octets after = before;
  change(after);
  for (Record& each : records_) {
    if (each.type == RRType::DNSKEY && each.rdata == before) each.rdata = after;
  }
  entry_key_ = std::move(after);
  sign(apex_, RRType::DNSKEY);
}

void ZoneDraft::sign_all(SignatureSpan span) {
  std::set<std::pair<Name, RRType>> rrsets;
  for (const Record& each : records_) {
    const auto rrsig = rr::Rrsig::read(each.rdata);
    if (each.type == RRType::RRSIG && rrsig.ok()) rrsets.insert({each.owner, rrsig->type_covered});
  }
  for (const auto& [owner, type] : rrsets) sign(owner, type, {.span = span});
}

void ZoneDraft::keep_unsigned() {
  std::erase_if(records_, [](const Record& each) {
    return each.type == RRType::RRSIG || each.type == RRType::DNSKEY || each.type == RRType::NSEC ||
           each.type == RRType::NSEC3 || each.type == RRType::NSEC3PARAM;
  });
}

}  // namespace vouch::lab
