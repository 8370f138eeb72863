#include "authority/engine/cookie.hpp"

#include <algorithm>

namespace vouch::authority {
namespace {

constexpr std::uint8_t version_1 = 1;
constexpr std::int32_t oldest_seconds = 3600;
constexpr std::int32_t ahead_seconds = 300;

/// The hash of a cookie whose first 8 octets, version, reserved octets and time are in `head` (16
/// octets).
std::array<std::uint8_t, 8> cookie_hash(const CookieSecret& secret, OctetView head,
                                        OctetView client_address) {
  std::array<std::uint8_t, 32> message{};
  const std::size_t address_octets = std::min<std::size_t>(client_address.size(), 16);
  std::copy_n(head.begin(), 16, message.begin());
  std::copy_n(client_address.begin(), address_octets, message.begin() + 16);
  const std::uint64_t hash = siphash_2_4(secret, OctetView(message).first(16 + address_octets));
  std::array<std::uint8_t, 8> octets{};
  for (std::size_t i = 0; i < octets.size(); ++i)
    octets[i] = static_cast<std::uint8_t>(hash >> (8 * i));
  return octets;
}

}  // namespace

std::array<std::uint8_t, server_cookie_octets> make_server_cookie(const CookieSecret& secret,
                                                                  OctetView client_cookie,
                                                                  OctetView client_address,
                                                                  std::uint32_t now) {
  std::array<std::uint8_t, 16> head{};
  std::copy_n(client_cookie.begin(), client_cookie_octets, head.begin());
  head[8] = version_1;
  for (std::size_t i = 0; i < 4; ++i) head[12 + i] = static_cast<std::uint8_t>(now >> (24 - 8 * i));
  const auto hash = cookie_hash(secret, head, client_address);
  std::array<std::uint8_t, server_cookie_octets> cookie{};
  std::copy_n(head.begin() + 8, 8, cookie.begin());
  std::copy(hash.begin(), hash.end(), cookie.begin() + 8);
  return cookie;
}

bool check_cookie(const CookieSecrets& secrets, OctetView option, OctetView client_address,
                  std::uint32_t now) {
  if (option.size() != client_cookie_octets + server_cookie_octets || option[8] != version_1)
    return false;
  std::uint32_t made = 0;
  for (std::size_t i = 0; i < 4; ++i) made = made << 8 | option[12 + i];
  const auto age = static_cast<std::int32_t>(now - made);
  if (age > oldest_seconds || age < -ahead_seconds) return false;
  const auto is_of = [&](const CookieSecret& secret) {
    const auto hash = cookie_hash(secret, option.first(16), client_address);
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < hash.size(); ++i) difference |= hash[i] ^ option[16 + i];
    return difference == 0;
  };
  return is_of(secrets.current) || (secrets.other && is_of(*secrets.other));
}

}  // namespace vouch::authority
