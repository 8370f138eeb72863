// Resolution: one question from a client's query to the verdict on its answer, as a step machine:
// fetches evidence, feeds the validator, and keeps what was found out.
//
// Time comes in with every step; sockets are the caller's. Does not write replies (reply.hpp).
#pragma once

#include <map>

#include "resolver/engine/fetch.hpp"

namespace vouch::resolver {

/// What there is to tell about a question.
struct Answer {
  std::shared_ptr<const Verdict> verdict;
  std::uint64_t age_ms = 0;  ///< since the verdict
  bool was_known = false;
  bool is_synthesised = false;  ///< follows from denials of other names
  std::string limit = {};       ///< that ended the work; empty where none did
};

/// The answer to the question that is known, or that of a name above it which does not exist (RFC
/// 8020); null where there is none. Valid until the memory changes.
const KnownAnswer* find_known_answer(Memory& memory, QuestionView question, bool checking_disabled,
                                     Moment now);

/// What is known of the question without asking: its answer, that of a name above it which does not
/// exist (RFC 8020), or a denial that follows from others (RFC 8198).
std::optional<Answer> find_known(Memory& memory, const Question& question, bool checking_disabled,
                                 Moment now);

class Resolution {
 public:
  using Output = std::variant<ServerQuery, Pause, Answer>;

  /// With `checking_disabled` there is no validation, and what was found is told as it is.
  Resolution(Question question, bool checking_disabled, Memory& memory, Moment now);
  Resolution(const Resolution&) = delete;
  Resolution& operator=(const Resolution&) = delete;

  Output start(Moment now);
  /// The reply to a ServerQuery, be it late, whose ID, question and sender were compared. Where
  /// there is no output, the last one is still under way.
  std::optional<Output> on_reply(std::uint64_t number, OctetView reply, Moment now,
                                 Told told = Told::sender);
  /// No answer came in time (after which one may still come), or none will.
  std::optional<Output> on_failure(std::uint64_t number, FetchFailure failure, Moment now,
                                   Told told = Told::sender);
  /// The query was not sent.
  std::optional<Output> on_busy(std::uint64_t number, const Busy& busy, Moment now);
  Output on_pause_over(Moment now);

  unsigned sends() const { return budget_.sends(); }

 private:
  Output fetch(Question question, std::set<ServerAddress> avoided, Moment now);
  Output run(FetchStep step, Moment now);
  Fetch* listener(std::uint64_t number);
  std::optional<Output> go_on(Fetch& fetch, std::optional<FetchStep> step, Moment now);
  Output finish_fetch(Evidence evidence, Moment now);
  Output drive(Step step, Moment now);
  Output finish(Verdict verdict, Moment now);
  Output answer_with(Evidence evidence, Moment now);
  void keep_proofs(const Evidence& evidence);
  void add_proofs(Verdict& verdict) const;
  std::optional<Evidence> known_evidence(const Question& question, Moment now);
  bool is_being_fetched(const Question& question) const;

  Question question_;
  bool checking_disabled_;
  Memory& memory_;
  QueryBudget budget_;
  AnchorStore no_anchors_;
  std::unique_ptr<Validator> validator_;
  bool is_started_ = false;
  bool is_synthesised_ = false;  ///< an alias's target is denied by records of other names
  std::vector<std::unique_ptr<Fetch>> fetches_;  ///< the last is at work, for the one before
  std::vector<SignedRRset> proofs_;              ///< NSEC and NSEC3 that came with answers
  std::vector<QuestionKey> used_;                ///< evidence that the verdict rests on
  std::map<QuestionKey, std::set<ServerAddress>, QuestionLess> gave_;  ///< who gave the evidence
  std::set<QuestionKey, QuestionLess> exhausted_;  ///< that everybody has answered
};

}  // namespace vouch::resolver
