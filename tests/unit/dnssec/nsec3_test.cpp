#include "vouch/dnssec/nsec3.hpp"

#include "tests/unit/dnssec/denial_records.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

constexpr const char* low = "00000000000000000000000000000010";
constexpr const char* high = "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvu0";

class Nsec3 : public testing::Test {
 protected:
  SpanRefusal read(const std::string& text, const char* signer = "example.") {
    rrset_ = rrset_of(text);
    signer_ = name_of(signer);
    const auto nsec3 = rr::Nsec3::read(rrset_.rdatas().front()).value();
    return read_nsec3(rrset_.owner(), signer_, nsec3, zone_, record_);
  }
  bool covers_hash(std::uint8_t first) {
    Nsec3Hash hash{};
    hash[0] = first;
    return covers(record_, hash);
  }
  std::string owned(const char* hash, const std::string& rdata) {
    return std::string(hash) + ".example. NSEC3 " + rdata;
  }

  Nsec3Record record_;

 private:
  RRset rrset_;
  Name signer_;
  Name zone_ = name_of("example.");
};

}  // namespace

TEST_F(Nsec3, decodes_its_owner_in_any_letter_case) {
  ASSERT_EQ(read(owned("VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVU0", std::string("1 0 0 - ") + low + " A")),
            SpanRefusal::usable);
  EXPECT_EQ(base32hex_text(record_.hash), high);
}

TEST_F(Nsec3, F13_is_refused_with_an_owner_that_is_no_hash_directly_below_the_apex) {
  const std::string rdata = std::string("1 0 0 - ") + high + " A";
  EXPECT_EQ(read("a." + owned(low, rdata)), SpanRefusal::owner_form);
  EXPECT_EQ(read("www.example. NSEC3 " + rdata), SpanRefusal::owner_form);
  EXPECT_EQ(read("example. NSEC3 " + rdata), SpanRefusal::owner_form);
  EXPECT_EQ(read("00000000000000000000000000000000zz.example. NSEC3 " + rdata),
            SpanRefusal::owner_form);
  EXPECT_EQ(read("000000000000000000000000.example. NSEC3 " + rdata), SpanRefusal::owner_form);
}

TEST_F(Nsec3, is_refused_with_another_signer) {
  const std::string text = owned(low, std::string("1 0 0 - ") + high + " A");
  EXPECT_EQ(read(text, "."), SpanRefusal::wrong_signer);
}

TEST_F(Nsec3, F15_F16_is_refused_with_unknown_hash_algorithm_or_flags) {
  EXPECT_EQ(read(owned(low, std::string("2 0 0 - ") + high + " A")), SpanRefusal::unknown_hash);
  EXPECT_EQ(read(owned(low, std::string("1 2 0 - ") + high + " A")), SpanRefusal::unknown_flags);
  EXPECT_EQ(read(owned(low, std::string("1 129 0 - ") + high + " A")), SpanRefusal::unknown_flags);
  EXPECT_EQ(read(owned(low, std::string("1 1 0 - ") + high + " A")), SpanRefusal::usable);
}

TEST_F(Nsec3, is_refused_with_a_next_hash_of_another_length) {
  EXPECT_EQ(read(owned(low, "1 0 0 - 00000000 A")), SpanRefusal::next_hash_length);
}

TEST_F(Nsec3, covers_what_stands_strictly_between) {
  ASSERT_EQ(
      read(owned("20000000000000000000000000000000", "1 0 0 - g0000000000000000000000000000000 A")),
      SpanRefusal::usable);
  EXPECT_FALSE(covers_hash(0x0f));
  EXPECT_FALSE(covers_hash(0x10));
  EXPECT_TRUE(covers_hash(0x11));
  EXPECT_TRUE(covers_hash(0x7f));
  EXPECT_FALSE(covers_hash(0x80));
  EXPECT_FALSE(covers_hash(0xff));
}

TEST_F(Nsec3, the_last_one_covers_around_the_end) {
  ASSERT_EQ(
      read(owned("g0000000000000000000000000000000", "1 0 0 - 20000000000000000000000000000000 A")),
      SpanRefusal::usable);
  EXPECT_TRUE(covers_hash(0x0f));
  EXPECT_FALSE(covers_hash(0x10));
  EXPECT_FALSE(covers_hash(0x40));
  EXPECT_FALSE(covers_hash(0x80));
  EXPECT_TRUE(covers_hash(0x81));
}

TEST_F(Nsec3, F20_the_only_one_matches_its_hash_and_covers_all_others) {
  ASSERT_EQ(
      read(owned("20000000000000000000000000000000", "1 0 0 - 20000000000000000000000000000000 A")),
      SpanRefusal::usable);
  EXPECT_FALSE(covers_hash(0x10));
  EXPECT_TRUE(covers_hash(0x11));
  EXPECT_TRUE(covers_hash(0x00));
  EXPECT_TRUE(matches(record_, record_.hash));
}

TEST(Nsec3Price, counts_blocks_of_sha1) {
  EXPECT_EQ(nsec3_price(0, 0), 1U);
  EXPECT_EQ(nsec3_price(50, 35), 51U);
  EXPECT_EQ(nsec3_price(50, 36), 102U);
  EXPECT_EQ(nsec3_price(65535, 255), 65536U * 5);
}

TEST(Nsec3Hasher, hashes_a_name_once_and_stops_at_the_budget) {
  Nsec3Budget budget;
  budget.hashes_left = 2;
  Nsec3Hasher hasher(0, {}, budget);
  const auto hash = hasher.hash(name_of("a.example."));
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, nsec3_hash(name_of("a.example."), 0, {}));
  EXPECT_EQ(hasher.hash(name_of("A.EXAMPLE.")), hash);
  EXPECT_EQ(budget.hashes_done, 1U);
  EXPECT_TRUE(hasher.hash(name_of("b.example.")));
  EXPECT_FALSE(hasher.hash(name_of("c.example.")));
  EXPECT_TRUE(hasher.hash(name_of("a.example."))) << "known ones stay at hand";
  EXPECT_EQ(budget.hashes_left, 0U);
}
