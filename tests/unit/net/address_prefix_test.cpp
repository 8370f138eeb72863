#include "net/clients/address_prefix.hpp"

#include <gtest/gtest.h>

namespace vouch::net::test {
namespace {

TEST(AddressPrefix, contains_what_begins_with_its_bits) {
  const auto contains = [](const std::string& prefix, const std::string& address) {
    return AddressPrefix::parse(prefix).value().contains(SocketAddress::parse(address).value());
  };
  EXPECT_TRUE(contains("192.0.2.0/24", "192.0.2.255"));
  EXPECT_FALSE(contains("192.0.2.0/24", "192.0.3.0"));
  EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.129"));
  EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.1"));
  EXPECT_TRUE(contains("0.0.0.0/0", "203.0.113.1"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(contains("::1", "::1"));
}

}  // namespace
}  // namespace vouch::net::test
