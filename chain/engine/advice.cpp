#include "chain/engine/advice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "chain/engine/reason_rows.hpp"
#include "vouch/dnssec/key_tag.hpp"
#include "vouch/validate/trust_anchor.hpp"

namespace vouch::chain {
namespace {

constexpr std::int64_t day = 86400;

struct Advice {
  Concern concern = Concern::nobody;
  std::string text = {};
  std::vector<std::string> records = {};
};

std::string tags_of_ds(const ZoneFacts& facts) {
  std::set<std::uint16_t> tags;
  for (const Octets& rdata : facts.ds) tags.insert(rr::Ds::read(rdata).value().key_tag);
  std::string text;
  for (const std::uint16_t tag : tags) text += (text.empty() ? "" : ", ") + std::to_string(tag);
  return text;
}

// Nobody may take a DS from what came over the network.
constexpr const char* compare_first =
    "Compare it first with what `vouch ds` prints of your own key file: what is shown here came "
    "over the network.";

std::string sign_command(const std::string& zone) {
  return fmt::format("`vouch sign -o {} -f NEW ZONEFILE`", zone);
}

class Adviser {
 public:
  explicit Adviser(const Case& about)
      : case_(about),
        facts_(about.facts),
        reason_(about.conclusion.reason),
        zone_(about.conclusion.place.zone.text()),
        owner_(about.conclusion.place.owner.text()),
        type_(text(about.conclusion.place.type)) {}

  Advice advice() const;

 private:
  Advice of_chain() const;
  Advice of_zone() const;
  Advice compare_anchor() const;
  Advice publish_ds() const;
  Advice supported_ds() const;
  Advice mend_parent() const;
  Advice drop_stale_ds() const;
  Advice replace_ds() const;
  Advice replace_ds_key() const;
  Advice sign_keys() const;
  Advice sign_again() const;
  Advice set_clock() const;
  Advice sign_with_present() const;
  Advice complete_denial() const;
  Advice mend_servers() const;
  Advice fewer_records() const;
  Advice mend_alias() const;

