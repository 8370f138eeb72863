#include "vouch/message/edns_option.hpp"

#include <algorithm>
#include <charconv>

#include "vouch/base/wire_reader.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/address.hpp"

namespace vouch {
namespace {

constexpr std::uint16_t ipv4_family = 1;
constexpr std::uint16_t ipv6_family = 2;

/// 0 for a family without addresses here.
std::size_t address_octets(std::uint16_t family) {
  return family == ipv4_family ? 4 : family == ipv6_family ? 16 : 0;
}

/// Clears the bits of the address after the prefix; whether there were any.
bool clear_after_prefix(std::uint8_t* address, std::size_t octets, std::size_t prefix) {
  bool had_bits = false;
  for (std::size_t i = 0; i < octets; ++i) {
    const std::size_t before = i * 8;
    const std::size_t kept = prefix <= before ? 0 : std::min<std::size_t>(8, prefix - before);
    const auto mask = static_cast<std::uint8_t>(0xff00U >> kept);
    had_bits |= (address[i] & ~mask) != 0;
    address[i] &= mask;
  }
  return had_bits;
}

bool parse_number(std::string_view text, std::size_t max, std::size_t& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  return failure == std::errc() && stop == end && !text.empty() && number <= max;
}

/// An IPv4 address whose last numbers may be left out: `192.0.2`.
bool parse_leading_ipv4(std::string_view text, std::uint8_t* octets) {
  std::string address(text.substr(0, 16));
  for (auto dots = std::count(address.begin(), address.end(), '.'); dots < 3; ++dots) {
    address += ".0";
  }
  return text.size() < 16 && rr::parse_ipv4(address, octets);
}

Error bad_subnet(std::string_view text) {
  return fail(ErrorCode::bad_address, "'" + std::string(text.substr(0, 64)) +
                                          "' is no client subnet; write ADDRESS/PREFIX, or 0");
}

}  // namespace

// --- cookies

Result<Cookie> Cookie::read(OctetView value) {
  constexpr std::size_t least_server_octets = 8;
  constexpr std::size_t most_server_octets = 32;
  const std::size_t server = value.size() < client_octets ? 0 : value.size() - client_octets;
  const bool no_server = value.size() == client_octets;
  if (!no_server && (server < least_server_octets || server > most_server_octets)) {
    return fail(ErrorCode::bad_message,
                "a COOKIE option of " + std::to_string(value.size()) + " octets");
  }
  return Cookie{value.first(client_octets), value.subspan(client_octets)};
}

// --- client subnet

Result<ClientSubnet> ClientSubnet::read(OctetView value) {
  WireReader reader(value);
  ClientSubnet subnet;
  VOUCH_TRY(subnet.family, reader.u16());
  VOUCH_TRY(subnet.source_prefix, reader.u8());
  VOUCH_TRY(subnet.scope_prefix, reader.u8());
  const std::size_t octets = address_octets(subnet.family);
  if (octets == 0 && subnet.family != 0) {
    return fail(ErrorCode::bad_message,
                "a client subnet of the unknown family " + std::to_string(subnet.family));
  }
  if (subnet.source_prefix > octets * 8 || subnet.scope_prefix > octets * 8) {
    return fail(ErrorCode::bad_message, "a client subnet with a prefix longer than its address");
  }
  const std::size_t sent = (subnet.source_prefix + 7U) / 8;
  if (reader.left() != sent) {
    return fail(ErrorCode::bad_message, "a client subnet with " + std::to_string(reader.left()) +
                                            " octets of address instead of " +
                                            std::to_string(sent));
  }
  std::copy_n(reader.rest().begin(), sent, subnet.address);
  if (clear_after_prefix(subnet.address, octets, subnet.source_prefix)) {
    return fail(ErrorCode::bad_message, "a client subnet with bits after its prefix");
  }
  return subnet;
}

Result<ClientSubnet> ClientSubnet::parse(std::string_view text) {
  ClientSubnet subnet;
  if (text == "0") return subnet;
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  if (rr::parse_ipv6(address, subnet.address)) {
    subnet.family = ipv6_family;
  } else if (!parse_leading_ipv4(address, subnet.address)) {
    return bad_subnet(text);
  }
  const std::size_t octets = address_octets(subnet.family);
  std::size_t prefix = octets * 8;
  if (slash != text.npos && !parse_number(text.substr(slash + 1), octets * 8, prefix)) {
    return bad_subnet(text);
  }
  subnet.source_prefix = static_cast<std::uint8_t>(prefix);
  clear_after_prefix(subnet.address, octets, prefix);
  return subnet;
}

void ClientSubnet::append_value(Octets& to) const {
  WireWriter writer(to);
  writer.u16(family);
  writer.u8(source_prefix);
  writer.u8(scope_prefix);
  writer.octets(OctetView(address).first((std::min<std::size_t>(source_prefix, 128) + 7) / 8));
}

std::string ClientSubnet::text() const {
  std::string text;
  if (family == ipv4_family) {
    rr::append_ipv4_text(text, address);
  } else if (family == ipv6_family) {
    rr::append_ipv6_text(text, address);
  } else {
    text += std::to_string(family);
  }
  return text + '/' + std::to_string(source_prefix) + '/' + std::to_string(scope_prefix);
}

// --- padding

std::size_t padding_octets(std::size_t size, std::size_t block, std::size_t limit) {
  const std::size_t unpadded = size + EdnsOptions::head_octets;
  if (block == 0 || unpadded >= limit) return 0;
  const std::size_t beyond = unpadded % block;
  const std::size_t wanted = beyond == 0 ? 0 : block - beyond;
  return std::min(wanted, limit - unpadded);
}

}  // namespace vouch
