// Fetches: what was asked for and what came back, each question once, and again from elsewhere
// where what came is not good (RFC 4035 section 4.7, RFC 9520).
//
// Evidence stays where it is until the end, so that others may point into it. For this folder only.
#pragma once

#include <map>
#include <memory>

#include "vouch/validate/machine/progress.hpp"
#include "vouch/validate/machine/work.hpp"

namespace vouch::machine {

class Fetches {
 public:
  explicit Fetches(Work& work) : work_(work) {}

  /// Takes what came for a question that was asked for, or for the first one.
  void take(Evidence evidence);

  /// The evidence for the question, never null. Where the budget allows no more, it is a failure.
  Progress<const Evidence*> get(const Question& question, const Name& zone);

  /// The evidence that is there, or null.
  const Evidence* find(const Question& question) const;

  /// Something is wrong with the evidence for the question: asks for it again, or, where that was
  /// done often enough, says that the conclusion stands.
  Progress<Conclusion> dispute(const Question& question, const Name& zone, Conclusion conclusion);

  /// The conclusion that stands for the evidence of the question, where dispute() has said so.
  const Conclusion* standing(const Question& question) const;

  /// Looks at the evidence of the question anew, since what it depends on has changed.
  void reopen(const Question& question);
  void reopen_all();

  bool is_out_of_budget() const { return is_out_of_budget_; }

 private:
  struct Fetched {
    std::vector<std::unique_ptr<Evidence>> evidence;  ///< the last one counts
    unsigned refetches = 0;
    bool is_final = false;  ///< it is not asked for again
    std::optional<Conclusion> disputed;
    std::optional<Conclusion> standing;
  };
  using Key = std::pair<Name, RRType>;
  static Key key_of(const Question& question) { return {question.name, question.type}; }

  Work& work_;
  std::map<Key, Fetched> fetched_;
  bool is_out_of_budget_ = false;
};

}  // namespace vouch::machine
