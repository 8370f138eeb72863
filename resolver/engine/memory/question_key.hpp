// QuestionKey: name and type in class IN, as caches are searched with.
#pragma once

#include "resolver/engine/memory/held_octets.hpp"
#include "vouch/message/header.hpp"

namespace vouch::resolver {

struct QuestionKey {
  Name name;
  RRType type = RRType{0};

  explicit QuestionKey(const Question& question) : name(question.name), type(question.type) {}
};

inline std::size_t held(const QuestionKey& key) { return held(key.name); }

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
