#include "vouch/crypto/private_text.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/keys.hpp"
#include "vouch/crypto/signing_key.hpp"

using namespace vouch;
using vouch::test::make_key;

namespace {

constexpr std::string_view p256 =
    "Private-key-format: v1.3\n"
    "Algorithm: 13 (ECDSAP256SHA256)\n"
    "PrivateKey: GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=\n";

std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string changed(std::string_view from, std::string_view to) {
  return with(std::string(p256), from, to);
}

std::string refusal(std::string_view text) {
  const auto key = SigningKey::read_private(text);
  return key.ok() ? "was read"
                  : std::string(mnemonic(key.error().code)) + " " + key.error().message();
}

}  // namespace

TEST(PrivateText, reads_the_lines_of_a_key_and_its_metadata) {
  const std::string file =
      std::string(p256) + "Created: 20240101000000\r\n\nPublish: 20240102000000";
  const auto text = PrivateText::read(file);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->algorithm, Algorithm::ECDSAP256SHA256);
  ASSERT_EQ(text->lines.size(), 3U);
  EXPECT_EQ(text->lines[1].name, "Created");
  EXPECT_EQ(text->lines[1].value, "20240101000000");
  EXPECT_EQ(text->lines[2].line, 6U);
  EXPECT_TRUE(PrivateText::is_key_part("PrivateKey"));
  EXPECT_FALSE(PrivateText::is_key_part("Publish"));
}

TEST(PrivateText, reads_version_1_2) {
  EXPECT_TRUE(SigningKey::read_private(changed("v1.3", "v1.2")).ok());
}

TEST(PrivateText, reads_an_algorithm_without_its_name) {
  EXPECT_TRUE(SigningKey::read_private(changed("13 (ECDSAP256SHA256)", "13")).ok());
}

TEST(PrivateText, refuses_other_versions_and_other_files) {
  EXPECT_EQ(refusal(changed("v1.3", "v2.0")),
            "bad_key line 1: the private key format is not v1.2 or v1.3");
  EXPECT_EQ(refusal("").substr(0, 7), "bad_key");
  EXPECT_EQ(refusal("-----BEGIN PRIVATE KEY-----\n").substr(0, 15), "bad_key line 1:");
  EXPECT_EQ(refusal("Algorithm: 13\nPrivate-key-format: v1.3\n").substr(0, 7), "bad_key");
}

TEST(PrivateText, refuses_bad_lines_with_their_number) {
  EXPECT_EQ(refusal(std::string(p256) + "no colon"),
            "bad_key line 4: is no line of the form `Name: value`");
  EXPECT_EQ(refusal(std::string(p256) + "PrivateKey: AAAA"),
            "bad_key line 4: PrivateKey stands here for the second time");
  EXPECT_EQ(refusal(changed("13 (", "999 (")),
            "bad_key line 2: the algorithm is no number of 0 to 255");
  EXPECT_EQ(refusal(changed("Algorithm: 13", "Algorithm: x")),
            "bad_key line 2: the algorithm is no number of 0 to 255");
  EXPECT_EQ(refusal(changed("GU6S", "GU6!")), "bad_key line 3: PrivateKey is no base64 text");
}

TEST(PrivateText, never_shows_a_secret) {
  for (const std::string& text : {changed("mQ=", "mQ"), changed("PrivateKey", "PublicExponent"),
                                  changed("GU6S", "GU6*"), changed("PrivateKey: ", "PrivateKey")}) {
    EXPECT_EQ(refusal(text).find("Ou+xC5"), std::string::npos) << refusal(text);
  }
}

TEST(PrivateText, refuses_keys_that_are_missing) {
  EXPECT_EQ(refusal(changed("PrivateKey", "Other")), "bad_key the line `PrivateKey:` is missing");
  EXPECT_EQ(refusal(changed("13 (ECDSAP256SHA256)", "8")),
            "bad_key the line `Modulus:` is missing");
}

