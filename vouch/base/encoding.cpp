#include "vouch/base/encoding.hpp"

#include <array>

namespace vouch {
namespace {

constexpr std::string_view base16_lower = "0123456789abcdef";
constexpr std::string_view base16_upper = "0123456789ABCDEF";
constexpr std::string_view base32_lower = "0123456789abcdefghijklmnopqrstuv";
constexpr std::string_view base32_upper = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t foreign = 0xff;
using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view letters, std::string_view more = {}) {
  Values values{};
  for (auto& value : values) value = foreign;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    values[static_cast<std::uint8_t>(letters[i])] = static_cast<std::uint8_t>(i);
  }
  for (std::size_t i = 0; i < more.size(); ++i) {
    values[static_cast<std::uint8_t>(more[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr Values base16_values = values_of(base16_lower, base16_upper);
constexpr Values base32_values = values_of(base32_lower, base32_upper);
constexpr Values base64_values = values_of(base64_letters);

std::string bits_text(OctetView octets, unsigned bits, std::string_view letters) {
  std::string text;
  text.reserve((octets.size() * 8 + bits - 1) / bits + 3);
  std::uint32_t window = 0;
  unsigned held = 0;
  for (const std::uint8_t octet : octets) {
    window = window << 8 | octet;
    held += 8;
    while (held >= bits) {
      held -= bits;
      text += letters[window >> held & ((1U << bits) - 1)];
    }
  }
  if (held > 0) text += letters[window << (bits - held) & ((1U << bits) - 1)];
  return text;
}

// Decodes whole characters; false on a foreign character, on a length that no octet count gives, or on
// bits left over that are not zero.
bool bits_octets(std::string_view text, unsigned bits, const Values& values, Octets& to) {
  to.reserve(to.size() + text.size() * bits / 8);
  std::uint32_t window = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::uint8_t value = values[static_cast<std::uint8_t>(c)];
    if (value == foreign) return false;
    window = window << bits | value;
    held += bits;
    if (held >= 8) {
      held -= 8;
      to.push_back(static_cast<std::uint8_t>(window >> held));
    }
  }
  return held < bits && (window & ((1U << held) - 1)) == 0;
}

std::string excerpt(std::string_view text) {
  return text.size() <= 24 ? std::string(text) : std::string(text.substr(0, 24)) + "...";
}

}  // namespace

std::string base16_text(OctetView octets, LetterCase letters) {
  return bits_text(octets, 4, letters == LetterCase::upper ? base16_upper : base16_lower);
}

Result<Octets> base16_octets(std::string_view text) {
  Octets octets;
  if (text.size() % 2 != 0 || !bits_octets(text, 4, base16_values, octets)) {
    return fail(ErrorCode::bad_base16, "'" + excerpt(text) + "' is no even number of hexadecimal digits");
  }
  return octets;
}

std::string base32hex_text(OctetView octets, LetterCase letters) {
  return bits_text(octets, 5, letters == LetterCase::upper ? base32_upper : base32_lower);
}

Result<Octets> base32hex_octets(std::string_view text) {
  Octets octets;
  if (!bits_octets(text, 5, base32_values, octets)) {
    return fail(ErrorCode::bad_base32, "'" + excerpt(text) + "' is no base32hex text (0-9, A-V, no padding)");
  }
  return octets;
}

std::string base64_text(OctetView octets) {
  std::string text = bits_text(octets, 6, base64_letters);
  while (text.size() % 4 != 0) text += '=';
  return text;
}

Result<Octets> base64_octets(std::string_view text) {
  std::string_view body = text;
  for (int i = 0; i < 2 && !body.empty() && body.back() == '='; ++i) body.remove_suffix(1);
  Octets octets;
  if (text.size() % 4 != 0 || !bits_octets(body, 6, base64_values, octets)) {
    return fail(ErrorCode::bad_base64, "'" + excerpt(text) + "' is no base64 text; its length is a multiple of 4");
  }
  return octets;
}

}  // namespace vouch
