#include "chain/engine/assess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chain/engine/advice.hpp"
#include "chain/engine/content_findings.hpp"
#include "chain/engine/path_findings.hpp"
#include "chain/engine/reason_rows.hpp"
#include "chain/engine/recorded_evidence.hpp"
#include "chain/engine/zones/zone_findings.hpp"

namespace vouch::chain {
namespace {

constexpr std::size_t max_servers = 100;  ///< whose verdicts are looked at one by one
constexpr std::size_t max_zones = 12;     ///< that are looked at besides the verdict
constexpr std::int64_t short_seconds = 12 * 3600;
constexpr unsigned max_steps_back = 8;  ///< in time, to find out since when it is bogus
constexpr unsigned max_zones_up = 8;    ///< to find one whose chain can be followed

class Assessor {
 public:
  Assessor(const Recording& recording, const Question& question, const AssessOptions& options,
           const Collect& collect)
      : recording_(recording), question_(question), options_(options), collect_(collect) {}

  Assessment run();

 private:
  struct How {
    std::string preferred = {};  ///< the server whose word goes before that of others
    bool trace = false;
    std::vector<Evidence>* seen = nullptr;
    const AnchorStore* anchors = nullptr;
    std::optional<Timestamp> at = {};
  };
  Verdict validate(const Question& question, const How& how);
  void place_failure();
  void follow_chain_to(Name zone);
  void look_at_servers();
  void add_main_findings(const PathView& path);
  void add_conclusion(const Conclusion& conclusion, const PathView& path);
  void add_server_findings();
  Finding failure_finding(const Conclusion& conclusion, const PathView& path) const;
  bool holds_by_itself(const ZoneFacts& facts);
  std::size_t count_better_servers(const Conclusion& than) const;
  std::vector<Name> zones_on_the_way() const;
  void look_at_zones();
  void look_at_times();
  void find_since_when();
  void add(Finding finding);

