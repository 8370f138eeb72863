// QuestionKey: name and type in class IN, as caches are searched with.
#pragma once

#include "vouch/message/header.hpp"

namespace vouch::resolver {

struct QuestionKey {
  Name name;
  RRType type = RRType{0};

  explicit QuestionKey(const Question& question) : name(question.name), type(question.type) {}
};

struct QuestionLess {
  bool operator()(const QuestionKey& left, const QuestionKey& right) const {
    const int order = left.name.view().compare(right.name.view());
    return order != 0 ? order < 0 : left.type < right.type;
  }
};

}  // namespace vouch::resolver
