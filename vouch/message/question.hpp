// Question: what a message asks: name, type, class (RFC 1035 section 4.1.2).
#pragma once

#include "vouch/name/name.hpp"
#include "vouch/rr/type.hpp"

namespace vouch {

/// A question whose name somebody else owns, with the letters as they came.
struct QuestionView {
  NameView name;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;

  friend bool operator==(const QuestionView&, const QuestionView&) = default;
};

struct Question {
  Name name;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;

  Question() = default;
  Question(Name asked, RRType asked_type, RRClass asked_class = RRClass::IN)
      : name(std::move(asked)), type(asked_type), rrclass(asked_class) {}
  explicit Question(QuestionView view) : name(view.name), type(view.type), rrclass(view.rrclass) {}

  operator QuestionView() const { return {name, type, rrclass}; }
  /// `example.com. IN AAAA`.
  std::string text() const;

  friend bool operator==(const Question&, const Question&) = default;
};

}  // namespace vouch
