// UnderWay: which servers are being asked which questions now, for all resolutions of one thread:
// a question is asked of one server of a zone at a time, whoever waits for it, since each equal
// question in the air makes a forged answer likelier to fit (RFC 5452 section 5).
#pragma once

#include <algorithm>
#include <map>

#include "resolver/engine/memory/question_key.hpp"
#include "resolver/engine/servers/server_address.hpp"

namespace vouch::resolver {

class UnderWay {
 public:
  /// A message was sent, whose answer is expected until then.
  void add(const Question& question, const ServerAddress& server, std::uint64_t until_ms) {
    asked_.emplace(QuestionKey(question), Asked{server, until_ms});
  }
  /// Takes one of them back, which must be there.
  void remove(const Question& question, const ServerAddress& server, std::uint64_t until_ms) {
    const auto [first, last] = asked_.equal_range(question);
    const auto found = std::find_if(first, last, [&](const auto& each) {
      return each.second.server == server && each.second.until_ms == until_ms;
    });
    if (found != last) asked_.erase(found);
  }
  bool has(const Question& question, const ServerAddress& server, std::uint64_t now_ms) const {
    const auto [first, last] = asked_.equal_range(question);
    return std::any_of(first, last, [&](const auto& each) {
      return each.second.server == server && now_ms < each.second.until_ms;
    });
  }

 private:
  struct Asked {
    ServerAddress server;
    std::uint64_t until_ms;
  };
  std::multimap<QuestionKey, Asked, QuestionLess> asked_;
};

}  // namespace vouch::resolver
