#include "vouch/base/encoding.hpp"

#include <array>

#include "vouch/base/vectors/encoding.hpp"

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

// The groups of whole octets and whole characters: 1 and 2 of base 16, 5 and 8 of base 32, 3 and 4
// of base 64. A text is whole groups, which are coded at once, and a rest that is coded bit by bit.
template <unsigned bits>
struct Group {
  static constexpr std::size_t octets = bits == 4 ? 1 : bits == 5 ? 5 : 3;
  static constexpr std::size_t characters = octets * 8 / bits;
  static constexpr std::uint64_t mask = (1U << bits) - 1;
};

template <unsigned bits>
char* encode(char* out, OctetView octets, std::string_view letters, Kernel kernel) {
  using G = Group<bits>;
  if (kernel == Kernel::best) {
    std::size_t done = 0;
    if constexpr (bits == 4)
      done = vectors::encode_base16(octets.data(), octets.size(), letters[10], out);
    if constexpr (bits == 6) done = vectors::encode_base64(octets.data(), octets.size(), out);
    octets = octets.subspan(done);
    out += done / G::octets * G::characters;
  }
  const std::uint8_t* in = octets.data();
  for (std::size_t i = octets.size() / G::octets; i > 0; --i) {
    std::uint64_t window = 0;
    for (std::size_t k = 0; k < G::octets; ++k) window = window << 8 | *in++;
    for (std::size_t k = G::characters; k > 0; --k)
      *out++ = letters[window >> (k - 1) * bits & G::mask];
  }
  std::uint32_t window = 0;
  unsigned held = 0;
  for (std::size_t i = octets.size() % G::octets; i > 0; --i) {
    window = window << 8 | *in++;
    for (held += 8; held >= bits; held -= bits) *out++ = letters[window >> (held - bits) & G::mask];
  }
  if (held > 0) *out++ = letters[window << (bits - held) & G::mask];
  return out;
}

template <unsigned bits>
void append_text(std::string& to, OctetView octets, std::string_view letters, Kernel kernel) {
  const std::size_t start = to.size();
  to.resize(start + (octets.size() * 8 + bits - 1) / bits);
  encode<bits>(to.data() + start, octets, letters, kernel);
}

// What vectors do of a text: characters decoded, or octets encoded. Base 32 has none.
template <unsigned bits>
std::size_t decode_by_vectors(std::string_view text, std::uint8_t* out) {
  if constexpr (bits == 4) return vectors::decode_base16(text.data(), text.size(), out);
  if constexpr (bits == 6) return vectors::decode_base64(text.data(), text.size(), out);
  return 0;
}

// Decodes whole groups; false on a foreign character.
template <unsigned bits>
bool decode_groups(std::string_view text, const Values& values, std::uint8_t* out) {
  using G = Group<bits>;
  const char* in = text.data();
  for (std::size_t i = text.size() / G::characters; i > 0; --i) {
    std::uint64_t window = 0;
    std::uint8_t seen = 0;
    for (std::size_t k = 0; k < G::characters; ++k) {
      const std::uint8_t value = values[static_cast<std::uint8_t>(*in++)];
      seen |= value;
      window = window << bits | value;
    }
    if ((seen & 0x80) != 0) return false;
    for (std::size_t k = G::octets; k > 0; --k)
      *out++ = static_cast<std::uint8_t>(window >> (k - 1) * 8);
  }
  return true;
}

// Decodes fewer characters than a group has; false on a foreign character, on a length that no
// octet count gives, or on bits left over that are not zero.
bool decode_rest(std::string_view text, unsigned bits, const Values& values, std::uint8_t* out) {
  std::uint64_t window = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::uint8_t value = values[static_cast<std::uint8_t>(c)];
    if (value == foreign) return false;
    window = window << bits | value;
    held += bits;
    if (held >= 8) {
      held -= 8;
      *out++ = static_cast<std::uint8_t>(window >> held);
    }
  }
  return held < bits && (window & ((1U << held) - 1)) == 0;
}

template <unsigned bits>
std::size_t decode(std::uint8_t* out, std::string_view text, const Values& values, Kernel kernel) {
  using G = Group<bits>;
  const std::size_t size = text.size() * bits / 8;
  if (kernel == Kernel::best) {
    const std::size_t done = decode_by_vectors<bits>(text, out);
    if (done == vectors::foreign_character) return undecodable;
    text.remove_prefix(done);
    out += done / G::characters * G::octets;
  }
  const std::size_t rest = text.size() % G::characters;
  const std::size_t whole = text.size() - rest;
  const bool decoded =
      decode_groups<bits>(text.substr(0, whole), values, out) &&
      decode_rest(text.substr(whole), bits, values, out + whole / G::characters * G::octets);
  return decoded ? size : undecodable;
}

