#include "vouch/base/siphash.hpp"

#include <bit>
#include <cstring>

namespace vouch {
namespace {

std::uint64_t little_endian(const std::uint8_t* octets, std::size_t count) {
  std::uint64_t value = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&value, octets, count);
  } else {
    for (std::size_t i = 0; i < count; ++i) value |= std::uint64_t{octets[i]} << (8 * i);
  }
  return value;
}

struct SipState {
  std::uint64_t a, b, c, d;

  void round() {
    a += b;
    b = std::rotl(b, 13) ^ a;
    a = std::rotl(a, 32);
    c += d;
    d = std::rotl(d, 16) ^ c;
    a += d;
    d = std::rotl(d, 21) ^ a;
    c += b;
    b = std::rotl(b, 17) ^ c;
    c = std::rotl(c, 32);
  }
  template <int rounds>
  void absorb(std::uint64_t word) {
    d ^= word;
    for (int i = 0; i < rounds; ++i) round();
    a ^= word;
  }
};

template <int rounds, int last_rounds>
std::uint64_t siphash(const SipKey& key, OctetView message) {
  const std::uint64_t k0 = little_endian(key.data(), 8);
  const std::uint64_t k1 = little_endian(key.data() + 8, 8);
  SipState state{k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261,
                 k1 ^ 0x7465646279746573};
  const std::size_t whole = message.size() & ~std::size_t{7};
  for (std::size_t at = 0; at < whole; at += 8)
    state.absorb<rounds>(little_endian(message.data() + at, 8));
  const std::size_t rest = message.size() - whole;
  const std::uint64_t tail = rest == 0 ? 0 : little_endian(message.data() + whole, rest);
  state.absorb<rounds>(tail | std::uint64_t{message.size()} << 56);
  state.c ^= 0xff;
  for (int i = 0; i < last_rounds; ++i) state.round();
  return state.a ^ state.b ^ state.c ^ state.d;
}

}  // namespace

std::uint64_t siphash_2_4(const SipKey& key, OctetView message) {
  return siphash<2, 4>(key, message);
}

std::uint64_t siphash_1_3(const SipKey& key, OctetView message) {
  return siphash<1, 3>(key, message);
}

}  // namespace vouch
