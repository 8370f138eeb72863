// HIP (RFC 8005): host identity tag, public key and rendezvous servers.
#include "tests/unit/rr/text_and_wire.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

std::string hip(std::string_view text) { return printed(RRType::HIP, text); }

}  // namespace

TEST(Hip, lengths_stand_before_the_tag_and_the_key) {
  EXPECT_EQ(wire_of(RRType::HIP, "2 200100107B1A74DF365639CC39F1D578 AwEAAQ=="),
            "10"
            "02"
            "0004"
            "200100107b1a74df365639cc39f1d578"
            "03010001");
}

TEST(Hip, servers_follow) {
  EXPECT_EQ(hip("2 2001 AwEAAQ== rvs1 rvs2.example.com."),
            "2 2001 AwEAAQ== rvs1.example. rvs2.example.com.");
}

TEST(Hip, refuses_what_is_malformed) {
  EXPECT_EQ(hip("256 2001 AQ=="), "error: bad_number");
  EXPECT_EQ(hip("2 200 AQ=="), "error: bad_base16");
  EXPECT_EQ(hip("2 - AQ=="), "error: bad_base16");
  EXPECT_EQ(hip("2 2001 AQ="), "error: bad_base64");
  EXPECT_EQ(hip("2 2001"), "error: bad_rdata");
  EXPECT_EQ(hip("2 2001 AQ== a..b"), "error: bad_name");
  EXPECT_EQ(hip("2 " + std::string(512, 'a') + " AQ=="), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::HIP, "0202 0001 2001"), "error: truncated");
  EXPECT_EQ(printed_wire(RRType::HIP, "0002 0001 01"), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::HIP, "0202 0000 2001"), "error: bad_rdata");
  EXPECT_EQ(printed_wire(RRType::HIP, "0202 0001 2001 01 c00c"), "error: bad_name");
  EXPECT_EQ(printed_wire(RRType::HIP, "0202 0001 2001 01 0161"), "error: truncated");
}
