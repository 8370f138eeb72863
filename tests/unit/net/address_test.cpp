#include "net/address.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace vouch::net {
namespace {

TEST(SocketAddress, reads_the_usual_spellings) {
  const struct {
    std::string_view text;
    std::string_view expected;
  } cases[] = {
      {"192.0.2.1", "192.0.2.1#53"},
      {"192.0.2.1:5353", "192.0.2.1#5353"},
      {"192.0.2.1#5353", "192.0.2.1#5353"},
      {"192.0.2.1@5353", "192.0.2.1#5353"},
      {"2001:db8::1", "2001:db8::1#53"},
      {"[2001:db8::1]", "2001:db8::1#53"},
      {"[2001:db8::1]:5353", "2001:db8::1#5353"},
      {"[2001:db8::1]#5353", "2001:db8::1#5353"},
      {"2001:db8::1#5353", "2001:db8::1#5353"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1#53"},
      {"::", "::#53"},
      {"::1", "::1#53"},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1#53"},
      {"0.0.0.0:0", "0.0.0.0#0"},
      {"192.0.2.1:65535", "192.0.2.1#65535"},
      {"fe80::1%1#53", "fe80::1%lo#53"},
  };
  for (const auto& good : cases) {
    const auto address = SocketAddress::parse(good.text);
    ASSERT_TRUE(address.ok()) << good.text;
    EXPECT_EQ(address->text(), good.expected) << good.text;
  }
}

TEST(SocketAddress, refuses_what_is_no_address) {
  for (const std::string_view bad : {"",
                                     ":",
                                     "localhost",
                                     "192.0.2",
                                     "192.0.2.256",
                                     "192.0.2.1:",
                                     "192.0.2.1:x",
                                     "192.0.2.1:65536",
                                     "192.0.2.1:-1",
                                     "192.0.2.1 ",
                                     "[192.0.2.1]:53",
                                     "[2001:db8::1",
                                     "[2001:db8::1]53",
                                     "2001:db8::1]",
                                     "2001:db8::1::2",
                                     "2001:db8::1#",
                                     "#53",
                                     "fe80::1%nowhere",
                                     "192.0.2.1%lo",
                                     "1:2"}) {
    const auto address = SocketAddress::parse(bad);
    ASSERT_FALSE(address.ok()) << bad;
    EXPECT_EQ(address.error().code, ErrorCode::bad_address) << bad;
  }
  EXPECT_FALSE(SocketAddress::parse(std::string_view("192.0.2.1\0x", 11)).ok());
}

TEST(SocketAddress, takes_the_default_port_it_is_given) {
  EXPECT_EQ(SocketAddress::parse("192.0.2.1", 853)->port(), 853);
  EXPECT_EQ(SocketAddress::parse("192.0.2.1:1", 853)->port(), 1);
}

TEST(SocketAddress, reads_the_octets_of_address_records) {
  EXPECT_EQ(SocketAddress::from_octets(Octets{192, 0, 2, 1}, 53)->text(), "192.0.2.1#53");
  Octets v6(16);
  v6[15] = 1;
  EXPECT_EQ(SocketAddress::from_octets(v6, 53)->text(), "::1#53");
  EXPECT_FALSE(SocketAddress::from_octets(Octets{1, 2, 3}, 53).ok());
}

TEST(SocketAddress, survives_the_system_form) {
  for (const std::string_view text : {"192.0.2.1#1234", "2001:db8::1#53", "fe80::1%lo#53"}) {
    const SocketAddress address = *SocketAddress::parse(text);
    EXPECT_EQ(SocketAddress::from_native(*address.native().pointer()), address) << text;
  }
}

TEST(SocketAddress, knows_wildcards_and_loopback) {
  EXPECT_TRUE(SocketAddress::parse("0.0.0.0")->is_wildcard());
  EXPECT_TRUE(SocketAddress::parse("::")->is_wildcard());
  EXPECT_FALSE(SocketAddress::parse("::1")->is_wildcard());
  EXPECT_TRUE(SocketAddress::parse("127.9.9.9")->is_loopback());
  EXPECT_TRUE(SocketAddress::parse("::1")->is_loopback());
  EXPECT_FALSE(SocketAddress::parse("128.0.0.1")->is_loopback());
}

TEST(SocketAddress, tells_families_ports_and_addresses_apart) {
  std::unordered_set<SocketAddress> all;
  for (const std::string_view text : {"0.0.0.0", "::", "0.0.0.0:54", "192.0.2.1", "0.0.0.0"}) {
    all.insert(*SocketAddress::parse(text));
  }
  EXPECT_EQ(all.size(), 4U);
}

}  // namespace
}  // namespace vouch::net