using Decoder = std::size_t (*)(std::uint8_t* out, std::string_view text, Kernel kernel);

// False leaves `to` as it was.
bool append_decoded(Octets& to, std::string_view text, std::size_t most, Decoder decoder,
                    Kernel kernel) {
  const std::size_t start = to.size();
  to.resize(start + most);
  const std::size_t size = decoder(to.data() + start, text, kernel);
  to.resize(start + (size == undecodable ? 0 : size));
  return size != undecodable;
}

std::string excerpt(std::string_view text) {
  return text.size() <= 24 ? std::string(text) : std::string(text.substr(0, 24)) + "...";
}

Result<Octets> octets_from(Result<void> (*append)(Octets&, std::string_view, Kernel),
                           std::string_view text) {
  Octets octets;
  VOUCH_CHECK(append(octets, text, Kernel::best));
  return octets;
}

}  // namespace

std::size_t decode_base16(std::uint8_t* out, std::string_view text, Kernel kernel) {
  return text.size() % 2 == 0 ? decode<4>(out, text, base16_values, kernel) : undecodable;
}

std::size_t decode_base32hex(std::uint8_t* out, std::string_view text, Kernel kernel) {
  return decode<5>(out, text, base32_values, kernel);
}

std::size_t decode_base64(std::uint8_t* out, std::string_view text, Kernel kernel) {
  if (text.size() % 4 != 0) return undecodable;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return decode<6>(out, text, base64_values, kernel);
}

char* encode_base16(char* out, OctetView octets, LetterCase letters, Kernel kernel) {
  return encode<4>(out, octets, letters == LetterCase::upper ? base16_upper : base16_lower, kernel);
}

char* encode_base32hex(char* out, OctetView octets, LetterCase letters) {
  return encode<5>(out, octets, letters == LetterCase::upper ? base32_upper : base32_lower,
                   Kernel::scalar);
}

char* encode_base64(char* out, OctetView octets, Kernel kernel) {
  out = encode<6>(out, octets, base64_letters, kernel);
  for (std::size_t rest = octets.size() % 3; rest != 0 && rest < 3; ++rest) *out++ = '=';
  return out;
}

void append_base16_text(std::string& to, OctetView octets, LetterCase letters, Kernel kernel) {
  append_text<4>(to, octets, letters == LetterCase::upper ? base16_upper : base16_lower, kernel);
}

std::string base16_text(OctetView octets, LetterCase letters) {
  std::string text;
  append_base16_text(text, octets, letters);
  return text;
}

Result<void> append_base16(Octets& to, std::string_view text, Kernel kernel) {
  if (append_decoded(to, text, text.size() / 2, decode_base16, kernel)) return {};
  return fail(ErrorCode::bad_base16,
              "'" + excerpt(text) + "' is no even number of hexadecimal digits");
}

Result<Octets> base16_octets(std::string_view text) { return octets_from(append_base16, text); }

void append_base32hex_text(std::string& to, OctetView octets, LetterCase letters) {
  append_text<5>(to, octets, letters == LetterCase::upper ? base32_upper : base32_lower,
                 Kernel::scalar);
}

std::string base32hex_text(OctetView octets, LetterCase letters) {
  std::string text;
  append_base32hex_text(text, octets, letters);
  return text;
}

Result<void> append_base32hex(Octets& to, std::string_view text, Kernel kernel) {
  if (append_decoded(to, text, text.size() * 5 / 8, decode_base32hex, kernel)) return {};
  return fail(ErrorCode::bad_base32,
              "'" + excerpt(text) + "' is no base32hex text (0-9, A-V, no padding)");
}

Result<Octets> base32hex_octets(std::string_view text) {
  return octets_from(append_base32hex, text);
}

void append_base64_text(std::string& to, OctetView octets, Kernel kernel) {
  append_text<6>(to, octets, base64_letters, kernel);
  if (octets.size() % 3 != 0) to.append(3 - octets.size() % 3, '=');
}

std::string base64_text(OctetView octets) {
  std::string text;
  append_base64_text(text, octets);
  return text;
}

Result<void> append_base64(Octets& to, std::string_view text, Kernel kernel) {
  if (append_decoded(to, text, text.size() / 4 * 3, decode_base64, kernel)) return {};
  return fail(ErrorCode::bad_base64,
              "'" + excerpt(text) + "' is no base64 text; its length is a multiple of 4");
}

Result<Octets> base64_octets(std::string_view text) { return octets_from(append_base64, text); }

}  // namespace vouch
