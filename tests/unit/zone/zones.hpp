// Zones for tests of zones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch::testing {

Name name(std::string_view of);
Record record(std::string_view owner, RRType type, std::string_view rdata, std::uint32_t ttl = 300);

/// The zone of a zone file; its SOA gives the apex.
ZonePtr load(const std::string& zone_text);

/// One line for each node with its kind, RRsets and signatures: two zones are alike where this is.
std::vector<std::string> lines_of(const Zone& zone);

/// A linear congruential generator, so that failures come again.
class Draw {
 public:
  explicit Draw(std::uint32_t seed) : state_(seed) {}
  std::uint32_t below(std::uint32_t bound) {
    state_ = state_ * 1664525U + 1013904223U;
    return state_ / 65536U % bound;
  }

 private:
  std::uint32_t state_;
};

}  // namespace vouch::testing
