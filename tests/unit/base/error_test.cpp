#include <gtest/gtest.h>

#include "vouch/base/result.hpp"

namespace vouch {
namespace {

TEST(Error, names_the_place_as_far_as_it_is_known) {
  Error error = fail(ErrorCode::bad_name, "the name 'x' is wrong");
  EXPECT_EQ(error.message(), "the name 'x' is wrong");
  EXPECT_EQ(std::move(error).at("zone.db", 12, 3).message(), "zone.db:12:3: the name 'x' is wrong");
  EXPECT_EQ(fail(ErrorCode::bad_name, "wrong").at("zone.db", 12).message(), "zone.db:12: wrong");
  EXPECT_EQ(fail(ErrorCode::bad_name, "wrong").at({}, 12, 3).message(), "line 12, column 3: wrong");
}

TEST(Error, without_detail_says_the_sentence_of_its_code) {
  EXPECT_EQ(fail(ErrorCode::truncated).message(), "the input ends too early");
  Error error = fail(ErrorCode::truncated);
  error.where.offset = 12;
  EXPECT_EQ(error.message(), "the input ends too early (at octet 12)");
}

TEST(Error, keeps_the_place_that_it_has_when_it_is_placed_again) {
  Error error = fail(ErrorCode::bad_rdata, "wrong").at({}, 4, 7);
  error = std::move(error).at("inner.db");
  error = std::move(error).at("outer.db", 9, 9);
  EXPECT_EQ(error.message(), "inner.db:4:7: wrong");
}

TEST(Error, every_code_has_a_mnemonic_and_a_sentence) {
  EXPECT_EQ(mnemonic(ErrorCode::bad_rdata), "bad_rdata");
  EXPECT_EQ(mnemonic(static_cast<ErrorCode>(255)), "unknown");
  EXPECT_FALSE(sentence(ErrorCode::verify_failed).empty());
}

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorCode::bad_number, "odd");
  return number / 2;
}

Result<int> quarter(int number) {
  VOUCH_TRY(const int halved, half(number));
  return half(halved);
}

Result<void> check_even(int number) {
  VOUCH_CHECK(half(number));
  return {};
}

TEST(Result, is_a_value_or_an_error_and_passes_the_error_on) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(6).error().code, ErrorCode::bad_number);
  EXPECT_FALSE(quarter(7));
  EXPECT_TRUE(check_even(2).ok());
  EXPECT_EQ(check_even(1).error().detail, "odd");
}

}  // namespace
}  // namespace vouch
