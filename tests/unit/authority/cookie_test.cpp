#include "authority/engine/cookie.hpp"

#include <gtest/gtest.h>

#include "vouch/base/encoding.hpp"

namespace vouch::authority {
namespace {

Octets hex(std::string_view text) { return base16_octets(text).value(); }

CookieSecret secret_of(std::string_view text) {
  CookieSecret secret{};
  const Octets octets = hex(text);
  std::copy(octets.begin(), octets.end(), secret.begin());
  return secret;
}

const Octets ipv4_client = {198, 51, 100, 100};
const CookieSecrets rfc9018_secrets{secret_of("e5e973e5a6b2a43f48e7dc849e37bfcf"), {}};

Octets made(const CookieSecret& secret, std::string_view client_cookie, OctetView address,
            std::uint32_t now) {
  const auto cookie = make_server_cookie(secret, hex(client_cookie), address, now);
  return {cookie.begin(), cookie.end()};
}

TEST(Cookie, is_made_as_in_rfc9018_a1_and_a2) {
  EXPECT_EQ(made(rfc9018_secrets.current, "2464c4abcf10c957", ipv4_client, 1559731985),
            hex("010000005cf79f111f8130c3eee29480"));
  EXPECT_EQ(made(rfc9018_secrets.current, "2464c4abcf10c957", ipv4_client, 1559734385),
            hex("010000005cf7a871d4a564a1442aca77"));
}

TEST(Cookie, is_made_for_ipv6_as_in_rfc9018_a4) {
  const Octets address = hex("20010db80220000159ded0f4876982b8");
  const CookieSecrets secrets{secret_of("445536bcd2513298075a5d379663c962"),
                              secret_of("dd3bdf9344b678b185a6f5cb60fca715")};
  EXPECT_EQ(made(secrets.current, "22681ab97d52c298", address, 1559741961),
            hex("010000005cf7c609a6bb79d16625507a"));
  EXPECT_TRUE(check_cookie(secrets, hex("22681ab97d52c298010000005cf7c57926556bd0934c72f8"),
                           address, 1559741961));
}

TEST(Cookie, is_taken_with_reserved_octets_as_in_rfc9018_a3) {
  const Octets client = {203, 0, 113, 203};
  const Octets option = hex("fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5");
  EXPECT_TRUE(check_cookie(rfc9018_secrets, option, client, 1559727985));
}

TEST(Cookie, is_taken_for_an_hour_and_five_minutes_ahead) {
  const Octets option = hex("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
  const std::uint32_t made_at = 1559731985;
  EXPECT_TRUE(check_cookie(rfc9018_secrets, option, ipv4_client, made_at));
  EXPECT_TRUE(check_cookie(rfc9018_secrets, option, ipv4_client, made_at + 3600));
  EXPECT_FALSE(check_cookie(rfc9018_secrets, option, ipv4_client, made_at + 3601));
  EXPECT_TRUE(check_cookie(rfc9018_secrets, option, ipv4_client, made_at - 300));
  EXPECT_FALSE(check_cookie(rfc9018_secrets, option, ipv4_client, made_at - 301));
}

TEST(Cookie, is_refused_from_another_address_of_another_version_length_or_hash) {
  const Octets option = hex("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
  const std::uint32_t now = 1559731985;
  EXPECT_FALSE(check_cookie(rfc9018_secrets, option, Octets{198, 51, 100, 101}, now));
  Octets changed = option;
  changed[8] = 2;
  EXPECT_FALSE(check_cookie(rfc9018_secrets, changed, ipv4_client, now));
  changed = option;
  changed.back() ^= 1;
  EXPECT_FALSE(check_cookie(rfc9018_secrets, changed, ipv4_client, now));
  changed = option;
  changed.pop_back();
  EXPECT_FALSE(check_cookie(rfc9018_secrets, changed, ipv4_client, now));
  EXPECT_FALSE(check_cookie(rfc9018_secrets, OctetView(option).first(8), ipv4_client, now));
}

}  // namespace
}  // namespace vouch::authority
