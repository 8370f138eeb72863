// Whatever is altered on the way, by somebody without the keys, is never taken for secure: a
// verdict either refuses, or is what it was. Nor does it make a signed zone insecure.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>

#include "tests/support/signed_world.hpp"

namespace vouch::testing {
namespace {

constexpr const char* names[] = {
    "example.test.",         "www.example.test.",       "nowhere.example.test.",
    "x.wild.example.test.",  "ent.example.test.",       "alias.example.test.",
    "www.far.example.test.", "below.www.example.test.", "x.insecure.example.test.",
    "www.other.test.",       "*.wild.example.test.",    "out.example.test."};
constexpr RRType types[] = {RRType::A, RRType::TXT, RRType::DS, RRType::NS};

WorldZone example(DenialKind denial) {
  WorldZone zone{"example.test."};
  zone.denial = denial;
  zone.text = R"(
www A 192.0.2.1
www TXT "one" "two"
a.ent TXT "e"
*.wild A 192.0.2.3
alias CNAME www
out CNAME www.other.test.
far DNAME other.test.
)";
  return zone;
}

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

class Damage {
 public:
  Damage(const SignedWorld& world, std::uint32_t seed) : world_(world), random_(seed) {}

  /// Alters a reply in one to three ways.
  void apply(Message& reply) {
    const std::size_t changes = 1 + below(random_, 3);
    for (std::size_t i = 0; i < changes; ++i) change(reply);
    // What a reader of messages refuses comes to no validator.
    const bool is_readable = are_readable(reply.answer) && are_readable(reply.authority);
    if (is_readable) return;
    reply.answer.clear();
    reply.authority.clear();
    reply.set_rcode(Rcode::SERVFAIL);
  }

 private:
  static bool are_readable(const std::vector<Record>& records) {
    return std::all_of(records.begin(), records.end(), [](const Record& each) {
      return check_rdata(each.type, each.rrclass, each.rdata).ok();
    });
  }
  Record* pick(Message& reply) {
    const std::size_t all = reply.answer.size() + reply.authority.size();
    if (all == 0) return nullptr;
    const std::size_t at = below(random_, all);
    return at < reply.answer.size() ? &reply.answer[at]
                                    : &reply.authority[at - reply.answer.size()];
  }
  Question any_question() {
    return {name_of(names[below(random_, std::size(names))]),
            types[below(random_, std::size(types))], RRClass::IN};
  }
  Message another_reply() { return world_.served(any_question()); }

  void change(Message& reply) {
    Record* record = pick(reply);
    switch (below(random_, 9)) {
      case 0:
      case 1:
        if (record != nullptr && !record->rdata.empty())
          record->rdata[below(random_, record->rdata.size())] ^=
              static_cast<std::uint8_t>(1U << below(random_, 8));
        break;
      case 2:
        if (record != nullptr) record->owner = name_of(names[below(random_, std::size(names))]);
        break;
      case 3:
        if (!reply.answer.empty())
          reply.answer.erase(reply.answer.begin() +
                             static_cast<std::ptrdiff_t>(below(random_, reply.answer.size())));
        break;
      case 4:
        if (!reply.authority.empty())
          reply.authority.erase(reply.authority.begin() + static_cast<std::ptrdiff_t>(below(
                                                              random_, reply.authority.size())));
        break;
      case 5: reply.answer = another_reply().answer; break;
      case 6: reply.authority = another_reply().authority; break;
      case 7: rename(reply); break;
      default: reply.set_rcode(below(random_, 2) == 0 ? Rcode::NXDOMAIN : Rcode::NOERROR); break;
    }
  }

  /// Another answer under the name that was asked for.
  void rename(Message& reply) {
    const Question question = any_question();
    Message other = world_.served(question);
    for (Record& each : other.answer) {
      if (each.owner == question.name && !reply.questions.empty())
        each.owner = reply.questions.front().name;
    }
    reply.answer = std::move(other.answer);
    if (below(random_, 2) == 0) reply.authority = std::move(other.authority);
  }

  const SignedWorld& world_;
  Random random_;
};

/// What a client would be told, as text; the case of names is nobody's to protect (RFC 4034
/// section 6.2).
std::string told(const Verdict& verdict) {
  std::string text = vouch::text(verdict.rcode) + "\n";
  for (const CheckedRRset& each : verdict.rrsets) {
    if (each.section != Section::answer) continue;
    for (const OctetView rdata : each.rrset.rrset.rdatas()) {
      text += each.rrset.rrset.owner().text() + " " + vouch::text(each.rrset.rrset.type()) + " " +
              rdata_text(each.rrset.rrset.type(), RRClass::IN, rdata) + "\n";
    }
  }
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

class Validation : public ::testing::TestWithParam<DenialKind> {};

TEST_P(Validation, never_takes_altered_replies_for_secure) {
  WorldZone insecure{"insecure.example.test."};
  insecure.is_signed = false;
  insecure.text = "x A 192.0.2.4\n";
  WorldZone other{"other.test."};
  other.text = "www A 192.0.2.9\n";
  SignedWorld world({WorldZone{"test."}, example(GetParam()), insecure, other});
  std::size_t refused = 0;
  std::size_t seed = 1;
  for (const char* name : names) {
    for (const RRType type : types) {
      world.tamper = nullptr;
      const Verdict before = world.validate(name, type);
      for (unsigned round = 0; round < 60; ++round, ++seed) {
        const std::size_t target = seed % 4;
        std::size_t number = 0;
        Damage damage(world, static_cast<std::uint32_t>(seed));
        world.tamper = [&](const Question&, Message& reply) {
          if (target == 3 || number++ == target) damage.apply(reply);
        };
        world.needs.clear();
        const Verdict after = world.validate(name, type);
        if (after.status() == Status::bogus || after.status() == Status::failed) {
          ++refused;
          continue;
        }
        EXPECT_EQ(after.status(), before.status()) << name << " " << text(type) << " seed " << seed;
        if (!before.is_secure()) continue;
        EXPECT_EQ(told(after), told(before)) << name << " seed " << seed;
      }
    }
  }
  EXPECT_GT(refused, 300U) << "the damage does nothing";
}

INSTANTIATE_TEST_SUITE_P(, Validation, ::testing::Values(DenialKind::nsec, DenialKind::nsec3),
                         [](const auto& each) {
                           return each.param == DenialKind::nsec ? "nsec" : "nsec3";
                         });

}  // namespace
}  // namespace vouch::testing
