#include "vouch/sign/sign_zone.hpp"

#include <thread>

#include "vouch/base/ordered_work.hpp"
#include "vouch/rr/typed/zone.hpp"
#include "vouch/sign/pieces/denial_watch.hpp"
#include "vouch/sign/pieces/piece_maker.hpp"
#include "vouch/sign/zone_content.hpp"
#include "vouch/sign/zonemd.hpp"
#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_delta.hpp"
#include "vouch/zone/zone_text.hpp"

namespace vouch {
namespace {

// The keys that signed are in the DNSKEY RRset that is published.
Result<void> check_keys(const Zone& content, const SignerKeys& keys) {
  const auto published = content.find(content.apex(), RRType::DNSKEY);
  for (const SignerKey& key : keys.all()) {
    if (published && RRset(published->rrset).contains(key.dnskey)) continue;
    return fail(ErrorCode::verify_failed, "the DNSKEY " + std::to_string(key.key_tag) +
                                              " that signed is not in the signed zone");
  }
  return {};
}

// The text of a piece; the SOA at the head.
void print(SignedPiece& piece, RecordPrinter& printer, bool is_first) {
  const auto is_soa = [](const ZoneRRset& set) { return set.rrset.type == RRType::SOA; };
  if (is_first) {
    for (const ZoneRRset& set : piece.sets_of(piece.nodes.front())) {
      if (is_soa(set)) append_set_text(piece.text, printer, set);
    }
  }
  for (const SignedNode& node : piece.nodes) {
    const bool is_apex = is_first && &node == &piece.nodes.front();
    for (const ZoneRRset& set : piece.sets_of(node)) {
      if (!is_apex || !is_soa(set)) append_set_text(piece.text, printer, set);
    }
  }
}

// One signing: pieces are made by all threads, and taken in order.
class Signing {
 public:
  Signing(const Zone& content, PieceMaker& maker, const SignPolicy& policy)
      : maker_(maker),
        policy_(policy),
        watch_(content, policy),
        slots_(OrderedWork::slots_for(policy.threads)) {}

  /// Either may be null.
  Result<SignedZone> run(ZoneBuilder* builder, const SignedText* text) {
    builder_ = builder;
    text_ = text;
    VOUCH_CHECK(OrderedWork::run(
        maker_.pieces(), policy_.threads,
        [this](std::size_t part, std::size_t slot) { return make(part, slots_[slot]); },
        [this](std::size_t, std::size_t slot) { return take(slots_[slot].piece); }));
    if (policy_.verify) VOUCH_CHECK(watch_.finish());
    return std::move(result_);
  }

 private:
  struct Slot {
    SignedPiece piece;
    RecordPrinter printer;
  };

  Result<void> make(std::size_t part, Slot& slot) {
    if (policy_.progress && std::this_thread::get_id() == caller_)
      policy_.progress(part * maker_.nodes() / maker_.pieces(), maker_.nodes());
    VOUCH_CHECK(maker_.make(part, slot.piece));
    if (policy_.verify) VOUCH_CHECK(watch_.check(slot.piece, maker_.hashed_of(part)));
    if (text_ != nullptr) print(slot.piece, slot.printer, part == 0);
    return {};
  }

  Result<void> take(const SignedPiece& piece) {
    if (policy_.verify) VOUCH_CHECK(watch_.follow(piece));
    result_.signatures += piece.counts;
    result_.denial_records += piece.denial_records;
    result_.records += piece.records;
    if (text_ != nullptr) VOUCH_CHECK((*text_)(piece.text));
    if (builder_ == nullptr) return {};
    for (const ZoneRRset& set : piece.sets) {
      VOUCH_CHECK(builder_->add(set.rrset));
      VOUCH_CHECK(builder_->add(set.signatures));
    }
    return {};
  }

