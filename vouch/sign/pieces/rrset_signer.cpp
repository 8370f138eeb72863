#include "vouch/sign/pieces/rrset_signer.hpp"

#include <algorithm>

namespace vouch {

Result<RRsetView> RRsetSigner::sign(RRsetView rrset, const ZoneRRset* before, Care care,
                                    Arena& arena, SignatureCounts& counts) {
  rrsigs_.clear();
  waits_.reset();
  const std::size_t first_noted = noted_.size();
  const bool is_same = before != nullptr && before->rrset.ttl == rrset.ttl &&
                       equal_octets(before->rrset.rdatas.packed(), rrset.rdatas.packed());
  const bool at_apex = rrset.owner == apex_;
  std::size_t taken_over = 0;
  const std::span<const SignerKey> keys = keys_->all();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const SignerKey& key = keys[i];
    if (!SignerKeys::signs(key, rrset.type, at_apex)) continue;
    if (is_same) {
      const auto old = usable(rrset, before->signatures, i);
      const bool good = old && (care == Care::together || holds(rrset, *old, i));
      if (good) {
        if (policy_->verify && care == Care::together) noted_.push_back({rrset, *old, i, true});
        rrsigs_.push_back(*old);
        ++taken_over;
        continue;
      }
    }
    VOUCH_CHECK(make(rrset, i, care, arena));
    ++counts.made;
    if (!policy_->verify) continue;
    ++counts.verified;
    if (care == Care::together) {
      noted_.push_back({rrset, rrsigs_.back(), i, false});
    } else if (!holds(rrset, rrsigs_.back(), i)) {
      return wrong(rrset, key);
    }
  }
  counts.reused += taken_over;
  if (at_apex) {
    for (const Octets& given : keys_->given(rrset.type)) {
      rrsigs_.push_back(given);
      ++counts.reused;
    }
  }
  RRsetView signatures{rrset.owner, RRType::RRSIG, rrset.rrclass, rrset.ttl, {}};
  const bool are_all_taken_over =
      taken_over > 0 && taken_over == rrsigs_.size() && taken_over == before->signatures.size();
  signatures.rdatas = are_all_taken_over ? before->signatures.rdatas : packed(rrset, arena);
  if (!waits_) return signatures;
  // The only signature of the RRset: it is made where it is published, and read from there.
  const OctetView rdata = *signatures.rdatas.begin();
  std::uint8_t* const end = const_cast<std::uint8_t*>(rdata.data()) + rdata.size();
  VOUCH_CHECK(making_.add(keys[*waits_].pair->key, scratch_, end - SignBatch::signature_octets));
  if (noted_.size() > first_noted) noted_.back().rdata = rdata;
  return signatures;
}

// A signature of the key, made at once or, where it is the only one of the RRset, waiting: then
// scratch_ holds what is to be signed.
Result<void> RRsetSigner::make(RRsetView rrset, std::size_t key, Care care, Arena& arena) {
  const std::span<const SignerKey> keys = keys_->all();
  const KeyPair& pair = *keys[key].pair;
  const std::uint16_t key_tag = keys[key].key_tag;
  const bool at_apex = rrset.owner == apex_;
  const auto signs = [&](const SignerKey& each) {
    return SignerKeys::signs(each, rrset.type, at_apex);
  };
  made_.clear();
  if (care == Care::together && making_.takes(pair.key) &&
      std::count_if(keys.begin(), keys.end(), signs) == 1 &&
      !(at_apex && !keys_->given(rrset.type).empty())) {
    VOUCH_CHECK(append_unsigned_rrsig(made_, rrset, pair.key.algorithm(), key_tag, apex_,
                                      span_of(rrset), scratch_));
    made_.resize(made_.size() + SignBatch::signature_octets);
    waits_ = key;
  } else {
    VOUCH_CHECK(append_rrsig(made_, rrset, pair.key, key_tag, apex_, span_of(rrset), scratch_));
  }
  rrsigs_.push_back(arena.keep(made_));
  return {};
}

RdataRange RRsetSigner::packed(RRsetView rrset, Arena& arena) {
  made_.clear();
  const std::size_t count = pack_rdatas(RRType::RRSIG, rrset.rrclass, rrsigs_, made_);
  return {arena.keep(made_), count};
}

// The span with the RRset's share of the jitter (FNV-1a of the owner and the type): a second
// signing gives the same zone.
SignatureSpan RRsetSigner::span_of(RRsetView rrset) const {
  SignatureSpan span = policy_->span;
  if (policy_->jitter == 0) return span;
  std::uint64_t hash = 14695981039346656037U;
  const auto take = [&hash](std::uint8_t octet) { hash = (hash ^ octet) * 1099511628211U; };
  const Name owner = Name::lowered(rrset.owner);
  for (const std::uint8_t octet : owner.wire()) take(octet);
  take(static_cast<std::uint8_t>(static_cast<std::uint16_t>(rrset.type) >> 8));
  take(static_cast<std::uint8_t>(rrset.type));
  span.expiration =
      span.expiration.plus(-static_cast<std::int64_t>(hash % (policy_->jitter + 1ULL)));
  return span;
}

