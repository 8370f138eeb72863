// A chain of denial that was made wrongly is not published.
#include "vouch/sign/pieces/denial_watch.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/sign/signed_example.hpp"
#include "vouch/base/encoding.hpp"
#include "vouch/sign/pieces/piece_maker.hpp"
#include "vouch/sign/zone_content.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

// Makes all pieces, lets `alter` change what one node with a denial record publishes, and watches.
Result<void> watched(DenialKind denial,
                     const std::function<void(SignedPiece&, std::size_t piece)>& alter) {
  SignPolicy policy = example_policy(denial);
  policy.verify = false;
  const std::vector<KeyPair> pairs = example_keys(Algorithm::ED25519);
  const ZonePtr zone = zone_of(example_zone);
  VOUCH_TRY(const SignerKeys keys, SignerKeys::assign(zone->apex(), pairs));
  VOUCH_TRY(const ZonePtr content, zone_content(*zone, keys, policy));
  VOUCH_TRY(const auto maker, PieceMaker::start(*content, keys, policy));
  DenialWatch watch(*content, policy);
  for (std::size_t i = 0; i < maker->pieces(); ++i) {
    SignedPiece piece;
    VOUCH_CHECK(maker->make(i, piece));
    alter(piece, i);
    VOUCH_CHECK(watch.check(piece, maker->hashed_of(i)));
    VOUCH_CHECK(watch.follow(piece));
  }
  return watch.finish();
}

ZoneRRset* denial_of(SignedPiece& piece) {
  for (ZoneRRset& set : piece.sets) {
    if (set.rrset.type == RRType::NSEC || set.rrset.type == RRType::NSEC3) return &set;
  }
  return nullptr;
}

void flip(SignedPiece& piece, ZoneRRset& set, std::size_t from_end) {
  const OctetView packed = piece.made.keep(set.rrset.rdatas.packed());
  const_cast<std::uint8_t*>(packed.data())[packed.size() - from_end] ^= 2;
  set.rrset.rdatas = RdataRange(packed, 1);
}

class EveryDenial : public ::testing::TestWithParam<DenialKind> {};

TEST_P(EveryDenial, is_accepted_as_it_is_made) {
  const auto result = watched(GetParam(), [](SignedPiece&, std::size_t) {});
  EXPECT_TRUE(result.ok()) << result.error().message();
}

TEST_P(EveryDenial, is_refused_where_a_bitmap_is_wrong) {
  bool altered = false;
  const auto result = watched(GetParam(), [&](SignedPiece& piece, std::size_t) {
    ZoneRRset* const set = denial_of(piece);
    if (set == nullptr || altered) return;
    altered = true;
    flip(piece, *set, 1);
  });
  ASSERT_TRUE(altered);
  EXPECT_FALSE(result.ok());
}

TEST_P(EveryDenial, is_refused_where_one_leads_to_another_name) {
  // The first octet of the next name's last letter, or of the next hash.
  for (const std::size_t which : {1U, 3U, 5U}) {
    std::size_t seen = 0;
    const auto result = watched(GetParam(), [&](SignedPiece& piece, std::size_t) {
      ZoneRRset* const set = denial_of(piece);
      if (set == nullptr || ++seen != which) return;
      const std::size_t next_at = GetParam() == DenialKind::nsec ? 3 : 2 + 6 + 3;
      flip(piece, *set, set->rrset.rdatas.packed().size() - next_at);
    });
    ASSERT_GE(seen, which);
    EXPECT_FALSE(result.ok()) << which;
  }
}

TEST_P(EveryDenial, is_refused_where_one_is_missing_or_too_many) {
  std::size_t alterations = 0;
  const auto missing = watched(GetParam(), [&](SignedPiece& piece, std::size_t) {
    ZoneRRset* const set = denial_of(piece);
    if (set == nullptr || alterations++ > 0) return;
    set->rrset.type = RRType::TXT;
  });
  EXPECT_FALSE(missing.ok());
  const auto none = watched(GetParam(), [&](SignedPiece& piece, std::size_t) {
    piece.nodes.clear();
    piece.sets.clear();
  });
  EXPECT_FALSE(none.ok());
  const auto too_many = watched(GetParam(), [&](SignedPiece& piece, std::size_t i) {
    if (i == 0) piece.nodes.back().kind = NodeKind::occluded;
    if (i == 0 && GetParam() == DenialKind::nsec3) piece.sets.back().rrset.type = RRType::NSEC;
  });
  EXPECT_FALSE(too_many.ok());
}

INSTANTIATE_TEST_SUITE_P(Forms, EveryDenial, ::testing::Values(DenialKind::nsec, DenialKind::nsec3),
                         [](const auto& parameter) {
                           return parameter.param == DenialKind::nsec ? "nsec" : "nsec3";
                         });

}  // namespace
}  // namespace vouch