  const Recording& recording_;
  const Question& question_;
  const AssessOptions& options_;
  const Collect& collect_;
  Assessment assessment_;
  bool is_missing_ = false;  ///< something was asked for that the recording does not have
};

Verdict Assessor::validate(const Question& question, const How& how) {
  Validator::Options options;
  options.anchors = how.anchors != nullptr ? how.anchors : &options_.anchors;
  options.policy = options_.policy;
  options.trace = how.trace;
  WorkBudget budget(options.limits);
  RecordedEvidence source(recording_, how.preferred);
  const auto take = [&](const Question& wanted, bool again) {
    if (!source.has(wanted)) collect_(wanted);
    if (!source.has(wanted)) is_missing_ = true;
    Evidence evidence = source.take(wanted, again);
    if (how.seen != nullptr) how.seen->push_back(evidence);
    return evidence;
  };
  Validator validator(question, options, budget, how.at.value_or(options_.at));
  Step step = validator.start(take(question, false));
  while (const Need* need = std::get_if<Need>(&step)) {
    const Question wanted = need->question;
    const bool again = need->again;
    step = validator.step(take(wanted, again));
  }
  return std::get<Verdict>(std::move(step));
}

// The same finding of several servers is one finding.
void Assessor::add(Finding finding) {
  for (Finding& known : assessment_.findings) {
    const bool same = known.code == finding.code && known.owner == finding.owner &&
                      known.type == finding.type && known.severity == finding.severity;
    if (!same) continue;
    for (const std::string& server : finding.servers) {
      if (std::find(known.servers.begin(), known.servers.end(), server) == known.servers.end())
        known.servers.push_back(server);
    }
    return;
  }
  assessment_.findings.push_back(std::move(finding));
}

// A validator that gets no answer looks at nothing else, and names no zone. The zone is the deepest
// whose servers were to be asked, and what leads there may be proven all the same.
void Assessor::place_failure() {
  Verdict& verdict = assessment_.verdict;
  VerdictPlace& place = verdict.conclusion.place;
  if (verdict.status() == Status::indeterminate || !place.zone.is_root()) return;
  place.zone = zone_of(recording_, place.owner);
  if (verdict.conclusion.reason == Reason::answer_failed) follow_chain_to(place.owner);
}

void Assessor::follow_chain_to(Name name) {
  Verdict& verdict = assessment_.verdict;
  const Name known = zone_of(recording_, name);
  if (!known.is_root()) name = known;
  for (unsigned i = 0; i < max_zones_up && !name.is_root(); ++i, name = name.parent()) {
    const Verdict above = validate({name, RRType::DS, RRClass::IN}, {.trace = true});
    if (above.conclusion.reason == Reason::answer_failed || !above.trace) continue;
    auto trace = std::make_shared<ChainTrace>(verdict.trace ? *verdict.trace : ChainTrace());
    const auto append = [](auto& to, const auto& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(trace->zones, above.trace->zones);
    append(trace->cuts, above.trace->cuts);
    append(trace->rrsets, above.trace->rrsets);
    append(trace->denials, above.trace->denials);
    verdict.trace = std::move(trace);
    assessment_.stopped_at = name;
    if (above.status() != Status::secure) verdict.others.push_back(above.conclusion);
    return;
  }
}

// What each server of a zone with several says, as if it were the only one.
void Assessor::look_at_servers() {
  // Copies: the recording may grow while a server is looked at.
  std::vector<ServerVerdict> servers;
  for (const Exchange& each : recording_.exchanges) {
    const bool is_known = std::any_of(servers.begin(), servers.end(), [&](const auto& other) {
      return other.zone == each.zone && other.server == each.server;
    });
    if (!is_known && !each.server.empty() && servers.size() < max_servers)
      servers.push_back({each.zone, each.server, each.server_name, {}});
  }
  for (ServerVerdict& server : servers) {
    const auto count = std::count_if(servers.begin(), servers.end(),
                                     [&](const auto& other) { return other.zone == server.zone; });
    if (count < 2) continue;
    server.conclusion = validate(question_, {.preferred = server.server}).conclusion;
    assessment_.servers.push_back(server);
  }
}

std::size_t Assessor::count_better_servers(const Conclusion& than) const {
  return static_cast<std::size_t>(
      std::count_if(assessment_.servers.begin(), assessment_.servers.end(), [&](const auto& each) {
        return each.zone == than.place.zone && each.conclusion.status() < than.status();
      }));
}

// What the zone's own signatures make of the question, if its keys were trusted.
bool Assessor::holds_by_itself(const ZoneFacts& facts) {
  const auto ds = facts.fitting_ds();
  AnchorStore anchors;
  for (const std::string& line : ds) {
    auto parsed = parse_trust_anchors(line + "\n", "DS");
    if (!parsed.ok()) return false;
    for (TrustAnchor& each : *parsed) anchors.add(std::move(each));
  }
  if (anchors.empty()) return false;
  for (const Question& each : {Question{facts.zone, RRType::DNSKEY, RRClass::IN},
                               Question{facts.zone, RRType::SOA}, question_}) {
    const bool is_its = each.name.is_at_or_below(facts.zone);
    if (is_its && validate(each, {.anchors = &anchors}).status() == Status::bogus) return false;
  }
  return true;
}

Finding Assessor::failure_finding(const Conclusion& conclusion, const PathView& path) const {
  Finding finding = finding_of(conclusion);
  const bool is_absent = std::none_of(recording_.exchanges.begin(), recording_.exchanges.end(),
                                      [&](const Exchange& each) {
                                        return each.question.name == conclusion.place.owner &&
                                               each.question.type == conclusion.place.type;
                                      });
  if (words_of(conclusion.reason).remedy != Remedy::reach_servers) return finding;
  if (is_missing_ && is_absent) {
    finding.code = "NOT_IN_RECORDING";
    finding.concern = Concern::reader;
    finding.servers.clear();
    finding.text = fmt::format("the recording has nothing about {} {}", finding.owner.text(),
                               text(finding.type));
    finding.fix = fmt::format(
        "Record it: `vouch chain {} {} --record FILE`. It says nothing about "
        "the zone.",
        question_.name.text(), text(question_.type));
    return finding;
  }
  const bool is_of_parent = conclusion.place.type == RRType::DS;
  const Name zone =
      is_of_parent ? conclusion.place.zone : zone_of(recording_, conclusion.place.owner);
  return path.unreachable(zone, std::move(finding));
}

void Assessor::add_conclusion(const Conclusion& conclusion, const PathView& path) {
  if (conclusion.status() == Status::failed) return add(failure_finding(conclusion, path));
  Finding finding = finding_of(conclusion);
  const std::size_t better = count_better_servers(conclusion);
  if (better > 0) {
    advise_servers(finding, conclusion, better);
    return add(std::move(finding));
  }
  const Remedy remedy = words_of(conclusion.reason).remedy;
  const bool is_about_ds = remedy == Remedy::publish_ds || remedy == Remedy::supported_ds;
  const Name zone = zone_to_mend(conclusion);
  if (is_about_ds) collect_({zone, RRType::DNSKEY, RRClass::IN});
  Case about{conclusion, facts_of(recording_, zone), options_.at};
  if (is_about_ds) about.holds_by_itself = holds_by_itself(about.facts);
  if (remedy == Remedy::publish_ds && about.facts.is_signed()) {
    finding.code = "NO_DS_FOR_SIGNED_ZONE";
    finding.severity = Severity::warning;
    finding.text = "the zone is signed, but its parent proves that there is no DS";
  }
  advise(finding, about);
  add(std::move(finding));
}

// The cause first. Where the path can't be relied on, that is the cause, and nothing that is seen
// beyond it is advised on.
void Assessor::add_main_findings(const PathView& path) {
  const Verdict& verdict = assessment_.verdict;
  auto broken_path = verdict.status() == Status::secure ? std::nullopt : path.main_finding();
  if (broken_path && (verdict.status() == Status::insecure)) broken_path.reset();
  if (broken_path) {
    broken_path->owner = question_.name;
    broken_path->type = question_.type;
    broken_path->zone = verdict.conclusion.place.zone;
    add(*broken_path);
  }
  if (verdict.status() != Status::secure) add_conclusion(verdict.conclusion, path);
  for (const Conclusion& each : verdict.others) {
    if (each.status() != Status::secure) add_conclusion(each, path);
  }
  if (!broken_path) return;
  for (Finding& each : assessment_.findings) {
    if (each.concern == Concern::path) continue;
    each.fix.clear();
    each.concern = Concern::path;
  }
}

// Each server that would lead to something else than all of them together.
void Assessor::add_server_findings() {
  const Conclusion& overall = assessment_.verdict.conclusion;
  for (const ServerVerdict& each : assessment_.servers) {
    const Conclusion& own = each.conclusion;
    if (own.status() == Status::failed || own.status() == Status::secure) continue;
    const bool is_same = own.reason == overall.reason && own.place.owner == overall.place.owner &&
                         own.place.type == overall.place.type;
    if (is_same && overall.status() == Status::secure) continue;
    Finding finding = finding_of(own);
    // One good server is enough for validators that ask again, but not for all.
    const bool is_worse = own.status() > overall.status();
    if (is_worse) finding.severity = Severity::warning;
    const std::size_t better = count_better_servers(own);
    if (!is_same && (better > 0 || is_worse))
      advise_servers(finding, own, std::max<std::size_t>(better, 1));
    add(std::move(finding));
  }
}

// The zones of the question and of what its aliases lead to, the nearest first.
std::vector<Name> Assessor::zones_on_the_way() const {
  std::set<Name> zones;
  for (const Exchange& each : recording_.exchanges) {
    const bool is_on_it = question_.name.is_at_or_below(each.zone) ||
                          assessment_.verdict.final_name.is_at_or_below(each.zone) ||
                          assessment_.verdict.conclusion.place.owner.is_at_or_below(each.zone);
    if (is_on_it && !each.server.empty()) zones.insert(each.zone);
  }
  std::vector<Name> nearest(zones.begin(), zones.end());
  std::stable_sort(nearest.begin(), nearest.end(), [](const Name& left, const Name& right) {
    return left.label_count() > right.label_count();
  });
  if (nearest.size() > max_zones) nearest.resize(max_zones);
  return nearest;
}

void Assessor::look_at_zones() {
  for (const Name& zone : zones_on_the_way()) {
    for (Finding& finding : zone_findings(content_of(recording_, zone))) add(std::move(finding));
  }
}

void Assessor::look_at_times() {
  const auto& trace = assessment_.verdict.trace;
  if (!trace) return;
  for (const RRsetTrace& rrset : trace->rrsets) {
    const bool is_timely =
        rrset.result == Reason::chain_holds || rrset.result == Reason::signature_expired;
    if (!is_timely) continue;
    for (const SignatureTrial& trial : rrset.trials) {
      if (trial.result != rrset.result) continue;
      const Timestamp expiry = Timestamp::from_wire(trial.expiration, options_.at);
      if (!assessment_.first_expiry || expiry < *assessment_.first_expiry)
        assessment_.first_expiry = expiry;
      const std::int64_t left = expiry.seconds - options_.at.seconds;
      if (left >= short_seconds || trial.result != Reason::chain_holds) continue;
      add({"REMAINING_SHORT",
           Severity::warning,
           rrset.zone,
           rrset.owner,
           rrset.type,
           {},
           fmt::format("the signature expires in {}",
                       period_text(static_cast<std::uint32_t>(left))),
           "RFC 6781 section 4.4.2",
           fmt::format("See that {} is signed again in time.", rrset.zone.text())});
    }
  }
}

// Looks back to just before the signature expired that is said to be the cause, and again from
// there, until it was not for that.
void Assessor::find_since_when() {
  Verdict verdict = assessment_.verdict;
  for (unsigned i = 0; i < max_steps_back; ++i) {
    if (verdict.conclusion.reason != Reason::signature_expired || !verdict.trace) return;
    const VerdictPlace& place = verdict.conclusion.place;
    std::optional<Timestamp> latest;
    for (const RRsetTrace& rrset : verdict.trace->rrsets) {
      if (!(rrset.owner == place.owner) || rrset.type != place.type) continue;
      for (const SignatureTrial& trial : rrset.trials) {
        if (trial.result != Reason::signature_expired) continue;
        const Timestamp expiry = Timestamp::from_wire(trial.expiration, options_.at);
        if (!latest || *latest < expiry) latest = expiry;
      }
    }
    if (!latest || (assessment_.bogus_since && !(*latest < *assessment_.bogus_since))) return;
    assessment_.bogus_since = latest;
    verdict = validate(question_, {.trace = true, .at = latest->plus(-1)});
  }
}

Assessment Assessor::run() {
  assessment_.question = question_;
  assessment_.at = options_.at;
  assessment_.anchors_from = options_.anchors_from;
  assessment_.verdict = validate(question_, {.trace = true, .seen = &assessment_.seen});
  place_failure();
  if (options_.probe) options_.probe(zones_on_the_way());
  look_at_servers();
  const PathView path(recording_);
  add_main_findings(path);
  add_server_findings();
  for (Finding& finding : path.findings()) add(std::move(finding));
  look_at_times();
  find_since_when();
  for (Finding& finding : content_findings(assessment_, recording_)) add(std::move(finding));
  look_at_zones();
  return std::move(assessment_);
}

}  // namespace

std::vector<const Finding*> Assessment::repairs() const {
  std::vector<const Finding*> repairs;
  for (const Finding& each : findings) {
    const bool is_new = !each.fix.empty() &&
                        std::none_of(repairs.begin(), repairs.end(),
                                     [&](const auto* other) { return other->fix == each.fix; });
    if (is_new) repairs.push_back(&each);
  }
  return repairs;
}

Assessment assess(const Recording& recording, const Question& question,
                  const AssessOptions& options, const Collect& collect) {
  return Assessor(recording, question, options, collect).run();
}

}  // namespace vouch::chain