  const Case& case_;
  const ZoneFacts& facts_;
  Reason reason_;
  std::string zone_;
  std::string owner_;
  std::string type_;
};

Advice Adviser::advice() const {
  const Remedy remedy = words_of(reason_).remedy;
  switch (remedy) {
    case Remedy::nothing:
    case Remedy::reach_servers: return {};  // the servers' part is in path_findings
    case Remedy::give_anchor:
      return {Concern::reader,
              fmt::format("Give a trust anchor of a zone at or above {} by `--anchor FILE`, as its "
                          "operator publishes it.",
                          owner_)};
    case Remedy::compare_anchor: return compare_anchor();
    case Remedy::other_library:
      return {Concern::reader,
              "The cryptographic library here refuses the algorithm (its policy may be set so); "
              "look from a machine whose library takes it."};
    case Remedy::publish_ds: return publish_ds();
    case Remedy::supported_ds: return supported_ds();
    case Remedy::mend_parent: return mend_parent();
    case Remedy::drop_stale_ds: return drop_stale_ds();
    case Remedy::replace_ds: return replace_ds();
    case Remedy::replace_ds_key: return replace_ds_key();
    default: return of_zone();
  }
}

Advice Adviser::of_zone() const {
  switch (words_of(reason_).remedy) {
    case Remedy::sign_keys: return sign_keys();
    case Remedy::sign_again: return sign_again();
    case Remedy::set_clock: return set_clock();
    case Remedy::sign_with_present: return sign_with_present();
    case Remedy::sign_supported:
      return {Concern::zone,
              fmt::format("Sign {} with every algorithm that its DNSKEY RRset has (RFC 4035 "
                          "section 2.2), and keep the old signatures until then: {}.",
                          zone_, sign_command(zone_))};
    case Remedy::complete_denial: return complete_denial();
    case Remedy::mend_servers: return mend_servers();
    case Remedy::fewer_iterations:
      return {Concern::zone, fmt::format("Sign {0} with 0 iterations (RFC 9276): `vouch sign -o "
                                         "{0} --nsec3 --iterations 0 -f NEW ZONEFILE`.",
                                         zone_)};
    case Remedy::fewer_records: return fewer_records();
    case Remedy::mend_alias: return mend_alias();
    case Remedy::take_from_wildcard:
      return {Concern::zone, fmt::format("Take the {} records out of the wildcard above {}: they "
                                         "have no meaning there.",
                                         type_, owner_)};
    default: return {};
  }
}

Advice Adviser::compare_anchor() const {
  return {Concern::reader,
          fmt::format("Compare the trust anchor with what the operator of {} publishes, over a "
                      "path that you trust (for the root of the Internet: "
                      "https://www.iana.org/dnssec/files), and give that by `--anchor FILE`. Do "
                      "not take it from this answer.",
                      zone_ == "." ? "the root" : zone_)};
}

// An island of security. A DS for a zone whose own signatures don't hold would make it bogus.
Advice Adviser::publish_ds() const {
  if (!facts_.is_signed()) return {};
  const std::string zone = facts_.zone.text();
  const auto ds = facts_.fitting_ds();
  if (!case_.holds_by_itself || ds.empty())
    return {Concern::zone,
            fmt::format("{0} is signed, but its own signatures do not hold. Mend them before its "
                        "parent gets a DS: `vouch verify -o {0} FILE` lists what is wrong.",
                        zone)};
  return {Concern::parent,
          fmt::format("{} is signed and holds by itself; to have it protected, give its parent "
                      "the DS below. {}",
                      zone, compare_first),
          ds};
}

Advice Adviser::supported_ds() const {
  const std::string zone = facts_.zone.text();
  const auto ds = facts_.fitting_ds();
  if (!ds.empty() && case_.holds_by_itself)
    return {Concern::parent,
            fmt::format("Validators take {} for unsigned until its parent has a DS that they can "
                        "check. Add the one below. {}",
                        zone, compare_first),
            ds};
  return {Concern::zone,
          fmt::format("Validators take {} for unsigned, and it works. To have it protected, roll "
                      "to ECDSAP256SHA256: add the new keys and signatures, wait until old records "
                      "have left the caches (their TTL), then change the DS; the old signatures "
                      "go last.",
                      zone)};
}

Advice Adviser::mend_parent() const {
  const std::string child = facts_.zone.text();
  return {Concern::zone,
          fmt::format("Sign {0}, which answers for the DS of {1}, again as a whole ({2}), or mend "
                      "the servers that answer so. Nothing in {1} itself mends it.",
                      zone_ == "." ? "the root" : zone_, child, sign_command(zone_))};
}

Advice Adviser::drop_stale_ds() const {
  return {Concern::parent,
          fmt::format("If {0} is not to be signed any more, have its parent take out the DS (key "
                      "{1}). If it is, serve the signed zone again, with the key that the DS "
                      "points to; if that key is lost, take out the DS first and begin anew.",
                      facts_.zone.text(), tags_of_ds(facts_))};
}

Advice Adviser::replace_ds() const {
  const auto ds = facts_.fitting_ds();
  const std::string zone = facts_.zone.text();
  if (ds.empty())
    return {Concern::zone,
            fmt::format("No key of {0} that could be pointed to signs its DNSKEY RRset. Put back "
                        "the key of the DS (key tag {1}) and sign with it; if it is lost, have the "
                        "parent take out the DS until {0} is signed with new keys.",
                        zone, tags_of_ds(facts_))};
  const bool has_tag = std::any_of(facts_.ds.begin(), facts_.ds.end(), [&](const Octets& rdata) {
    return facts_.has_key(rr::Ds::read(rdata).value().key_tag);
  });
  std::string text =
      fmt::format("Have the parent of {} replace the DS by the one below. {}", zone, compare_first);
  if (!has_tag)
    text += fmt::format(
        " Quicker, if you still have the key {} of the present DS: publish it "
        "again and sign the DNSKEY RRset with it.",
        tags_of_ds(facts_));
  return {Concern::parent, text, ds};
}

Advice Adviser::replace_ds_key() const {
  const std::string zone = facts_.zone.text();
  const auto ds = facts_.fitting_ds();
  std::vector<std::string> others;
  const auto& pointed = facts_.ds;
  std::copy_if(ds.begin(), ds.end(), std::back_inserter(others), [&](const std::string& line) {
    return std::none_of(pointed.begin(), pointed.end(), [&](const Octets& rdata) {
      return TrustAnchor{facts_.zone, RRType::DS, rdata}.text() == line;
    });
  });
  if (!others.empty())
    return {Concern::parent,
            fmt::format("Have the parent of {} replace the DS by the one below. {}", zone,
                        compare_first),
            others};
  const bool is_revoked = reason_ == Reason::ds_key_revoked;
  return {Concern::zone,
          fmt::format("{0}Make a new key (`vouch keygen --ksk {1}`), publish it, sign the DNSKEY "
                      "RRset with it, and give its DS to the parent: `vouch ds` prints it. Only "
                      "then take the old key out.",
                      is_revoked ? "A revoked key is gone for good. " : "", zone)};
}

Advice Adviser::sign_keys() const {
  if (!facts_.sends_signatures)
    return {Concern::servers,
            fmt::format("The servers of {0} send no signatures at all: see that they serve the "
                        "signed file (`vouch verify -o {0} FILE` tells), and that nothing before "
                        "them takes DNSSEC records out.",
                        facts_.zone.text())};
  return {Concern::zone,
          fmt::format("Sign the DNSKEY RRset of {0} with the key that the DS points to (key tag "
                      "{1}): `vouch sign -K KEYS -o {0} -f NEW ZONEFILE` with that key in KEYS.",
                      facts_.zone.text(), tags_of_ds(facts_))};
}

Advice Adviser::sign_again() const {
  const std::string command = sign_command(zone_);
  switch (reason_) {
    case Reason::signature_expired:
      return {Concern::zone,
              fmt::format("Sign {} again and reload its servers: {}. Then find out why its signer "
                          "stopped: it should have done so days before.",
                          zone_, command)};
    case Reason::signature_missing:
    case Reason::soa_unsigned:
      if (!facts_.sends_signatures)
        return {Concern::servers,
                fmt::format("The servers of {0} send no signatures at all: see that they serve "
                            "the signed file (`vouch verify -o {0} FILE` tells), and that nothing "
                            "before them takes DNSSEC records out.",
                            zone_)};
      return {Concern::zone,
              fmt::format("Sign {} again as a whole: {}; records that are added after signing "
                          "have no signatures.",
                          zone_, command)};
    case Reason::signature_wrong:
    case Reason::soa_bogus:
      return {Concern::zone,
              fmt::format("Sign {} again as a whole, without `--previous`: {}. Nothing may change "
                          "the signed file afterwards.",
                          zone_, command)};
    default:
      return {Concern::zone, fmt::format("Sign {0} again under its own name: {1}, and check the "
                                         "result: `vouch verify -o {0} NEW`.",
                                         zone_, command)};
  }
}

Advice Adviser::set_clock() const {
  return {Concern::zone,
          fmt::format("Compare clocks: here it is {}. If that is right, the signer of {} had a "
                      "wrong clock, or the signatures were published too early: sign with the "
                      "right time: {}.",
                      case_.at.readable(), zone_, sign_command(zone_))};
}

Advice Adviser::sign_with_present() const {
  const auto tag = case_.conclusion.place.key_tag;
  const std::string key = tag ? "key " + std::to_string(*tag) : "that key";
  if (reason_ == Reason::signing_key_missing)
    return {Concern::zone,
            fmt::format("Sign {} again with the keys that it publishes ({}), or publish {} again "
                        "beside them if its signatures are to stay.",
                        zone_, sign_command(zone_), key)};
  return {Concern::zone,
          fmt::format("Sign {0} again with keys other than {1}: `vouch sign -K KEYS -o {0} -f NEW "
                      "ZONEFILE`, with usable keys in KEYS. Keep the key that the DS points to.",
                      zone_, key)};
}

Advice Adviser::complete_denial() const {
  return {Concern::zone,
          fmt::format("`vouch verify -o {0} FILE` on the file that is served tells whether its "
                      "NSEC or NSEC3 chain is whole. If not, sign again: {1}. If it is, the "
                      "servers do not send it: they must know DNSSEC.",
                      zone_, sign_command(zone_))};
}

Advice Adviser::mend_servers() const {
  return {Concern::zone,
          fmt::format("What the servers answer for {0} is not what {1} says of it. Check the file "
                      "(`vouch verify -o {1} FILE`); sign again if it is wrong ({2}), and see "
                      "that all servers have the same copy.",
                      owner_, zone_, sign_command(zone_))};
}

Advice Adviser::fewer_records() const {
  if (reason_ == Reason::too_many_ds) {
    return {Concern::parent,
            fmt::format("{} has more DS records with key tags of its keys than validators look at. "
                        "Have those taken out that match no DNSKEY; keep those that do.",
                        zone_)};
  }
  const bool is_keys = reason_ == Reason::too_many_keys;
  return {Concern::zone,
          fmt::format("{} has more {} than validators look at. Take out {} that no DS points to "
                      "and that sign nothing, one at a time.",
                      zone_, is_keys ? "keys" : "signatures", is_keys ? "those" : "keys")};
}

Advice Adviser::mend_alias() const {
  if (reason_ == Reason::chain_loops)
    return {Concern::zone,
            fmt::format("Correct the CNAME or DNAME that leads to {}: the chain comes back to "
                        "where it was.",
                        owner_)};
  if (reason_ == Reason::chain_too_long)
    return {Concern::zone, "Let the first alias point to the last name of the chain."};
  return {
      Concern::zone,
      fmt::format("{} has a CNAME beside other records, or two: keep one or the other.", owner_)};
}

/// What a server that differs shows.
enum class Difference : std::uint8_t { strips, is_old, differs };

Difference difference_of(Reason reason) {
  switch (reason) {
    case Reason::dnskey_missing:
    case Reason::dnskey_unsigned:
    case Reason::anchor_without_keys:
    case Reason::signature_missing:
    case Reason::denial_missing:
    case Reason::ds_not_denied:
    case Reason::soa_unsigned:
    case Reason::wildcard_not_proven: return Difference::strips;
    case Reason::signature_expired: return Difference::is_old;
    default: return Difference::differs;
  }
}

}  // namespace

Name zone_to_mend(const Conclusion& conclusion) {
  return conclusion.place.type == RRType::DS ? conclusion.place.owner : conclusion.place.zone;
}

void advise(Finding& finding, const Case& about) {
  const Advice advice = Adviser(about).advice();
  finding.concern = advice.concern;
  finding.fix = advice.text;
  finding.records = advice.records;
  // The registrar is that of the child.
  if (advice.concern == Concern::parent) finding.zone = about.facts.zone;
}

void advise_servers(Finding& finding, const Conclusion& conclusion, std::size_t good_servers) {
  finding.concern = Concern::servers;
  const std::string zone = conclusion.place.zone.text();
  const std::string others =
      good_servers == 1 ? "another server" : fmt::format("{} other servers", good_servers);
  switch (difference_of(conclusion.reason)) {
    case Difference::strips:
      finding.fix = fmt::format(
          "{} of {} has what is missing here. See that this one serves the same signed zone and "
          "knows DNSSEC, and that nothing before it takes DNSSEC records out.",
          others, zone);
      break;
    case Difference::is_old:
      finding.fix = fmt::format(
          "{} of {} has newer signatures. See that transfers reach this one, and that it loads "
          "what "
          "it gets: compare the serials.",
          others, zone);
      break;
    case Difference::differs:
      finding.fix = fmt::format(
          "{} of {} answers well. See that this one has the same copy of the zone: compare the "
          "serials.",
          others, zone);
      break;
  }
  finding.fix.front() = static_cast<char>(std::toupper(finding.fix.front()));
}

}  // namespace vouch::chain
