// Zones that are broken, one for each way, each named for what it shows.
#include "lab/lab_zone.hpp"
#include "vouch/rr/type_bitmap.hpp"

namespace vouch::lab {
namespace {

constexpr std::int64_t day = 86400;

LabZone zone(std::string apex, std::string shows, Reason verdict, void (*breakage)(ZoneDraft&)) {
  LabZone row;
  row.apex = apex;
  row.shows = std::move(shows);
  row.ask = "www." + apex;
  row.text = "www A 192.0.2.80\nwww TXT \"hello\"\nzzz A 192.0.2.90\n";
  row.verdict = verdict;
  row.breakage = breakage;
  return row;
}

// --- times

Timestamp made(const ZoneDraft& draft) { return draft.span().inception; }

void expire(ZoneDraft& draft) {
  draft.sign_all({made(draft).plus(-60 * day), made(draft).plus(-2 * day)});
}
void expire_keys(ZoneDraft& draft) {
  draft.sign(draft.apex(), RRType::DNSKEY,
             {.span = SignatureSpan{made(draft).plus(-60 * day), made(draft).plus(-2 * day)}});
}
void postpone(ZoneDraft& draft) {
  draft.sign_all({made(draft).plus(300 * day), made(draft).plus(330 * day)});
}
void invert(ZoneDraft& draft) {
  draft.sign(draft.name("www"), RRType::A,
             {.span = SignatureSpan{made(draft).plus(30 * day), made(draft).plus(-30 * day)}});
}

// --- keys and DS

std::vector<Record> ds_of_another_key(const ZoneDraft& draft) {
  Record record = ds_record(draft, DigestType::sha256);
  record.rdata[0] ^= 0x55;
  record.rdata[10] ^= 0x55;
  return {record};
}
std::vector<Record> ds_with_a_wrong_digest(const ZoneDraft& draft) {
  Record record = ds_record(draft, DigestType::sha256);
  record.rdata.back() ^= 1;
  return {record};
}
void unsign(ZoneDraft& draft) { draft.keep_unsigned(); }
void unsign_keys(ZoneDraft& draft) { draft.drop_signatures(draft.apex(), RRType::DNSKEY); }
void spoil_keys(ZoneDraft& draft) { draft.spoil_signatures(draft.apex(), RRType::DNSKEY); }
void drop_zsk(ZoneDraft& draft) {
  const Octets zsk = draft.keys().at(1).dnskey();
  ZoneDraft kept(draft);
  draft.drop(draft.apex(), RRType::DNSKEY);
  for (const Record& each : kept.records()) {
    if (each.type == RRType::DNSKEY && each.rdata != zsk) draft.add(each);
  }
  draft.sign(draft.apex(), RRType::DNSKEY);
}
void revoke(ZoneDraft& draft) {
  draft.change_entry_key([](Octets& dnskey) { dnskey[1] |= 0x80; });
}
void take_zone_bit(ZoneDraft& draft) {
  draft.change_entry_key([](Octets& dnskey) { dnskey[0] = 0; });
}
void change_protocol(ZoneDraft& draft) {
  draft.change_entry_key([](Octets& dnskey) { dnskey[2] = 4; });
}

// --- signatures of the answer

void unsign_answer(ZoneDraft& draft) { draft.drop_signatures(draft.name("www"), RRType::A); }
void alter_answer(ZoneDraft& draft) {
  draft.change(draft.name("www"), RRType::A, [](Octets& rdata) { rdata.back() ^= 1; });
}
void spoil_answer(ZoneDraft& draft) { draft.spoil_signatures(draft.name("www"), RRType::A); }
void sign_by_parent(ZoneDraft& draft) {
  draft.sign(draft.name("www"), RRType::A, {.signer = draft.apex().parent()});
}
void add_labels(ZoneDraft& draft) {
  draft.sign(draft.name("www"), RRType::A, {.labels = std::uint8_t{7}});
}
void take_labels(ZoneDraft& draft) {
  draft.sign(draft.name("www"), RRType::A, {.labels = std::uint8_t{1}});
}

// --- denial

void drop_denial(ZoneDraft& draft) {
  draft.drop_all(RRType::NSEC);
  draft.drop_all(RRType::NSEC3);
}
void unsign_denial(ZoneDraft& draft) {
  ZoneDraft kept(draft);
  for (const Record& each : kept.records()) {
    if (each.type == RRType::NSEC) draft.drop_signatures(each.owner, RRType::NSEC);
  }
}
void shorten_denial(ZoneDraft& draft) {
  // The NSEC before the name ends too early to cover it, and is signed so.
  draft.change(draft.name("ns"), RRType::NSEC, [&](Octets& rdata) {
    const Octets next = [&] {
      const Name name = draft.name("nt");
      return Octets(name.wire().begin(), name.wire().end());
    }();
    const RRType types[] = {RRType::A, RRType::RRSIG, RRType::NSEC};
    rdata = next;
    rr::TypeBitmap::append(rdata, types);
  });
  draft.sign(draft.name("ns"), RRType::NSEC);
}
void list_type(ZoneDraft& draft) {
  // The NSEC of the name says that the type is there, though no record is.
  draft.change(draft.name("www"), RRType::NSEC, [&](Octets& rdata) {
    const Name next = draft.name("zzz");
    const RRType types[] = {RRType::A, RRType::MX, RRType::TXT, RRType::RRSIG, RRType::NSEC};
    rdata.assign(next.wire().begin(), next.wire().end());
    rr::TypeBitmap::append(rdata, types);
  });
  draft.sign(draft.name("www"), RRType::NSEC);
}

LabZone denial_zone(std::string apex, std::string shows, Reason verdict,
                    void (*breakage)(ZoneDraft&), const std::string& asked) {
  LabZone row = zone(std::move(apex), std::move(shows), verdict, breakage);
  row.ask = asked + "." + row.apex;
  return row;
}

void add_times_and_keys(std::vector<LabZone>& rows) {
  rows.push_back(
      zone("expired.test.", "every signature has expired", Reason::signature_expired, expire));
  rows.push_back(zone("expired-keys.test.", "only the signature of the keys has expired",
                      Reason::signature_expired, expire_keys));
  rows.push_back(zone("not-yet-valid.test.", "the signatures are for the future",
                      Reason::signature_not_yet, postpone));
  rows.push_back(zone("inverted.test.", "a signature that ends before it begins",
                      Reason::signature_inverted, invert));
  rows.push_back(zone("wrong-ds.test.", "the DS is of a key that the zone does not have",
                      Reason::ds_matches_no_key, nullptr));
  rows.back().ds = ds_of_another_key;
  rows.push_back(zone("wrong-digest.test.", "the DS names the right key with a wrong digest",
                      Reason::ds_matches_no_key, nullptr));
  rows.back().ds = ds_with_a_wrong_digest;
  rows.push_back(zone("stale-ds.test.",
                      "the zone is not signed any more, but its parent still has a DS",
                      Reason::dnskey_missing, unsign));
  rows.push_back(zone("unsigned-keys.test.", "the DNSKEY RRset has no signature",
                      Reason::dnskey_unsigned, unsign_keys));
  rows.push_back(zone("bad-keys.test.", "the signature of the DNSKEY RRset is wrong",
                      Reason::dnskey_bogus, spoil_keys));
  rows.push_back(zone("missing-key.test.", "the key that signs the zone is not published",
                      Reason::signing_key_missing, drop_zsk));
  rows.push_back(zone("revoked.test.", "the DS points to a key that is revoked",
                      Reason::ds_key_revoked, revoke));
  rows.push_back(zone("no-zone-bit.test.", "the DS points to a key without the Zone Key flag",
                      Reason::ds_key_not_zone_key, take_zone_bit));
  rows.push_back(zone("bad-protocol.test.", "the DS points to a key whose protocol is not 3",
                      Reason::ds_key_wrong_protocol, change_protocol));
}

void add_answers(std::vector<LabZone>& rows) {
  rows.push_back(zone("missing-rrsig.test.", "the address has no signature",
                      Reason::signature_missing, unsign_answer));
  rows.push_back(zone("altered.test.", "the address was altered after signing",
                      Reason::signature_wrong, alter_answer));
  rows.push_back(zone("bad-signature.test.", "a bit of the signature is wrong",
                      Reason::signature_wrong, spoil_answer));
  rows.push_back(zone("wrong-signer.test.", "the signature names the parent as its signer",
                      Reason::signer_is_not_the_zone, sign_by_parent));
  rows.push_back(zone("too-many-labels.test.", "the signature is for a longer name",
                      Reason::too_many_labels, add_labels));
  rows.push_back(zone("too-few-labels.test.", "the signature is for a wildcard above the zone",
                      Reason::labels_below_signer, take_labels));
}

void add_denials(std::vector<LabZone>& rows) {
  rows.push_back(denial_zone("missing-nsec.test.", "a name is denied without proof",
                             Reason::denial_missing, drop_denial, "nowhere"));
  rows.push_back(denial_zone("missing-nsec3.test.", "the same where NSEC3 is due",
                             Reason::denial_missing, drop_denial, "nowhere"));
  rows.back().denial = DenialKind::nsec3;
  rows.push_back(denial_zone("unsigned-nsec.test.", "the proof is not signed",
                             Reason::denial_unsigned, unsign_denial, "nowhere"));
  rows.push_back(denial_zone("wrong-nsec.test.", "the proof does not cover the name",
                             Reason::name_not_denied, shorten_denial, "p"));
  rows.push_back(denial_zone("wrong-bitmap.test.", "the proof says that the type exists",
                             Reason::type_exists, list_type, "www"));
  rows.back().type = RRType::MX;
  rows.push_back(denial_zone("unproven-wildcard.test.",
                             "a wildcard answers, but nothing proves that it may",
                             Reason::wildcard_not_proven, drop_denial, "anything"));
  rows.back().text += "* A 192.0.2.81\n";
  rows.push_back(denial_zone("iterations-absurd.test.", "NSEC3 with far too many iterations",
                             Reason::nsec3_iterations_absurd, nullptr, "nowhere"));
  rows.back().denial = DenialKind::nsec3;
  rows.back().iterations = 600;
}

}  // namespace

std::vector<LabZone> bad_zones() {
  std::vector<LabZone> rows;
  add_times_and_keys(rows);
  add_answers(rows);
  add_denials(rows);
  rows.push_back(
      zone("cname-to-bogus.test.", "a good alias to a bad name", Reason::signature_wrong, nullptr));
  rows.back().text += "alias CNAME www.altered.test.\n";
  rows.back().ask = "alias.cname-to-bogus.test.";
  rows.push_back(
      zone("unreachable.test.", "no server of the zone answers", Reason::answer_failed, nullptr));
  rows.back().server = LabServer::nothing;
  return rows;
}

std::vector<LabZone> all_zones() {
  std::vector<LabZone> rows;
  for (const char* apex : {".", "com.", "org.", "test."}) {
    LabZone row;
    row.apex = apex;
    row.server = row.apex == "." ? LabServer::root : LabServer::tlds;
    row.shows = row.apex == "." ? "the root" : "a top-level domain";
    row.ask = apex;
    row.type = RRType::SOA;
    if (row.apex == "org.") row.denial = DenialKind::nsec3;
    rows.push_back(std::move(row));
  }
  for (auto more : {good_zones(), insecure_zones(), bad_zones()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace vouch::lab
