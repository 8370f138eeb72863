// RDATA from text to wire and back, as tests of field kinds need it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/hex.hpp"
#include "vouch/base/encoding.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::test {

/// The wire form of a text as lower-case hex, or `error: CODE`.
inline std::string wire_of(RRType type, std::string_view text) {
  const auto origin = Name::parse("example.");
  const auto octets = parse_rdata_text(type, RRClass::IN, text, *origin);
  if (!octets.ok()) return "error: " + std::string(mnemonic(octets.error().code));
  const auto checked = check_rdata(type, RRClass::IN, *octets);
  EXPECT_TRUE(checked.ok()) << "what was parsed must be well-formed: " << text;
  return base16_text(*octets, LetterCase::lower);
}

/// How a text is printed after it was read, or `error: CODE`.
inline std::string printed(RRType type, std::string_view text) {
  const auto origin = Name::parse("example.");
  const auto octets = parse_rdata_text(type, RRClass::IN, text, *origin);
  if (!octets.ok()) return "error: " + std::string(mnemonic(octets.error().code));
  return rdata_text(type, RRClass::IN, *octets);
}

/// How wire octets are printed, or `error: CODE` where they are malformed.
inline std::string printed_wire(RRType type, std::string_view hex) {
  const Octets octets = octets_from(hex);
  const auto checked = check_rdata(type, RRClass::IN, octets);
  if (!checked.ok()) return "error: " + std::string(mnemonic(checked.error().code));
  return rdata_text(type, RRClass::IN, octets);
}

inline std::string why_refused(RRType type, std::string_view text) {
  const auto octets = parse_rdata_text(type, RRClass::IN, text);
  return octets.ok() ? "accepted" : octets.error().detail;
}

}  // namespace vouch::test
