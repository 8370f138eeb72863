#include "vouch/zonefile/quick_rdata.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "vouch/base/encoding.hpp"
#include "vouch/base/timestamp.hpp"
#include "vouch/rr/field/address.hpp"
#include "vouch/zonefile/portable.hpp"

namespace vouch::zonefile {
namespace {

constexpr std::size_t max_rdata = 1024;  // whose text is at most twice as long, but for bitmaps
constexpr std::size_t rrsig_fixed_octets = 18;

unsigned u16_at(const std::uint8_t* at) { return static_cast<unsigned>(at[0] << 8 | at[1]); }
std::uint32_t u32_at(const std::uint8_t* at) { return u16_at(at) << 16 | u16_at(at + 2); }

char* put_text(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

char* put_number(char* out, std::uint32_t number) {
  if (number < 10) {
    *out = static_cast<char>('0' + number);
    return out + 1;
  }
  return std::to_chars(out, out + 10, number).ptr;
}

// The type's mnemonic; null for one that not everybody knows.
char* put_type(char* out, RRType type) {
  if (!is_mnemonic_known(type)) return nullptr;
  const TypeRow* const row = row_of(type);
  if (row != nullptr) return put_text(out, row->mnemonic);
  return put_number(put_text(out, "TYPE"), static_cast<std::uint32_t>(type));
}

// 1 for octets that need an escape.
constexpr auto odd_octets = [] {
  std::array<std::uint8_t, 256> odd{};
  for (std::size_t i = 0; i < odd.size(); ++i) odd[i] = plain_octets[i] ? 0 : 1;
  return odd;
}();

// The name at `at`, which is moved behind it; null where it needs an escape.
char* put_name(char* out, OctetView rdata, std::size_t& at) {
  const std::uint8_t* in = rdata.data() + at;
  unsigned odd = 0;
  if (*in == 0) *out++ = '.';
  while (*in != 0) {
    for (const std::uint8_t* const end = in + 1 + *in; ++in != end;) {
      odd |= odd_octets[*in];
      *out++ = static_cast<char>(*in);
    }
    *out++ = '.';
  }
  at = static_cast<std::size_t>(in + 1 - rdata.data());
  return odd == 0 ? out : nullptr;
}

char* put_name(char* out, OctetView rdata) {
  std::size_t at = 0;
  return put_name(out, rdata, at);
}

char* put_mx(char* out, OctetView rdata) {
  out = put_number(out, u16_at(rdata.data()));
  *out++ = ' ';
  return put_name(out, rdata.subspan(2));
}

char* put_ds(char* out, OctetView rdata) {
  out = put_number(out, u16_at(rdata.data()));
  *out++ = ' ';
  out = put_number(out, rdata[2]);
  *out++ = ' ';
  out = put_number(out, rdata[3]);
  *out++ = ' ';
  return encode_base16(out, rdata.subspan(4));
}

}  // namespace

template <std::size_t octets, std::size_t characters>
bool QuickRdata::Remembered<octets, characters>::holds(OctetView of) const {
  return key_size == of.size() && key_size != 0 && std::memcmp(key, of.data(), key_size) == 0;
}

template <std::size_t octets, std::size_t characters>
void QuickRdata::Remembered<octets, characters>::keep(OctetView of, const char* begin,
                                                      const char* end) {
  const auto size = static_cast<std::size_t>(end - begin);
  if (of.size() > octets || size > characters) return;
  std::copy(of.begin(), of.end(), key);
  std::copy(begin, end, text);
  key_size = of.size();
  text_size = size;
}

template <std::size_t octets, std::size_t characters>
char* QuickRdata::Remembered<octets, characters>::copy(char* out) const {
  return put_text(out, std::string_view(text, text_size));
}

char* QuickRdata::put(char* out, RRType type, OctetView rdata) {
  if (rdata.empty() || rdata.size() > max_rdata) return nullptr;
  switch (type) {
    case RRType::A: return rr::put_ipv4_text(out, rdata.data());
    case RRType::AAAA: return put_ipv6(out, rdata);
    case RRType::NS:
    case RRType::CNAME:
    case RRType::PTR:
    case RRType::DNAME: return zonefile::put_name(out, rdata);
    case RRType::MX: return put_mx(out, rdata);
    case RRType::DS: return put_ds(out, rdata);
    case RRType::RRSIG: return put_rrsig(out, rdata);
    case RRType::NSEC: return put_nsec(out, rdata);
    case RRType::NSEC3: return put_nsec3(out, rdata);
    default: return nullptr;
  }
}

char* QuickRdata::put_ipv6(char* out, OctetView rdata) {
  scratch_.clear();
  rr::append_ipv6_text(scratch_, rdata.data());
  return put_text(out, scratch_);
}

char* QuickRdata::put_time(char* out, const std::uint8_t* wire) {
  const OctetView key(wire, 4);
  for (const auto& time : times_) {
    if (time.holds(key)) return time.copy(out);
  }
  char* const end = put_text(out, rrsig_time_text(u32_at(wire)));
  times_[next_time_++ % std::size(times_)].keep(key, out, end);
  return end;
}

char* QuickRdata::put_bitmap(char* out, OctetView bitmap) {
  for (const auto& known : bitmaps_) {
    if (known.holds(bitmap)) return known.copy(out);
  }
  constexpr std::size_t longest_mnemonic = 16;
  const char* const begin = out;
  for (std::size_t at = 0; at + 2 <= bitmap.size(); at += 2U + bitmap[at + 1]) {
    for (unsigned bit = 0; bit < bitmap[at + 1] * 8U; ++bit) {
      if ((bitmap[at + 2 + bit / 8] & 0x80U >> bit % 8) == 0) continue;
      if (out - begin + longest_mnemonic > sizeof bitmaps_[0].text) return nullptr;
      if (out != begin) *out++ = ' ';
      out = put_type(out, static_cast<RRType>(bitmap[at] << 8 | bit));
      if (out == nullptr) return nullptr;
    }
  }
  bitmaps_[next_bitmap_++ % std::size(bitmaps_)].keep(bitmap, begin, out);
  return out;
}

// Moves `at`, which stands on the algorithm, behind the signer's name.
char* QuickRdata::put_rrsig_middle(char* out, OctetView rdata, std::size_t& at) {
  const OctetView rest = rdata.subspan(at);
  for (const auto& known : middles_) {
    if (known.key_size > rest.size() || !known.holds(rest.first(known.key_size))) continue;
    at += known.key_size;
    return known.copy(out);
  }
  const char* const begin = out;
  const std::size_t begin_at = at;
  const std::uint8_t* const in = rdata.data();
  out = put_number(out, in[2]);
  *out++ = ' ';
  out = put_number(out, in[3]);
  *out++ = ' ';
  out = put_number(out, u32_at(in + 4));
  *out++ = ' ';
  out = put_time(out, in + 8);
  *out++ = ' ';
  out = put_time(out, in + 12);
  *out++ = ' ';
  out = put_number(out, u16_at(in + 16));
  *out++ = ' ';
  at = rrsig_fixed_octets;
  out = zonefile::put_name(out, rdata, at);
  if (out == nullptr) return nullptr;
  middles_[next_middle_++ % std::size(middles_)].keep(rdata.subspan(begin_at, at - begin_at), begin,
                                                      out);
  return out;
}

char* QuickRdata::put_rrsig(char* out, OctetView rdata) {
  out = put_type(out, static_cast<RRType>(u16_at(rdata.data())));
  if (out == nullptr) return nullptr;
  *out++ = ' ';
  std::size_t at = 2;
  out = put_rrsig_middle(out, rdata, at);
  if (out == nullptr) return nullptr;
  // Without a signature there is no text for it but the generic form.
  if (at == rdata.size()) return nullptr;
  *out++ = ' ';
  return encode_base64(out, rdata.subspan(at));
}

char* QuickRdata::put_name(char* out, NameView name) {
  return zonefile::put_name(out, name.wire());
}

char* QuickRdata::put_nsec(char* out, OctetView rdata) {
  std::size_t at = 0;
  out = zonefile::put_name(out, rdata, at);
  if (out == nullptr || at == rdata.size()) return nullptr;
  *out++ = ' ';
  return put_bitmap(out, rdata.subspan(at));
}

char* QuickRdata::put_nsec3(char* out, OctetView rdata) {
  out = put_number(out, rdata[0]);
  *out++ = ' ';
  out = put_number(out, rdata[1]);
  *out++ = ' ';
  out = put_number(out, u16_at(rdata.data() + 2));
  *out++ = ' ';
  const OctetView salt = rdata.subspan(5, rdata[4]);
  if (salt.empty()) *out++ = '-';
  out = encode_base16(out, salt);
  *out++ = ' ';
  const OctetView behind = rdata.subspan(5 + salt.size());
  const OctetView next = behind.subspan(1, behind[0]);
  // Knot decodes base32hex in groups of five octets.
  if (next.size() % 5 != 0) return nullptr;
  out = encode_base32hex(out, next, LetterCase::upper);
  const OctetView bitmap = behind.subspan(1 + next.size());
  if (bitmap.empty()) return out;
  *out++ = ' ';
  return put_bitmap(out, bitmap);
}

}  // namespace vouch::zonefile
