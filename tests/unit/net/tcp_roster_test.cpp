#include "net/clients/tcp_roster.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace vouch::net::test {
namespace {

SocketAddress address(std::string_view text) { return *SocketAddress::parse(text); }

TEST(AddressBlock, keeps_the_leading_bits) {
  EXPECT_EQ(block_of(address("192.0.2.77:53"), {24, 56}), address("192.0.2.0:0"));
  EXPECT_EQ(block_of(address("192.0.2.77:53"), {28, 56}), address("192.0.2.64:0"));
  EXPECT_EQ(block_of(address("192.0.2.77:53"), {0, 56}), address("0.0.0.0:0"));
  EXPECT_EQ(block_of(address("192.0.2.77:53"), {32, 56}), address("192.0.2.77:0"));
  EXPECT_EQ(block_of(address("192.0.2.77:53"), {128, 56}), address("192.0.2.77:0"));
  EXPECT_EQ(block_of(address("[2001:db8:1:2ff::1]:53"), {24, 56}), address("[2001:db8:1:200::]:0"));
  EXPECT_EQ(block_of(address("[2001:db8:1:2ff::1]:53"), {24, 60}), address("[2001:db8:1:2f0::]:0"));
}

class Roster : public testing::Test {
 protected:
  TcpMember& join(std::string_view client, std::uint64_t now_ms = 0) {
    members_.emplace_back();
    roster_.join(members_.back(), address(client), now_ms);
    return members_.back();
  }
  TcpMember* to_close_for(std::string_view newcomer, std::uint64_t now_ms = 5000) {
    return roster_.to_close_for(address(newcomer), now_ms);
  }

  TcpRoster roster_{{.connections = 10, .per_client = 2, .per_block = 3}};
  std::deque<TcpMember> members_;
};

TEST_F(Roster, bounds_a_client_and_a_block) {
  join("192.0.2.1");
  EXPECT_TRUE(roster_.admits(address("192.0.2.1")));
  TcpMember& second = join("192.0.2.1");
  EXPECT_FALSE(roster_.admits(address("192.0.2.1")));
  EXPECT_TRUE(roster_.admits(address("192.0.2.2")));
  join("192.0.2.2");
  EXPECT_FALSE(roster_.admits(address("192.0.2.3")));
  EXPECT_TRUE(roster_.admits(address("192.0.3.3")));
  roster_.leave(second);
  EXPECT_TRUE(roster_.admits(address("192.0.2.1")));
  EXPECT_EQ(roster_.size(), 2U);
}

TEST_F(Roster, takes_a_network_of_64_bits_for_one_client) {
  join("2001:db8::1");
  join("2001:db8::2");
  EXPECT_FALSE(roster_.admits(address("2001:db8::3")));
  EXPECT_TRUE(roster_.admits(address("2001:db8:0:1::1")));
  join("2001:db8:0:1::1");
  EXPECT_FALSE(roster_.admits(address("2001:db8:0:2::1")));
  EXPECT_TRUE(roster_.admits(address("2001:db8:0:100::1")));
}

TEST_F(Roster, knows_when_it_is_full) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(roster_.is_full());
    join("192.0." + std::to_string(i) + ".1");
  }
  EXPECT_TRUE(roster_.is_full());
}

TEST_F(Roster, closes_the_longest_waiting_of_the_most_crowded_block) {
  TcpMember& alone = join("198.51.100.1", 10);
  TcpMember& first = join("192.0.2.1", 20);
  TcpMember& second = join("192.0.2.2", 30);
  EXPECT_EQ(to_close_for("203.0.113.1"), &first);
  roster_.set_waiting(first, 40);
  EXPECT_EQ(to_close_for("203.0.113.1"), &second);
  roster_.leave(second);
  EXPECT_EQ(to_close_for("203.0.113.1"), &alone);
  roster_.set_waiting(alone, 50);
  EXPECT_EQ(to_close_for("203.0.113.1"), &first);
}

TEST_F(Roster, spares_those_that_are_owed_an_answer) {
  TcpMember& busy = join("192.0.2.1", 10);
  TcpMember& waiting = join("192.0.3.1", 20);
  roster_.set_busy(busy);
  EXPECT_EQ(to_close_for("203.0.113.1"), &waiting);
  roster_.set_busy(waiting);
  EXPECT_EQ(to_close_for("203.0.113.1"), nullptr);
  roster_.set_waiting(busy, 30);
  EXPECT_EQ(to_close_for("203.0.113.1"), &busy);
}

TEST_F(Roster, closes_a_busy_one_only_where_its_block_has_more_than_the_newcomers) {
  TcpMember& first = join("192.0.2.1");
  roster_.set_busy(first);
  roster_.set_busy(join("192.0.2.2"));
  EXPECT_EQ(to_close_for("203.0.113.1"), &first);
  roster_.set_busy(join("203.0.113.1"));
  EXPECT_EQ(to_close_for("203.0.113.2"), nullptr);
  EXPECT_EQ(to_close_for("192.0.2.3"), nullptr);
}

TEST_F(Roster, leaves_one_that_just_came_to_its_first_query_when_a_crowded_block_wants_its_place) {
  roster_.set_busy(join("192.0.2.1"));
  roster_.set_busy(join("192.0.2.2"));
  TcpMember& came = join("203.0.113.1", 4500);
  EXPECT_EQ(to_close_for("192.0.2.3", 5000), nullptr);
  EXPECT_EQ(to_close_for("192.0.2.3", 5500), &came);
  EXPECT_EQ(to_close_for("198.51.100.1", 5000), &came);
}

TEST_F(Roster, bears_members_that_are_not_in_it) {
  TcpMember stranger;
  roster_.leave(stranger);
  roster_.set_busy(stranger);
  roster_.set_waiting(stranger, 1);
  EXPECT_EQ(roster_.size(), 0U);
  EXPECT_EQ(to_close_for("192.0.2.1"), nullptr);
}

}  // namespace
}  // namespace vouch::net::test
