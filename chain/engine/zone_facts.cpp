#include "chain/engine/zone_facts.hpp"

#include <algorithm>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/validate/policy.hpp"
#include "vouch/validate/trust_anchor.hpp"

namespace vouch::chain {
namespace {

constexpr std::size_t max_records = 64;  ///< of a kind that are kept
constexpr std::size_t max_proposals = 2;

void add_once(std::vector<Octets>& rdatas, const Octets& rdata) {
  const bool is_there = std::find(rdatas.begin(), rdatas.end(), rdata) != rdatas.end();
  if (!is_there && rdatas.size() < max_records) rdatas.push_back(rdata);
}

void note(ZoneFacts& facts, const Record& record) {
  if (!(record.owner == facts.zone)) return;
  if (record.type == RRType::DNSKEY && rr::Dnskey::read(record.rdata).ok())
    add_once(facts.keys, record.rdata);
  if (record.type == RRType::DS && rr::Ds::read(record.rdata).ok())
    add_once(facts.ds, record.rdata);
  if (record.type != RRType::RRSIG) return;
  const auto rrsig = rr::Rrsig::read(record.rdata);
  if (rrsig.ok() && rrsig->type_covered == RRType::DNSKEY && rrsig->signer == facts.zone.view())
    facts.signers_of_keys.insert(rrsig->key_tag);
}

bool is_usable(const rr::Dnskey& key) {
  return key.is_zone_key() && !key.is_revoked() && key.protocol == 3 &&
         Policy().accepts(key.algorithm);
}

}  // namespace

bool ZoneFacts::has_key(std::uint16_t tag) const {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const Octets& key) { return key_tag(key) == tag; });
}

std::vector<std::string> ZoneFacts::fitting_ds() const {
  std::vector<std::string> with_sep;
  std::vector<std::string> others;
  for (const Octets& rdata : keys) {
    const auto key = rr::Dnskey::read(rdata);
    if (!key.ok() || !is_usable(*key) || signers_of_keys.count(key_tag(rdata)) == 0) continue;
    auto digest = make_ds(zone, rdata, DigestType::sha256);
    if (!digest.ok()) continue;
    const std::string line = TrustAnchor{zone, RRType::DS, *std::move(digest)}.text();
    (key->is_sep() ? with_sep : others).push_back(line);
  }
  std::vector<std::string>& best = with_sep.empty() ? others : with_sep;
  if (best.size() > max_proposals) best.resize(max_proposals);
  return best;
}

ZoneFacts facts_of(const Recording& recording, const Name& zone) {
  ZoneFacts facts;
  facts.zone = zone;
  for (const Exchange& each : recording.exchanges) {
    const bool is_its_own = each.zone == zone && !each.server.empty();
    if (is_its_own &&
        std::find(facts.servers.begin(), facts.servers.end(), each.server) == facts.servers.end())
      facts.servers.push_back(each.server);
    const bool may_tell = is_its_own || each.question.name == zone;
    if (!may_tell || each.failure != FetchFailure::none) continue;
    const auto message = Message::read(each.message);
    if (!message.ok()) continue;
    for (const Section section : {Section::answer, Section::authority}) {
      for (const Record& record : message->section(section)) {
        note(facts, record);
        if (is_its_own && record.type == RRType::RRSIG) facts.sends_signatures = true;
      }
    }
  }
  return facts;
}

Name zone_of(const Recording& recording, const Name& name) {
  Name deepest;
  for (const Exchange& each : recording.exchanges) {
    if (name.is_at_or_below(each.zone) && each.zone.label_count() > deepest.label_count())
      deepest = each.zone;
  }
  return deepest;
}

bool is_v6(const std::string& server) { return std::count(server.begin(), server.end(), ':') >= 2; }

std::string text_of_server(const Exchange& exchange) {
  if (exchange.server_name.empty()) return exchange.server;
  return exchange.server + " (" + exchange.server_name + ")";
}

}  // namespace vouch::chain
