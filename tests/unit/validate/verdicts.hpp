// What the validator tests share: the usual world, and how to look at a verdict.
#pragma once

#include <gtest/gtest.h>

#include "tests/support/signed_world.hpp"

namespace vouch::testing {

/// Names of every kind below example.test.; test. and the root above it.
inline WorldZone example(DenialKind denial = DenialKind::nsec, bool opt_out = false) {
  WorldZone zone{"example.test."};
  zone.text = R"(
www A 192.0.2.1
www A 192.0.2.2
a.b.c TXT "below two empty non-terminals"
*.wild A 192.0.2.3
exists.wild TXT "beside the wildcard"
*.alias CNAME www
alias CNAME www
out CNAME www.other.test.
dname DNAME www.example.test.
other DNAME other.test.
far DNAME other.test.
insecure NS ns.insecure
ns.insecure A 192.0.2.4
signed NS ns.signed
ns.signed A 192.0.2.5
signed DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000001
)";
  zone.denial = denial;
  zone.opt_out = opt_out;
  return zone;
}

inline WorldZone with_text(std::string apex, std::string text) {
  WorldZone zone{std::move(apex)};
  zone.text = std::move(text);
  return zone;
}

/// For EXPECT_PRED: what a verdict is, with all that explains it.
inline ::testing::AssertionResult is(const Verdict& verdict, Reason reason) {
  if (verdict.conclusion.reason == reason) return ::testing::AssertionSuccess();
  auto failure = ::testing::AssertionFailure();
  failure << "is " << text(verdict.status()) << ", " << row_of(verdict.conclusion.reason).id << ": "
          << verdict.text();
  for (const std::string& line : verdict.conclusion.evidence) failure << "\n  " << line;
  return failure << "\nshould be " << row_of(reason).id;
}

inline ::testing::AssertionResult is_secure(const Verdict& verdict) {
  return is(verdict, Reason::chain_holds);
}

/// The RRset of the verdict, or null.
inline const CheckedRRset* find(const Verdict& verdict, const std::string& owner, RRType type) {
  for (const CheckedRRset& each : verdict.rrsets) {
    if (each.rrset.rrset.type() == type && each.rrset.rrset.owner() == name_of(owner)) return &each;
  }
  return nullptr;
}

}  // namespace vouch::testing
