#include "chain/engine/assess.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "chain/engine/content_findings.hpp"
#include "chain/engine/recorded_evidence.hpp"

namespace vouch::chain {
namespace {

constexpr std::size_t max_servers = 100;  ///< whose verdicts are looked at one by one
constexpr std::int64_t short_seconds = 12 * 3600;

class Assessor {
 public:
  Assessor(const Recording& recording, const Question& question, const AssessOptions& options,
           const Collect& collect)
      : recording_(recording), question_(question), options_(options), collect_(collect) {}

  Assessment run();

 private:
  Verdict validate(const std::string& preferred, bool trace, std::vector<Evidence>* seen);
  void look_at_servers();
  void look_at_times();
  void add(Finding finding);

  const Recording& recording_;
  const Question& question_;
  const AssessOptions& options_;
  const Collect& collect_;
  Assessment assessment_;
};

Verdict Assessor::validate(const std::string& preferred, bool trace, std::vector<Evidence>* seen) {
  Validator::Options options;
  options.anchors = &options_.anchors;
  options.policy = options_.policy;
  options.trace = trace;
  WorkBudget budget(options.limits);
  RecordedEvidence source(recording_, preferred);
  const auto take = [&](const Question& question, bool again) {
    if (!source.has(question)) collect_(question);
    Evidence evidence = source.take(question, again);
    if (seen != nullptr) seen->push_back(evidence);
    return evidence;
  };
  Validator validator(question_, options, budget, options_.at);
  Step step = validator.start(take(question_, false));
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

// What each server of a zone with several says, as if it were the only one.
void Assessor::look_at_servers() {
  // Copies: the recording may grow while a server is looked at.
  std::vector<ServerVerdict> servers;
  for (const Exchange& each : recording_.exchanges) {
    const bool is_known = std::any_of(servers.begin(), servers.end(), [&](const auto& other) {
      return other.zone == each.zone && other.server == each.server;
    });
    if (!is_known && servers.size() < max_servers)
      servers.push_back({each.zone, each.server, each.server_name, {}});
  }
  for (ServerVerdict& server : servers) {
    const auto count = std::count_if(servers.begin(), servers.end(),
                                     [&](const auto& other) { return other.zone == server.zone; });
    if (count < 2) continue;
    server.conclusion = validate(server.server, false, nullptr).conclusion;
    assessment_.servers.push_back(server);
  }
  const Status overall = assessment_.verdict.status();
  for (const ServerVerdict& each : assessment_.servers) {
    const bool is_worse = each.conclusion.status() > overall;
    const bool shares_cause = each.conclusion.reason == assessment_.verdict.conclusion.reason &&
                              overall != Status::secure;
    if (!is_worse && !shares_cause) continue;
    Finding finding = finding_of(each.conclusion);
    // One good server is enough for validators that ask again, but not for all.
    if (is_worse) finding.severity = Severity::warning;
    add(std::move(finding));
  }
}

void Assessor::look_at_times() {
  const auto& trace = assessment_.verdict.trace;
  if (!trace) return;
  for (const RRsetTrace& rrset : trace->rrsets) {
    if (rrset.result != Reason::chain_holds) continue;
    for (const SignatureTrial& trial : rrset.trials) {
      if (trial.result != Reason::chain_holds) continue;
      const Timestamp expiry = Timestamp::from_wire(trial.expiration, options_.at);
      if (!assessment_.first_expiry || expiry < *assessment_.first_expiry)
        assessment_.first_expiry = expiry;
      const std::int64_t left = expiry.seconds - options_.at.seconds;
      if (left >= short_seconds) continue;
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

Assessment Assessor::run() {
  assessment_.question = question_;
  assessment_.at = options_.at;
  assessment_.verdict = validate({}, true, &assessment_.seen);
  const Verdict& verdict = assessment_.verdict;
  if (verdict.status() != Status::secure) add(finding_of(verdict.conclusion));
  for (const Conclusion& each : verdict.others) {
    if (each.status() != Status::secure) add(finding_of(each));
  }
  look_at_servers();
  look_at_times();
  for (Finding& finding : content_findings(assessment_)) add(std::move(finding));
  return std::move(assessment_);
}

}  // namespace

Assessment assess(const Recording& recording, const Question& question,
                  const AssessOptions& options, const Collect& collect) {
  return Assessor(recording, question, options, collect).run();
}

}  // namespace vouch::chain