TEST(PrivateText, refuses_keys_in_devices) {
  EXPECT_EQ(refusal(std::string(p256) + "Label: token"),
            "bad_key the private key is held by a device, and not in the file");
}

TEST(PrivateText, refuses_numbers_that_are_no_key_of_the_curve) {
  EXPECT_EQ(
      refusal(changed("GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=", base64_text(Octets(32)))),
      "bad_key the private key is none of algorithm 13 (ECDSAP256SHA256)");
  EXPECT_EQ(refusal(changed("GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=",
                            base64_text(Octets(32, 0xff)))),
            "bad_key the private key is none of algorithm 13 (ECDSAP256SHA256)");
  EXPECT_EQ(refusal(changed("GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=", "AAAA")),
            "bad_key the private key is none of algorithm 13 (ECDSAP256SHA256)");
  EXPECT_EQ(
      refusal(changed("GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=", base64_text(Octets(33, 1)))),
      "bad_key the private key is none of algorithm 13 (ECDSAP256SHA256)");
  EXPECT_EQ(refusal("Private-key-format: v1.3\nAlgorithm: 15 (ED25519)\nPrivateKey: " +
                    base64_text(Octets(31, 1))),
            "bad_key the private key is none of algorithm 15 (ED25519)");
  EXPECT_EQ(refusal(changed("13 (ECDSAP256SHA256)", "16")),
            "bad_key the private key is none of algorithm 16 (ED448)");
}

// BIND writes one private key in 256 so. The public key of 1 is the generator of P-256 (SEC 2).
TEST(PrivateText, reads_ecdsa_numbers_without_their_leading_zeros) {
  for (const Octets& one : {Octets{1}, Octets{0, 0, 1}, Octets(34)}) {
    Octets number = one;
    number.back() = 1;
    const auto key = SigningKey::read_private(
        changed("GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=", base64_text(number)));
    ASSERT_TRUE(key.ok()) << key.error().message();
    EXPECT_EQ(base16_text(key->public_key()),
              "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
              "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");
  }
}

TEST(PrivateText, refuses_rsa_numbers_that_do_not_belong_together) {
  const SigningKey left = make_key(Algorithm::RSASHA256);
  const SigningKey right = make_key(Algorithm::RSASHA256);
  const auto line = [](const SigningKey& key, std::string_view name) {
    const auto text = key.private_text();
    const std::size_t at = text->text().find("\n" + std::string(name) + ": ") + 1;
    return std::string(text->text().substr(at, text->text().find('\n', at) - at));
  };
  const std::string text(left.private_text()->text());
  for (const std::string_view name : {"Modulus", "PrivateExponent", "Prime1", "Prime2", "Exponent1",
                                      "Exponent2", "Coefficient"}) {
    EXPECT_EQ(refusal(with(text, line(left, name), line(right, name))),
              "bad_key the private key is none of algorithm 8 (RSASHA256)")
        << name;
  }
  EXPECT_EQ(refusal(with(text, "PublicExponent: AQAB", "PublicExponent: Aw==")),
            "bad_key the numbers of the private key do not belong together");
}

TEST(PrivateText, refuses_algorithms_that_are_not_signed_with) {
  EXPECT_EQ(refusal(changed("13 (ECDSAP256SHA256)", "5 (RSASHA1)")).substr(0, 21),
            "unsupported_algorithm");
  EXPECT_EQ(refusal(changed("13 (ECDSAP256SHA256)", "12 (ECCGOST)")).substr(0, 21),
            "unsupported_algorithm");
}

TEST(Secret, keeps_what_is_appended) {
  Secret secret;
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    secret.append("line\n");
    expected += "line\n";
  }
  EXPECT_EQ(secret.text(), expected);
  Secret moved = std::move(secret);
  EXPECT_EQ(moved.text(), expected);
  moved = Secret(octets_of("other"));
  EXPECT_EQ(moved.text(), "other");
}
