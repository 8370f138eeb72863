#include "vouch/base/encoding.hpp"

#include <gtest/gtest.h>

#include <random>

namespace vouch {
namespace {

Octets octets(std::string_view text) { return {octets_of(text).begin(), octets_of(text).end()}; }

struct Vector {
  std::string_view plain, base16, base32hex, base64;
};

// RFC 4648 section 10; base32hex without its padding.
constexpr Vector vectors[] = {
    {"", "", "", ""},
    {"f", "66", "CO", "Zg=="},
    {"fo", "666F", "CPNG", "Zm8="},
    {"foo", "666F6F", "CPNMU", "Zm9v"},
    {"foob", "666F6F62", "CPNMUOG", "Zm9vYg=="},
    {"fooba", "666F6F6261", "CPNMUOJ1", "Zm9vYmE="},
    {"foobar", "666F6F626172", "CPNMUOJ1E8", "Zm9vYmFy"},
};

TEST(Encoding, writes_the_vectors_of_rfc_4648) {
  for (const Vector& vector : vectors) {
    EXPECT_EQ(base16_text(octets_of(vector.plain)), vector.base16);
    EXPECT_EQ(base32hex_text(octets_of(vector.plain), LetterCase::upper), vector.base32hex);
    EXPECT_EQ(base64_text(octets_of(vector.plain)), vector.base64);
  }
}

TEST(Encoding, reads_the_vectors_of_rfc_4648) {
  for (const Vector& vector : vectors) {
    EXPECT_EQ(*base16_octets(vector.base16), octets(vector.plain));
    EXPECT_EQ(*base32hex_octets(vector.base32hex), octets(vector.plain));
    EXPECT_EQ(*base64_octets(vector.base64), octets(vector.plain));
  }
}

TEST(Encoding, base16_and_base32hex_take_both_letter_cases) {
  EXPECT_EQ(*base16_octets("aBcD"), (Octets{0xab, 0xcd}));
  EXPECT_EQ(*base32hex_octets("cpnmuoj1e8"), octets("foobar"));
  EXPECT_EQ(base16_text(Octets{0xab, 0xcd}, LetterCase::lower), "abcd");
  EXPECT_EQ(base32hex_text(octets_of("foobar")), "cpnmuoj1e8");
}

TEST(Encoding, base16_refuses_odd_lengths_and_foreign_characters) {
  for (const std::string_view text : {"0", "abc", "0g", "0x", " 00", "0 0 "}) {
    const auto result = base16_octets(text);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::bad_base16);
  }
}

// Of 8 characters in a group only 2, 4, 5 and 7 give whole octets, and what is over must be zero
// bits.
TEST(Encoding, base32hex_refuses_padding_stray_bits_and_impossible_lengths) {
  for (const std::string_view text :
       {"CO======", "CP", "CPNMUOK", "C", "CPN", "CPNMUO", "W0", "0-"}) {
    const auto result = base32hex_octets(text);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::bad_base32);
  }
}

TEST(Encoding, base64_refuses_missing_padding_stray_bits_and_foreign_characters) {
  for (const std::string_view text : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "=Zg=", "Zm9v=",
                                      "Zm9_", "Zm9\n", "Zg==Zg=="}) {
    const auto result = base64_octets(text);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, ErrorCode::bad_base64);
  }
}

TEST(Encoding, appending_leaves_the_target_as_it_was_on_error) {
  Octets target = {1, 2, 3};
  EXPECT_FALSE(append_base64(target, "Zm9vYmF!").ok());
  EXPECT_FALSE(append_base16(target, "00112").ok());
  EXPECT_FALSE(append_base32hex(target, "CPNMUOJ1Z").ok());
  EXPECT_EQ(target, (Octets{1, 2, 3}));
  EXPECT_TRUE(append_base64(target, "Zm9v").ok());
  EXPECT_EQ(target, (Octets{1, 2, 3, 'f', 'o', 'o'}));
}

TEST(Encoding, gives_back_random_octets_of_every_length) {
  std::mt19937 random(4648);
  for (std::size_t size = 0; size < 200; ++size) {
    Octets plain(size);
    for (auto& octet : plain) octet = static_cast<std::uint8_t>(random());
    EXPECT_EQ(*base16_octets(base16_text(plain)), plain);
    EXPECT_EQ(*base32hex_octets(base32hex_text(plain)), plain);
    EXPECT_EQ(*base64_octets(base64_text(plain)), plain);
  }
}

// Whole groups are decoded without looking at single characters: every octet value is tried at
// every place of a group.
TEST(Encoding, refuses_every_foreign_character_at_every_place) {
  const auto refused_in = [](auto decode, std::string text, std::string_view alphabet) {
    for (std::size_t place = 0; place < text.size(); ++place) {
      const char kept = text[place];
      for (int octet = 0; octet < 256; ++octet) {
        text[place] = static_cast<char>(octet);
        const bool known =
            octet != 0 && alphabet.find(static_cast<char>(octet)) != std::string_view::npos;
        EXPECT_EQ(decode(text).ok(), known) << place << ' ' << octet;
      }
      text[place] = kept;
    }
  };
  refused_in(base16_octets, "0011", "0123456789abcdefABCDEF");
  refused_in(base32hex_octets, "0000000011111111",
             "0123456789abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUV");
  refused_in([](std::string_view text) { return base64_octets(std::string(text) + "AAAA"); },
             "AAAABBBB", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
}

// Every size up to several vectors, whole and with each octet value somewhere.
TEST(Encoding, by_vectors_is_what_it_is_octet_by_octet) {
  std::mt19937 random(4648);
  const auto same = [](auto decoder, std::string_view text) {
    Octets best(text.size(), 1);
    Octets scalar(text.size(), 1);
    const std::size_t size = decoder(best.data(), text, Kernel::best);
    ASSERT_EQ(size, decoder(scalar.data(), text, Kernel::scalar)) << text;
    if (size == undecodable) return;
    best.resize(size);
    scalar.resize(size);
    ASSERT_EQ(best, scalar) << text;
  };
  for (std::size_t size = 0; size < 200; ++size) {
    Octets plain(size);
    for (auto& octet : plain) octet = static_cast<std::uint8_t>(random());
    std::string by_vectors;
    std::string by_octets;
    append_base64_text(by_vectors, plain, Kernel::best);
    append_base64_text(by_octets, plain, Kernel::scalar);
    EXPECT_EQ(by_vectors, by_octets);
    same(decode_base64, by_vectors);
    std::string hex_by_vectors;
    std::string hex_by_octets;
    append_base16_text(hex_by_vectors, plain, LetterCase::lower, Kernel::best);
    append_base16_text(hex_by_octets, plain, LetterCase::lower, Kernel::scalar);
    EXPECT_EQ(hex_by_vectors, hex_by_octets);
    same(decode_base16, hex_by_vectors);
    same(decode_base16, base16_text(plain));
    for (int octet = 0; octet < 256 && size > 0; ++octet) {
      std::string foreign = by_vectors;
      foreign[random() % foreign.size()] = static_cast<char>(octet);
      same(decode_base64, foreign);
      foreign = hex_by_vectors;
      foreign[random() % foreign.size()] = static_cast<char>(octet);
      same(decode_base16, foreign);
    }
  }
}

}  // namespace
}  // namespace vouch
