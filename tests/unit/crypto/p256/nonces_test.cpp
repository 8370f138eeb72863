// Nonces beside an HMAC generator written by the book over OpenSSL's SHA-256, also where numbers
// are drawn in vain; and SHA-256 in lanes beside OpenSSL's.
#include "vouch/crypto/p256/nonces.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/p256/reference.hpp"
#include "vouch/crypto/digest.hpp"

namespace vouch::p256 {
namespace {

using test::Random;

Octets hash_of(const Octets& octets) { return *digest(DigestType::sha256, {octets}); }

// RFC 2104.
Octets hmac(const Octets& key, const Octets& octets) {
  Octets inner(64, 0x36);
  Octets outer(64, 0x5c);
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] ^= key[i];
    outer[i] ^= key[i];
  }
  append_octets(inner, octets);
  append_octets(outer, hash_of(inner));
  return hash_of(outer);
}

Octets octets_of_number(const Number& number) {
  Octets octets(number_octets);
  write_number(number, octets.data());
  return octets;
}

// RFC 6979 section 3.2, without the test of the range.
class Generator {
 public:
  Generator(const Number& secret, const Octets& hash, const Octets& more) {
    Octets mixed = octets_of_number(secret);
    append_octets(mixed, octets_of_number(Order::canonical(read_number(hash.data()))));
    append_octets(mixed, more);
    for (const std::uint8_t tag : {std::uint8_t{0}, std::uint8_t{1}}) mix(tag, mixed);
  }
  Number next() {
    value_ = hmac(key_, value_);
    return read_number(value_.data());
  }
  void go_on() { mix(0, {}); }

 private:
  void mix(std::uint8_t tag, const Octets& mixed) {
    Octets octets = value_;
    octets.push_back(tag);
    append_octets(octets, mixed);
    key_ = hmac(key_, octets);
    value_ = hmac(key_, value_);
  }
  Octets key_ = Octets(32, 0);
  Octets value_ = Octets(32, 1);
};

TEST(P256Nonces, are_those_of_the_rfc_in_every_lane_and_after_numbers_that_do_not_fit) {
  Random random(1);
  for (const bool is_hedged : {false, true}) {
    for (std::size_t count = 1; count <= NonceLanes::lanes(); ++count) {
      const Number secret = random.of_order();
      std::vector<Octets> hashes;
      std::vector<const std::uint8_t*> given;
      Octets more;
      for (std::size_t i = 0; i < count; ++i) {
        // Hashes above the order, too.
        hashes.push_back(octets_of_number(
            i % 3 == 0 ? Number{{random.limb(), 1, ~Limb{0}, ~Limb{0}}} : random.number()));
        if (is_hedged) append_octets(more, octets_of_number(random.number()));
      }
      for (const Octets& each : hashes) given.push_back(each.data());
      NonceLanes lanes;
      lanes.start(secret, given, is_hedged ? more.data() : nullptr);
      std::vector<Generator> generators;
      for (std::size_t i = 0; i < count; ++i) {
        const auto begin = more.begin() + static_cast<std::ptrdiff_t>(32 * i);
        generators.emplace_back(secret, hashes[i],
                                is_hedged ? Octets(begin, begin + 32) : Octets());
      }
      for (int round = 0; round < 3; ++round) {
        Number drawn[vectors::most_sha256_lanes];
        Limb fits[vectors::most_sha256_lanes];
        lanes.draw(drawn, fits);
        for (std::size_t i = 0; i < count; ++i) {
          EXPECT_EQ(drawn[i], generators[i].next()) << i << " of " << count;
          EXPECT_EQ(fits[i], ~Limb{0});
          generators[i].go_on();
        }
        lanes.go_on();
      }
    }
  }
}

TEST(P256Nonces, hash_in_lanes_as_openssl) {
  Random random(2);
  const std::size_t lanes = vectors::sha256_lanes();
  for (const std::size_t size : {0U, 55U, 119U, 500U}) {
    const std::size_t blocks = (size + 9 + 63) / 64;
    std::vector<std::uint32_t> words(blocks * 16 * lanes);
    std::vector<Octets> texts;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      Octets text(size);
      for (std::uint8_t& each : text) each = static_cast<std::uint8_t>(random.limb());
      texts.push_back(text);
      text.push_back(0x80);
      text.resize(blocks * 64);
      text[text.size() - 2] = static_cast<std::uint8_t>(size * 8 >> 8);
      text[text.size() - 1] = static_cast<std::uint8_t>(size * 8);
      for (std::size_t i = 0; i < blocks * 16; ++i) {
        words[i * lanes + lane] = std::uint32_t{text[4 * i]} << 24 |
                                  std::uint32_t{text[4 * i + 1]} << 16 |
                                  std::uint32_t{text[4 * i + 2]} << 8 | text[4 * i + 3];
      }
    }
    std::vector<std::uint32_t> state(8 * lanes);
    for (std::size_t i = 0; i < 8 * lanes; ++i) state[i] = vectors::sha256_initial[i / lanes];
    vectors::add_sha256_blocks(state.data(), words.data(), blocks);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const Octets expected = hash_of(texts[lane]);
      for (std::size_t i = 0; i < 32; ++i) {
        EXPECT_EQ(static_cast<std::uint8_t>(state[i / 4 * lanes + lane] >> (24 - 8 * (i % 4))),
                  expected[i]);
      }
    }
  }
}

}  // namespace
}  // namespace vouch::p256
