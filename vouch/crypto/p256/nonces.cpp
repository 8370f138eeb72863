#include "vouch/crypto/p256/nonces.hpp"

#include <algorithm>
#include <cstring>

#include "vouch/crypto/secret.hpp"

namespace vouch::p256 {
namespace {

using vectors::sha256_block_words;
using vectors::sha256_words;

constexpr std::size_t block_octets = 64;

// The words of a number, the highest first, into one lane.
void put_number(std::uint32_t* to, std::size_t lanes, std::size_t lane, const Number& number) {
  for (std::size_t i = 0; i < sha256_words; ++i) {
    const Limb limb = number.limbs[(sha256_words - 1 - i) / 2];
    to[i * lanes + lane] = static_cast<std::uint32_t>(i % 2 == 0 ? limb >> 32 : limb);
  }
}

Number number_at(const std::uint32_t* words, std::size_t lanes, std::size_t lane) {
  Number number;
  for (std::size_t i = 0; i < limb_count; ++i) {
    const std::uint32_t* const at = words + (sha256_words - 2 - 2 * i) * lanes + lane;
    number.limbs[i] = Limb{at[0]} << 32 | at[lanes];
  }
  return number;
}

template <typename Array>
void wipe_array(Array& array) {
  wipe(reinterpret_cast<std::uint8_t*>(&array), sizeof(array));
}

}  // namespace

NonceLanes::NonceLanes() = default;

NonceLanes::~NonceLanes() {
  wipe_array(key_);
  wipe_array(value_);
  wipe_array(inner_);
  wipe_array(outer_);
  wipe_array(mixed_);
  wipe_array(block_);
}

void NonceLanes::start(const Number& secret, std::span<const std::uint8_t* const> hashes,
                       const std::uint8_t* more) {
  const std::size_t size = lanes();
  constexpr std::size_t h = sha256_words;
  for (std::size_t lane = 0; lane < size; ++lane) {
    const bool is_taken = lane < hashes.size();
    put_number(mixed_, size, lane, secret);
    put_number(mixed_ + h * size, size, lane,
               is_taken ? Order::canonical(read_number(hashes[lane])) : Number{});
    put_number(mixed_ + 2 * h * size, size, lane,
               is_taken && more != nullptr ? read_number(more + lane * number_octets) : Number{});
  }
  // Section 3.2, steps b to g.
  std::fill_n(key_, h * size, 0U);
  std::fill_n(value_, h * size, 0x01010101U);
  const std::size_t mixed_words = (more != nullptr ? 3 : 2) * h;
  take_key();
  for (const std::uint32_t tag : {0U, 1U}) {
    mix(tag, mixed_words);
    authenticate_value();
  }
}

// The hashes after the padded key: what every use of the key begins with.
void NonceLanes::take_key() {
  const std::size_t size = lanes();
  for (const bool is_outer : {false, true}) {
    const std::uint32_t padding = is_outer ? 0x5c5c5c5c : 0x36363636;
    std::uint32_t* const hash = is_outer ? outer_ : inner_;
    for (std::size_t i = 0; i < sha256_block_words * size; ++i)
      block_[i] = i < sha256_words * size ? key_[i] ^ padding : padding;
    for (std::size_t i = 0; i < sha256_words; ++i)
      std::fill_n(hash + i * size, size, vectors::sha256_initial[i]);
    vectors::add_sha256_blocks(hash, block_, 1);
  }
}

// HMAC with the key taken, over blocks that are padded as what follows the block of the key.
void NonceLanes::authenticate(const std::uint32_t* words, std::size_t blocks, std::uint32_t* to) {
  const std::size_t size = lanes();
  Hash hash;
  std::copy_n(inner_, sha256_words * size, hash);
  vectors::add_sha256_blocks(hash, words, blocks);
  std::copy_n(hash, sha256_words * size, block_);
  std::fill_n(block_ + sha256_words * size, sha256_words * size, 0U);
  std::fill_n(block_ + sha256_words * size, size, 0x80000000U);
  std::fill_n(block_ + (sha256_block_words - 1) * size, size,
              static_cast<std::uint32_t>(8 * (block_octets + number_octets)));
  std::copy_n(outer_, sha256_words * size, hash);
  vectors::add_sha256_blocks(hash, block_, 1);
  std::copy_n(hash, sha256_words * size, to);
  wipe_array(hash);
}

// V = HMAC_K(V).
void NonceLanes::authenticate_value() {
  const std::size_t size = lanes();
  std::copy_n(value_, sha256_words * size, block_);
  std::fill_n(block_ + sha256_words * size, sha256_words * size, 0U);
  std::fill_n(block_ + sha256_words * size, size, 0x80000000U);
  std::fill_n(block_ + (sha256_block_words - 1) * size, size,
              static_cast<std::uint32_t>(8 * (block_octets + number_octets)));
  authenticate(block_, 1, value_);
}

// K = HMAC_K(V || tag || the first of what is mixed in), and the new K is taken.
void NonceLanes::mix(std::uint32_t tag, std::size_t mixed_words) {
  const std::size_t size = lanes();
  const std::size_t octets = number_octets + 1 + 4 * mixed_words;
  const std::size_t blocks = (octets + 9 + block_octets - 1) / block_octets;
  std::fill_n(block_, blocks * sha256_block_words * size, 0U);
  std::copy_n(value_, sha256_words * size, block_);
  // The tag is one octet: what follows is moved by one.
  for (std::size_t i = 0; i <= mixed_words; ++i) {
    std::uint32_t* const to = block_ + (sha256_words + i) * size;
    for (std::size_t lane = 0; lane < size; ++lane) {
      const std::uint32_t before = i == 0 ? tag : mixed_[(i - 1) * size + lane];
      const std::uint32_t own = i == mixed_words ? 0x80000000U : mixed_[i * size + lane];
      to[lane] = before << 24 | own >> 8;
    }
  }
  std::fill_n(block_ + (blocks * sha256_block_words - 1) * size, size,
              static_cast<std::uint32_t>(8 * (block_octets + octets)));
  authenticate(block_, blocks, key_);
  take_key();
}

void NonceLanes::draw(Number* numbers, Limb* fits) {
  const std::size_t size = lanes();
  authenticate_value();
  for (std::size_t lane = 0; lane < size; ++lane) {
    numbers[lane] = number_at(value_, size, lane);
    fits[lane] = mask_of((is_zero(numbers[lane]) ^ 1) & is_below(numbers[lane], Order::modulus));
  }
}

void NonceLanes::go_on() {
  mix(0, 0);
  authenticate_value();
}

}  // namespace vouch::p256
