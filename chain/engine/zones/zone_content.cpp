#include "chain/engine/zones/zone_content.hpp"

#include <algorithm>

#include "chain/engine/path_findings.hpp"
#include "chain/engine/zone_facts.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::chain {
namespace {

constexpr std::size_t max_kept = 64;  ///< of a kind

ServerContent& server_of(ZoneContent& content, const Exchange& exchange) {
  const std::string name = text_of_server(exchange);
  for (ServerContent& each : content.servers) {
    if (each.name == name) return each;
  }
  content.servers.emplace_back();
  content.servers.back().name = name;
  return content.servers.back();
}

void note_ttls(ServerContent& server, const std::vector<Record>& records) {
  for (const Record& signature : records) {
    if (signature.type != RRType::RRSIG) continue;
    const auto rrsig = rr::Rrsig::read(signature.rdata);
    if (!rrsig.ok() || server.long_ttls.size() >= max_kept) continue;
    const std::uint32_t original = rrsig->original_ttl.seconds;
    if (signature.ttl.seconds > original)
      server.long_ttls.push_back({signature.owner, RRType::RRSIG, signature.ttl.seconds, original});
    const auto covered = std::find_if(records.begin(), records.end(), [&](const Record& each) {
      return each.type == rrsig->type_covered && each.owner == signature.owner;
    });
    if (covered != records.end() && covered->ttl.seconds > original)
      server.long_ttls.push_back({covered->owner, covered->type, covered->ttl.seconds, original});
  }
}

void note_answer(ZoneContent& content, const Exchange& exchange, const Message& message) {
  ServerContent& server = server_of(content, exchange);
  ++server.answers;
  if (!message.edns) ++server.without_edns;
  if (message.edns && !message.edns->dnssec_ok) ++server.without_do;
  if (!message.header.aa) return;
  server.asked.insert({exchange.question.name, exchange.question.type});
  for (const Section section : {Section::answer, Section::authority}) {
    const std::vector<Record>& records = message.section(section);
    note_ttls(server, records);
    for (SignedRRset& each : group_rrsets(records)) {
      if (each.rrset.empty() || !each.rrset.owner().is_at_or_below(content.zone)) continue;
      const std::pair<Name, RRType> key{each.rrset.owner(), each.rrset.type()};
      server.rrsets.try_emplace(key, std::move(each));
    }
  }
}

void note_referral(ZoneContent& content, const Message& message) {
  for (const Name& name : rr::name_servers(message.authority, content.zone)) {
    if (content.parent_ns.size() < max_kept) content.parent_ns.insert(name);
  }
  for (const Record& record : message.additional) {
    const bool is_address = record.type == RRType::A || record.type == RRType::AAAA;
    if (is_address && content.parent_ns.count(record.owner) != 0)
      content.glue[record.owner].insert(record.rdata);
  }
}

}  // namespace

std::vector<Question> probe_questions(const Name& zone) {
  std::vector<Question> questions;
  for (const RRType type : {RRType::SOA, RRType::NS, RRType::DNSKEY, RRType::CDS, RRType::CDNSKEY,
                            RRType::CSYNC, RRType::NSEC3PARAM, RRType::HINFO})
    questions.push_back({zone, type, RRClass::IN});
  auto missing = Name::parse("vouch-probe-no-such-name." + (zone.is_root() ? "" : zone.text()));
  if (missing.ok()) questions.push_back({*std::move(missing), RRType::A, RRClass::IN});
  return questions;
}

const SignedRRset* ServerContent::find(const Name& owner, RRType type) const {
  const auto found = rrsets.find({owner, type});
  return found == rrsets.end() ? nullptr : &found->second;
}

const SignedRRset* ZoneContent::find(const Name& owner, RRType type) const {
  for (const ServerContent& each : servers) {
    if (const SignedRRset* found = each.find(owner, type)) return found;
  }
  return nullptr;
}

ZoneContent content_of(const Recording& recording, const Name& zone) {
  ZoneContent content;
  content.zone = zone;
  for (const Exchange& each : recording.exchanges) {
    if (each.failure != FetchFailure::none || !zone.is_at_or_below(each.zone)) continue;
    const auto message = Message::read(each.message);
    if (!message.ok() || message->header.rd || message->header.tc) continue;
    const bool is_answer =
        message->rcode() == Rcode::NOERROR || message->rcode() == Rcode::NXDOMAIN;
    if (each.zone == zone && is_answer && !is_referral(*message, each.question, zone) &&
        !is_lame(*message, each.question, zone)) {
      note_answer(content, each, *message);
      continue;
    }
    if (each.zone == zone) continue;
    note_referral(content, *message);
    if (each.question.type != RRType::DS || !(each.question.name == zone)) continue;
    for (const SignedRRset& found : group_rrsets(message->answer)) {
      if (found.rrset.type() != RRType::DS || !(found.rrset.owner() == zone)) continue;
      content.ds_rrset = found.rrset;
    }
  }
  for (const OctetView rdata : content.ds_rrset.rdatas())
    content.ds.emplace_back(rdata.begin(), rdata.end());
  return content;
}

}  // namespace vouch::chain
