#include "chain/engine/recorded_evidence.hpp"

#include <algorithm>
#include <set>

#include "chain/engine/path_findings.hpp"
#include "chain/engine/zone_facts.hpp"

namespace vouch::chain {
namespace {

Evidence evidence_of(const Exchange& exchange, const Question& question) {
  if (exchange.failure != FetchFailure::none)
    return Evidence::failed(question, exchange.failure, text_of_server(exchange));
  const auto message = Message::read_response(exchange.message);
  if (!message.ok())
    return Evidence::failed(question, FetchFailure::malformed, text_of_server(exchange));
  if (message->header.tc)
    return Evidence::failed(question, FetchFailure::truncated, text_of_server(exchange));
  if (is_lame(*message, question, exchange.zone))
    return Evidence::failed(question, FetchFailure::servfail, text_of_server(exchange));
  Evidence evidence = Evidence::from_message(*message, text_of_server(exchange), exchange.zone);
  evidence.question = question;
  return evidence;
}

/// How good an exchange is as an answer; less is better.
unsigned rank(const Exchange& exchange, const Question& question, const std::string& preferred) {
  unsigned rank = exchange.server == preferred ? 0 : 10;
  if (exchange.failure != FetchFailure::none) return rank + 5;
  const auto message = Message::read_response(exchange.message);
  if (!message.ok() || message->header.tc) return rank + 4;
  if (is_referral(*message, question, exchange.zone)) return 100;
  const Rcode rcode = message->rcode();
  const bool answers =
      rcode == Rcode::NOERROR || rcode == Rcode::NXDOMAIN || rcode == Rcode::YXDOMAIN;
  if (!answers || is_lame(*message, question, exchange.zone)) rank += 3;
  return rank;
}

}  // namespace

std::vector<const Exchange*> RecordedEvidence::candidates(const Question& question) const {
  std::vector<std::pair<unsigned, const Exchange*>> ranked;
  std::size_t deepest = 0;
  for (const Exchange& each : recording_.exchanges) {
    const bool fits = each.question.type == question.type && each.question.name == question.name &&
                      !each.server.empty();
    if (!fits) continue;
    const unsigned order = rank(each, question, preferred_);
    if (order >= 100) continue;
    deepest = std::max(deepest, each.zone.label_count());
    ranked.emplace_back(order, &each);
  }
  // Zones further up were asked on the way; they answer only where they are the zone.
  std::erase_if(ranked, [&](const auto& each) {
    return each.second->zone.label_count() < deepest && each.second->failure != FetchFailure::none;
  });
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  std::vector<const Exchange*> exchanges;
  for (const auto& [order, exchange] : ranked) exchanges.push_back(exchange);
  return exchanges;
}

bool RecordedEvidence::has(const Question& question) const { return !candidates(question).empty(); }

std::vector<Name> RecordedEvidence::zones_above(const Name& name) const {
  std::set<Name, NameLess> zones;
  for (const Exchange& each : recording_.exchanges) {
    if (!each.zone.is_root() && name.is_at_or_below(each.zone)) zones.insert(each.zone);
  }
  return {zones.begin(), zones.end()};
}

Evidence RecordedEvidence::take(const Question& question, bool again) {
  const auto found = candidates(question);
  // One server alone has no other to ask.
  if (again && !found.empty() && found.front()->server == preferred_)
    return Evidence::failed(question, FetchFailure::declined);
  std::size_t& number = taken_[{question.name, question.type}];
  if (again) ++number;
  if (number >= found.size())
    return Evidence::failed(question,
                            found.empty() ? FetchFailure::unreachable : FetchFailure::declined);
  Evidence evidence = evidence_of(*found[number], question);
  evidence.zones = zones_above(question.name);
  return evidence;
}

}  // namespace vouch::chain
