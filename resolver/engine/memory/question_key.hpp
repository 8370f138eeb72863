// QuestionKey: name and type in class IN, as caches are searched with.
#pragma once

#include "vouch/message/header.hpp"

namespace vouch::resolver {

struct QuestionKey {
  Name name;
  RRType type = RRType{0};

  explicit QuestionKey(const Question& question) : name(question.name), type(question.type) {}
};

/// For caches that are searched with a QuestionView.
struct QuestionLess {
  using is_transparent = void;

  template <typename Left, typename Right>
  bool operator()(const Left& left, const Right& right) const {
    const int order = NameView(left.name).compare(right.name);
    return order != 0 ? order < 0 : left.type < right.type;
  }
};

}  // namespace vouch::resolver
