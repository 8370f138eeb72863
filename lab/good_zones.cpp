// Zones whose answers are secure, one of each kind.
#include "lab/lab_zone.hpp"

namespace vouch::lab {
namespace {

constexpr const char* usual_text = "www A 192.0.2.80\nwww AAAA 2001:db8::80\nwww TXT \"hello\"\n";

LabZone zone(std::string apex, std::string shows) {
  LabZone row;
  row.apex = apex;
  row.shows = std::move(shows);
  row.ask = "www." + apex;
  row.text = usual_text;
  return row;
}

LabZone with_algorithm(std::string apex, std::string shows, Algorithm algorithm) {
  LabZone row = zone(std::move(apex), std::move(shows));
  row.algorithm = algorithm;
  return row;
}

LabZone asked(std::string apex, std::string shows, std::string ask, RRType type, std::string text) {
  LabZone row = zone(std::move(apex), std::move(shows));
  row.ask = std::move(ask);
  row.type = type;
  row.text = usual_text + std::move(text);
  return row;
}

void spoil_everything(ZoneDraft& draft) {
  draft.spoil_signatures(draft.name("www"), RRType::A);
  draft.spoil_signatures(draft.apex(), RRType::DNSKEY);
}

std::vector<Record> sha1_ds(const ZoneDraft& draft) { return {ds_record(draft, DigestType::sha1)}; }

}  // namespace

std::vector<LabZone> good_zones() {
  std::vector<LabZone> rows;
  rows.push_back(asked("example.com.", "an ordinary zone: P-256 keys, NSEC", "www.example.com.",
                       RRType::A, "@ MX 10 mail\nmail A 192.0.2.25\nftp CNAME www\n"));
  rows.push_back(zone("example.org.", "a zone that denies with NSEC3"));
  rows.back().denial = DenialKind::nsec3;
  rows.push_back(zone("nsec.test.", "names are denied with NSEC"));
  rows.back().ask = "nowhere.nsec.test.";
  rows.push_back(zone("nsec3.test.", "names are denied with NSEC3"));
  rows.back().denial = DenialKind::nsec3;
  rows.back().ask = "nowhere.nsec3.test.";
  rows.push_back(asked("nodata.test.", "the name exists, but not with this type",
                       "www.nodata.test.", RRType::MX, ""));
  rows.push_back(
      with_algorithm("rsa.test.", "RSA with SHA-256, algorithm 8", Algorithm::RSASHA256));
  rows.push_back(
      with_algorithm("rsa512.test.", "RSA with SHA-512, algorithm 10", Algorithm::RSASHA512));
  rows.push_back(
      with_algorithm("p384.test.", "ECDSA P-384, algorithm 14", Algorithm::ECDSAP384SHA384));
  rows.push_back(with_algorithm("ed25519.test.", "Ed25519, algorithm 15", Algorithm::ED25519));
  rows.push_back(with_algorithm("ed448.test.", "Ed448, algorithm 16", Algorithm::ED448));
  rows.push_back(asked("wildcard.test.",
                       "an answer that a wildcard gives, with the proof that nothing is closer",
                       "anything.wildcard.test.", RRType::A, "* A 192.0.2.81\n"));
  rows.push_back(asked("wildcard-nodata.test.", "a wildcard that has not this type",
                       "anything.wildcard-nodata.test.", RRType::TXT, "* A 192.0.2.81\n"));
  rows.push_back(asked("wildcard3.test.", "the same with NSEC3", "any.thing.wildcard3.test.",
                       RRType::A, "* A 192.0.2.81\n"));
  rows.back().denial = DenialKind::nsec3;
  rows.push_back(asked("ent.test.", "a name that exists only because there is one below it",
                       "empty.ent.test.", RRType::A, "deep.empty A 192.0.2.82\n"));
  rows.push_back(asked("cname.test.", "an alias into another zone", "alias.cname.test.", RRType::A,
                       "alias CNAME www.nsec3.test.\n"));
  rows.push_back(asked("wildcard-cname.test.", "an alias that a wildcard gives",
                       "any.wildcard-cname.test.", RRType::A, "* CNAME www.rsa.test.\n"));
  rows.push_back(asked("dname.test.", "a whole subtree that is an alias", "www.sub.dname.test.",
                       RRType::A, "sub DNAME ed25519.test.\n"));
  rows.push_back(zone("sha1-ds.test.", "a DS with SHA-1 only, which still counts"));
  rows.back().ds = sha1_ds;
  rows.push_back(
      zone("one-server-bad.test.", "one of two servers has a bad copy: the other is asked"));
  rows.back().has_second_server = true;
  rows.back().second_breakage = spoil_everything;
  return rows;
}

}  // namespace vouch::lab
