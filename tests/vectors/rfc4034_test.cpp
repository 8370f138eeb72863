// RFC 4034 section 5.4 and RFC 4509 section 2.3: the DS records of one DNSKEY.
#include <gtest/gtest.h>

#include "tests/vectors/signing_example.hpp"
#include "vouch/dnssec/key_tag.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

constexpr const char* dnskey = R"(
dskey.example.com. 86400 IN DNSKEY 256 3 5 (
    AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMm
    mAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw== )
)";

void expect_ds(DigestType type, const char* ds) {
  const Record key = records_of(dnskey).at(0);
  EXPECT_EQ(key_tag(key.rdata), 60485);
  const auto made = make_ds(key.owner, key.rdata, type);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(rdata_text(RRType::DS, RRClass::IN, *made), ds);
}

}  // namespace

TEST(Rfc4034, section_5_4_ds_with_sha1) {
  expect_ds(DigestType::sha1, "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118");
}

TEST(Rfc4509, section_2_3_ds_with_sha256) {
  expect_ds(DigestType::sha256,
            "60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A");
}