// A signature of the previous zone by the key that is as good as a new one, if it holds.
std::optional<OctetView> RRsetSigner::usable(RRsetView rrset, RRsetView old, std::size_t key) {
  for (const OctetView rdata : old.rdatas) {
    if (is_usable(rrset, rdata, key)) return rdata;
  }
  return std::nullopt;
}

bool RRsetSigner::is_usable(RRsetView rrset, OctetView rdata, std::size_t key) {
  constexpr std::size_t type_octets = 2;
  constexpr std::size_t labels_at = 3;
  constexpr std::size_t ttl_at = 4;
  if (rdata.size() <= ttl_at + 4) return false;
  // Fewer labels would verify, too, where a wildcard was signed with the same records.
  const auto covered = static_cast<RRType>(rdata[0] << 8 | rdata[1]);
  if (covered != rrset.type || rdata[labels_at] != rrsig_labels(rrset.owner)) return false;
  const std::uint8_t* const ttl = rdata.data() + ttl_at;
  if ((std::uint32_t{ttl[0]} << 24 | std::uint32_t{ttl[1]} << 16 | std::uint32_t{ttl[2]} << 8 |
       ttl[3]) != rrset.ttl.seconds)
    return false;
  for (const Accepted& accepted : accepted_) {
    const std::size_t size = accepted.middle.size();
    if (size != 0 && accepted.key == key && rdata.size() > type_octets + size &&
        equal_octets(rdata.subspan(type_octets, size), accepted.middle))
      return true;
  }
  const SignerKey& signer = keys_->all()[key];
  const auto rrsig = rr::Rrsig::read(rdata);
  const bool good =
      rrsig.ok() && rrsig->key_tag == signer.key_tag &&
      rrsig->algorithm == signer.pair->key.algorithm() && rrsig->signer == apex_ &&
      check_time(*rrsig, policy_->now) == TimeCheck::within &&
      check_time(*rrsig, policy_->now.plus(policy_->refresh_before)) == TimeCheck::within;
  if (!good) return false;
  Accepted& accepted = accepted_[next_accepted_++ % std::size(accepted_)];
  const OctetView middle =
      rdata.subspan(type_octets, rdata.size() - type_octets - rrsig->signature.size());
  accepted.middle.assign(middle.begin(), middle.end());
  accepted.key = key;
  return true;
}

// The octets that were signed, made again from the RRSIG as it will be published, and its
// signature.
OctetView RRsetSigner::signed_octets(RRsetView rrset, OctetView rdata, OctetView& signature) {
  const auto rrsig = rr::Rrsig::read(rdata);
  scratch_.clear();
  const bool readable = rrsig.ok() && append_signed_octets(scratch_, *rrsig, rrset).ok();
  signature = readable ? rrsig->signature : OctetView();
  return scratch_;
}

bool RRsetSigner::holds(RRsetView rrset, OctetView rdata, std::size_t key) {
  if (!policy_->verify) return true;
  OctetView signature;
  const OctetView octets = signed_octets(rrset, rdata, signature);
  return published_[key].verify(octets, signature);
}

Result<bool> RRsetSigner::check() {
  auto made = making_.sign();
  if (!made.ok()) {
    noted_.clear();
    return std::move(made).error();
  }
  for (const Noted& noted : noted_) {
    OctetView signature;
    const OctetView octets = signed_octets(noted.rrset, noted.rdata, signature);
    checking_.add(published_[noted.key], octets, signature);
  }
  const std::vector<bool>& holds = checking_.verify();
  std::optional<Error> error;
  for (std::size_t i = 0; i < noted_.size() && !error; ++i) {
    if (!holds[i] && !noted_[i].taken_over)
      error = wrong(noted_[i].rrset, keys_->all()[noted_[i].key]);
  }
  noted_.clear();
  if (error) return std::move(*error);
  return std::find(holds.begin(), holds.end(), false) == holds.end();
}

Error RRsetSigner::wrong(RRsetView rrset, const SignerKey& key) const {
  return fail(ErrorCode::verify_failed,
              "the signature of " + rrset.owner.text() + " " + text(rrset.type) + " by key " +
                  std::to_string(key.key_tag) +
                  " does not verify with the DNSKEY that is published; " + "the private key in " +
                  key.pair->base_name +
                  " is not the one of its .key file, or the machine does not work reliably");
}

}  // namespace vouch
