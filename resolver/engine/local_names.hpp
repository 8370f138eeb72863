// Names that are answered here and never asked for elsewhere, because they mean something on this
// machine or in this network only, or nothing at all: RFC 6761 (localhost, invalid, test), RFC 6762
// (local), RFC 7686 (onion), RFC 8375 (home.arpa), RFC 9462 (resolver.arpa), RFC 6303 and RFC 7793
// (reverse zones of private addresses).
//
// Each set of names has a switch. Their answers are not secure: nobody has signed them. The DS of
// those that are delegated in arpa is the parent's, and is asked for.
#pragma once

#include <array>
#include <bitset>
#include <map>
#include <optional>
#include <string_view>

#include "vouch/validate/verdict.hpp"

namespace vouch::resolver {

enum class LocalSet : std::uint8_t {
  localhost,
  invalid,
  test,
  local,
  onion,
  home_arpa,
  resolver_arpa,
  private_reverse,
};
constexpr std::size_t local_sets = 8;

/// The set's word in configurations: `private-reverse`.
std::string_view word_of(LocalSet set);

class LocalNames {
 public:
  using Switches = std::bitset<local_sets>;

  /// None.
  LocalNames() = default;
  explicit LocalNames(Switches switches);

  /// Whether the question must not leave.
  bool covers(const Question& question) const;
  /// The answer to a question that must not leave; nothing for another one.
  std::optional<Verdict> answer(const Question& question) const;

  friend bool operator==(const LocalNames& left, const LocalNames& right) {
    return left.switches_ == right.switches_;
  }

 private:
  enum class Content : std::uint8_t { nothing, loopback, empty_zone, loopback_reverse };
  struct Zone {
    Content content;
    bool is_delegated;  ///< its DS is its parent's to tell
  };
  using Zones = std::map<Name, Zone, NameLess>;

  void add(std::string_view name, Zone zone);
  void add_reverse();
  Zones::const_iterator find(const Question& question) const;

  Switches switches_;
  Zones zones_;
};

}  // namespace vouch::resolver
