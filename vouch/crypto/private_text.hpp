// PrivateText: the lines of a .private file, `Name: value`, in BIND's private key format
// version 1.2 or 1.3.
//
// Views into a text that somebody else owns and zeroises. Errors never show a value, since it may
// be secret.
#pragma once

#include <string_view>
#include <vector>

#include "vouch/crypto/secret.hpp"
#include "vouch/iana/registry.hpp"

namespace vouch {

struct PrivateLine {
  std::string_view name;
  std::string_view value;
  std::uint32_t line;
};

struct PrivateText {
  Algorithm algorithm = Algorithm::DELETE;
  std::vector<PrivateLine> lines;  ///< after the version and the algorithm, in file order

  /// Errors: bad_key, with the line (no version 1.2 or 1.3, no algorithm, a line without a colon, a
  /// name twice).
  static Result<PrivateText> read(std::string_view text);

  /// Null where there is no such line.
  const PrivateLine* find(std::string_view name) const;

  /// The octets of a line in base 64. Errors: bad_key, with the line (missing, malformed, empty).
  Result<Secret> secret(std::string_view name) const;

  /// Whether the line belongs to the key itself; the others are timing and other metadata.
  static bool is_key_part(std::string_view name);
};

/// The names of the lines of an RSA key, in their order in the file.
inline constexpr std::string_view rsa_line_names[] = {
    "Modulus", "PublicExponent", "PrivateExponent", "Prime1",
    "Prime2",  "Exponent1",      "Exponent2",       "Coefficient"};
/// Of an ECDSA or EdDSA key.
inline constexpr std::string_view secret_line_name = "PrivateKey";
/// Of a key that is held by a device.
inline constexpr std::string_view label_line_name = "Label";
inline constexpr std::string_view engine_line_name = "Engine";

}  // namespace vouch
