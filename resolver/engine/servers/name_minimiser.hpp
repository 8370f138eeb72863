// NameMinimiser: how much of a name each zone on the way is told (RFC 9156): one label more than
// the zone's own, type A, until nothing is left to hide.
#pragma once

#include "vouch/message/header.hpp"

namespace vouch::resolver {

class NameMinimiser {
 public:
  NameMinimiser(Question question, bool is_on) : question_(std::move(question)), is_on_(is_on) {}

  /// The question to ask the servers of the zone.
  Question next(NameView zone) const;
  /// Whether next() is the whole question.
  bool is_whole(NameView zone) const { return next(zone) == question_; }

  /// The last question was answered: the name exists, with no zone cut at it.
  void go_on(NameView asked) { shown_ = asked.label_count(); }
  /// A server did not take it well: the whole question from now on.
  void give_up() { is_on_ = false; }

 private:
  Question question_;
  bool is_on_;
  std::size_t shown_ = 0;  ///< labels that were asked for
};

}  // namespace vouch::resolver
