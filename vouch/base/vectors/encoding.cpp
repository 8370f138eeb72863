#include "vouch/base/vectors/encoding.hpp"

// This file is compiled once for every instruction set; the last part chooses among them.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vouch/base/vectors/encoding.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vouch/base/vectors/instruction_set.hpp"

HWY_BEFORE_NAMESPACE();
namespace vouch::vectors {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

// Without vectors all is left to the caller.
std::size_t decode_base64(const char*, std::size_t, std::uint8_t*) { return 0; }
std::size_t decode_base16(const char*, std::size_t, std::uint8_t*) { return 0; }
std::size_t encode_base64(const std::uint8_t*, std::size_t, char*) { return 0; }
std::size_t encode_base16(const std::uint8_t*, std::size_t, char, char*) { return 0; }

#else

namespace hn = hwy::HWY_NAMESPACE;

const hn::Full128<std::uint8_t> octet_tag;
const hn::Repartition<std::uint16_t, hn::Full128<std::uint8_t>> pair_tag;
const hn::Repartition<std::uint32_t, hn::Full128<std::uint8_t>> quad_tag;
using Vector = hn::Vec<hn::Full128<std::uint8_t>>;
using Mask = hn::Mask<hn::Full128<std::uint8_t>>;

constexpr std::size_t width = 16;

HWY_INLINE Vector all(int octet) { return hn::Set(octet_tag, static_cast<std::uint8_t>(octet)); }

HWY_INLINE Vector load(const void* at) {
  return hn::LoadU(octet_tag, static_cast<const std::uint8_t*>(at));
}

// Whether the octets of `offset`, which are those of a text less the first of a range, lie in it.
HWY_INLINE Mask in_range(Vector offset, int size) {
  return hn::Eq(hn::Min(offset, all(size - 1)), offset);
}

HWY_INLINE Vector shuffled(Vector vector, const std::uint8_t (&from)[width]) {
  return hn::TableLookupBytes(vector, load(from));
}

// The value of each character; those of `known` are of the alphabet.
HWY_INLINE Vector base64_values(Vector text, Mask& known) {
  const Vector upper = hn::Sub(text, all('A'));
  const Vector lower = hn::Sub(text, all('a'));
  const Vector digit = hn::Sub(text, all('0'));
  const Mask is_upper = in_range(upper, 26);
  const Mask is_lower = in_range(lower, 26);
  const Mask is_digit = in_range(digit, 10);
  const Mask is_plus = hn::Eq(text, all('+'));
  const Mask is_slash = hn::Eq(text, all('/'));
  known = hn::Or(hn::Or(hn::Or(is_upper, is_lower), is_digit), hn::Or(is_plus, is_slash));
  const Vector letters = hn::Or(hn::IfThenElseZero(is_upper, upper),
                                hn::IfThenElseZero(is_lower, hn::Add(lower, all(26))));
  const Vector others =
      hn::Or(hn::IfThenElseZero(is_digit, hn::Add(digit, all(52))),
             hn::Or(hn::IfThenElseZero(is_plus, all(62)), hn::IfThenElseZero(is_slash, all(63))));
  return hn::Or(letters, others);
}

std::size_t decode_base64(const char* characters, std::size_t count, std::uint8_t* out) {
  // Four values of six bits stand in each quad, the first lowest; they become one number of 24
  // bits, whose octets go out from the highest.
  alignas(16) static constexpr std::uint8_t packed[width] = {2, 1,  0,  6,  5,    4,    10,   9,
                                                             8, 14, 13, 12, 0x80, 0x80, 0x80, 0x80};
  constexpr std::size_t made = width / 4 * 3;
  std::size_t done = 0;
  // A whole vector is stored of which three quarters count.
  for (; (count - done) / 4 * 3 >= width; done += width, out += made) {
    Mask known;
    const Vector values = base64_values(load(characters + done), known);
    if (!hn::AllTrue(octet_tag, known)) return foreign_character;
    const auto sixes = hn::BitCast(pair_tag, values);
    const auto twelves =
        hn::Or(hn::ShiftLeft<6>(hn::And(sixes, hn::Set(pair_tag, 0x3f))), hn::ShiftRight<8>(sixes));
    const auto halves = hn::BitCast(quad_tag, twelves);
    const auto numbers = hn::Or(hn::ShiftLeft<12>(hn::And(halves, hn::Set(quad_tag, 0xfff))),
                                hn::ShiftRight<16>(halves));
    hn::StoreU(hn::TableLookupBytesOr0(hn::BitCast(octet_tag, numbers), load(packed)), octet_tag,
               out);
  }
  return done;
}

std::size_t decode_base16(const char* characters, std::size_t count, std::uint8_t* out) {
  alignas(16) static constexpr std::uint8_t evens[width] = {0, 2, 4, 6, 8, 10, 12, 14,
                                                            0, 2, 4, 6, 8, 10, 12, 14};
  const hn::Half<hn::Full128<std::uint8_t>> half_tag;
  std::size_t done = 0;
  for (; count - done >= width; done += width, out += width / 2) {
    const Vector text = load(characters + done);
    const Vector digit = hn::Sub(text, all('0'));
    const Vector letter = hn::Sub(hn::Or(text, all(0x20)), all('a'));
    const Mask is_digit = in_range(digit, 10);
    const Mask is_letter = in_range(letter, 6);
    if (!hn::AllTrue(octet_tag, hn::Or(is_digit, is_letter))) return foreign_character;
    const Vector values = hn::IfThenElse(is_digit, digit, hn::Add(letter, all(10)));
    const auto nibbles = hn::BitCast(pair_tag, values);
    const auto octets = hn::Or(hn::ShiftLeft<4>(nibbles), hn::ShiftRight<8>(nibbles));
    hn::StoreU(hn::LowerHalf(half_tag, shuffled(hn::BitCast(octet_tag, octets), evens)), half_tag,
               out);
  }
  return done;
}

std::size_t encode_base64(const std::uint8_t* octets, std::size_t count, char* out) {
  // The octets of each group of three, the last lowest, so that the group is one number.
  alignas(16) static constexpr std::uint8_t spread[width] = {2, 1, 0, 0x80, 5,  4,  3, 0x80,
                                                             8, 7, 6, 0x80, 11, 10, 9, 0x80};
  constexpr std::size_t used = width / 4 * 3;
  std::size_t done = 0;
  // A whole vector is loaded of which three quarters count.
  for (; count - done >= width; done += used, out += width) {
    const auto numbers =
        hn::BitCast(quad_tag, hn::TableLookupBytesOr0(load(octets + done), load(spread)));
    const auto six = hn::Set(quad_tag, 0x3f);
    const auto values = hn::BitCast(
        octet_tag, hn::Or(hn::Or(hn::ShiftRight<18>(numbers),
                                 hn::ShiftLeft<8>(hn::And(hn::ShiftRight<12>(numbers), six))),
                          hn::Or(hn::ShiftLeft<16>(hn::And(hn::ShiftRight<6>(numbers), six)),
                                 hn::ShiftLeft<24>(hn::And(numbers, six)))));
    const Vector upper = hn::Add(values, all('A'));
    const Vector lower = hn::Add(values, all('a' - 26));
    const Vector digit = hn::Sub(values, all(52 - '0'));
    Vector text = hn::IfThenElse(in_range(values, 26), upper, lower);
    text = hn::IfThenElse(in_range(values, 52), text, digit);
    text = hn::IfThenElse(hn::Eq(values, all(62)), all('+'), text);
    text = hn::IfThenElse(hn::Eq(values, all(63)), all('/'), text);
    hn::StoreU(text, octet_tag, reinterpret_cast<std::uint8_t*>(out));
  }
  return done;
}

std::size_t encode_base16(const std::uint8_t* octets, std::size_t count, char ten, char* out) {
  std::uint8_t digits[width];
  for (std::size_t i = 0; i < width; ++i)
    digits[i] =
        static_cast<std::uint8_t>(i < 10 ? '0' + i : static_cast<std::size_t>(ten) + i - 10);
  const Vector table = load(digits);
  std::size_t done = 0;
  for (; count - done >= width; done += width, out += 2 * width) {
    const Vector in = load(octets + done);
    const Vector low = hn::TableLookupBytes(table, hn::And(in, all(0x0f)));
    const Vector high = hn::TableLookupBytes(
        table,
        hn::And(hn::BitCast(octet_tag, hn::ShiftRight<4>(hn::BitCast(pair_tag, in))), all(0x0f)));
    auto* const to = reinterpret_cast<std::uint8_t*>(out);
    hn::StoreU(hn::InterleaveLower(octet_tag, high, low), octet_tag, to);
    hn::StoreU(hn::InterleaveUpper(octet_tag, high, low), octet_tag, to + width);
  }
  return done;
}

#endif

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace vouch::vectors
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vouch::vectors {

std::size_t decode_base64(const char* characters, std::size_t count, std::uint8_t* out) {
  static const auto chosen = VOUCH_BY_VECTORS(decode_base64);
  return chosen(characters, count, out);
}

std::size_t decode_base16(const char* characters, std::size_t count, std::uint8_t* out) {
  static const auto chosen = VOUCH_BY_VECTORS(decode_base16);
  return chosen(characters, count, out);
}

std::size_t encode_base64(const std::uint8_t* octets, std::size_t count, char* out) {
  static const auto chosen = VOUCH_BY_VECTORS(encode_base64);
  return chosen(octets, count, out);
}

std::size_t encode_base16(const std::uint8_t* octets, std::size_t count, char ten, char* out) {
  static const auto chosen = VOUCH_BY_VECTORS(encode_base16);
  return chosen(octets, count, ten, out);
}

}  // namespace vouch::vectors
#endif
