// Messages written octet by octet, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/support/hex.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch::test {

inline Name name(std::string_view text) {
  auto parsed = Name::parse(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed.ok() ? *parsed : Name();
}

inline Record record(std::string_view owner, RRType type, std::string_view rdata,
                     std::uint32_t ttl = 300) {
  auto octets = parse_rdata_text(type, RRClass::IN, rdata);
  EXPECT_TRUE(octets.ok()) << rdata;
  return {name(owner), type, RRClass::IN, Ttl{ttl}, octets.ok() ? *octets : Octets()};
}

inline RRset rrset(std::string_view owner, RRType type,
                   std::initializer_list<std::string_view> rdatas, std::uint32_t ttl = 300) {
  RRset set(name(owner), type, RRClass::IN, Ttl{ttl});
  for (const std::string_view rdata : rdatas) set.add(record(owner, type, rdata).rdata);
  return set;
}

/// A query for example.com. A with ID 0x1234 and RD.
inline const std::string query_hex =
    "1234 0100 0001 0000 0000 0000 076578616d706c6503636f6d00 0001 0001";

/// The same with an OPT record: 1232 octets, DO.
inline const std::string edns_query_hex =
    "1234 0100 0001 0000 0000 0001 076578616d706c6503636f6d00 0001 0001"
    "00 0029 04d0 00008000 0000";

}  // namespace vouch::test