  PieceMaker& maker_;
  const SignPolicy& policy_;
  DenialWatch watch_;
  std::vector<Slot> slots_;
  std::thread::id caller_ = std::this_thread::get_id();
  ZoneBuilder* builder_ = nullptr;
  const SignedText* text_ = nullptr;
  SignedZone result_;
};

void append_records(std::vector<Record>& to, RRsetView rrset) {
  for (const OctetView rdata : rrset.rdatas)
    to.push_back({Name(rrset.owner), rrset.type, rrset.rrclass, rrset.ttl,
                  Octets(rdata.begin(), rdata.end())});
}

// Puts the digests of the signed zone in the place of what held their room, and signs them (RFC
// 8976 section 3.1).
Result<void> add_zonemd(SignedZone& result, PieceMaker& maker) {
  const Zone& zone = *result.zone;
  const auto old = zone.find(zone.apex(), RRType::ZONEMD);
  RRset rrset(Name(zone.apex()), RRType::ZONEMD, zone.rrclass(), old->rrset.ttl);
  for (const OctetView rdata : old->rrset.rdatas) {
    VOUCH_TRY(rr::Zonemd zonemd, rr::Zonemd::read(rdata));
    VOUCH_TRY(const Octets digest,
              zone_digest(zone, static_cast<ZonemdHash>(zonemd.hash_algorithm)));
    zonemd.digest = digest;
    rrset.add(zonemd.write());
  }
  VOUCH_TRY(const RRset signatures, maker.sign(rrset, result.signatures));
  ZoneDelta change;
  append_records(change.removed, old->rrset);
  append_records(change.added, rrset);
  append_records(change.added, signatures);
  VOUCH_TRY(result.zone, apply(zone, change));
  result.records = result.zone->record_count();
  return {};
}

Result<SignedZone> sign(const Zone& zone, SignerKeys keys, const SignPolicy& policy,
                        const SignedText* text) {
  if (const auto published = zone.find(zone.apex(), RRType::DNSKEY))
    VOUCH_CHECK(keys.check_published(zone.apex(), published->rrset));
  VOUCH_TRY(const ZonePtr content, zone_content(zone, keys, policy));
  if (policy.verify) VOUCH_CHECK(check_keys(*content, keys));
  const Zone* const given_by[] = {&zone, policy.previous.get()};
  VOUCH_CHECK(keys.take_given(*content, given_by, policy.now));
  VOUCH_TRY(const std::unique_ptr<PieceMaker> maker, PieceMaker::start(*content, keys, policy));
  Signing signing(*content, *maker, policy);
  const bool has_zonemd = !policy.zonemd.empty();
  if (text != nullptr && !has_zonemd) return signing.run(nullptr, text);

  ZoneBuilder builder(zone.apex(), zone.rrclass());
  VOUCH_TRY(SignedZone result, signing.run(&builder, nullptr));
  VOUCH_TRY(result.zone, builder.build());
  if (has_zonemd) VOUCH_CHECK(add_zonemd(result, *maker));
  if (text != nullptr) VOUCH_CHECK(write_zone_text(*result.zone, *text, policy.threads));
  return result;
}

}  // namespace

Result<SignedZone> sign_zone(const Zone& zone, const SignerKeys& keys, const SignPolicy& policy) {
  return sign(zone, keys, policy, nullptr);
}

Result<SignedZone> sign_zone(const Zone& zone, std::span<const KeyPair> pairs,
                             const SignPolicy& policy) {
  VOUCH_TRY(SignerKeys keys, SignerKeys::assign(zone.apex(), pairs));
  return sign(zone, std::move(keys), policy, nullptr);
}

Result<SignedZone> sign_zone_text(const Zone& zone, const SignerKeys& keys,
                                  const SignPolicy& policy, const SignedText& text) {
  return sign(zone, keys, policy, &text);
}

Result<SignedZone> sign_zone_text(const Zone& zone, std::span<const KeyPair> pairs,
                                  const SignPolicy& policy, const SignedText& text) {
  VOUCH_TRY(SignerKeys keys, SignerKeys::assign(zone.apex(), pairs));
  return sign(zone, std::move(keys), policy, &text);
}

}  // namespace vouch
