// The small IANA registries of the DNS as enums over the wire integer; any value is legal.
//
// One row per entry in the *.def files beside this one. RR types have a table of their own in
// vouch/rr.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch {

enum class RRClass : std::uint16_t {
#define VOUCH_CLASS(mnemonic, code, reference) mnemonic = code,
#include "vouch/iana/classes.def"
#undef VOUCH_CLASS
};

/// With EDNS an RCODE has 12 bits (RFC 6891 section 6.1.3).
enum class Rcode : std::uint16_t {
#define VOUCH_RCODE(mnemonic, code, reference) mnemonic = code,
#include "vouch/iana/rcodes.def"
#undef VOUCH_RCODE
};

enum class Opcode : std::uint8_t {
#define VOUCH_OPCODE(mnemonic, code, reference) mnemonic = code,
#include "vouch/iana/opcodes.def"
#undef VOUCH_OPCODE
};

enum class Algorithm : std::uint8_t {
#define VOUCH_ALGORITHM(mnemonic, code, sign, validate, key_octets, signature_octets, reference) \
  mnemonic = code,
#include "vouch/iana/algorithms.def"
#undef VOUCH_ALGORITHM
};

enum class DigestType : std::uint8_t {
#define VOUCH_DIGEST(mnemonic, text, code, delegate, validate, octets, reference) mnemonic = code,
#include "vouch/iana/digest_types.def"
#undef VOUCH_DIGEST
};

enum class ExtendedErrorCode : std::uint16_t {
#define VOUCH_EDE(id, code, purpose) id = code,
#include "vouch/iana/extended_errors.def"
#undef VOUCH_EDE
};

enum class EdnsOptionCode : std::uint16_t {
#define VOUCH_EDNS_OPTION(id, text, code, reference) id = code,
#include "vouch/iana/edns_options.def"
#undef VOUCH_EDNS_OPTION
};

/// The registries' words on whether to use an algorithm (RFC 9904 section 2).
enum class Advice : std::uint8_t { must_not, not_recommended, may, recommended, must };

struct AlgorithmRow {
  Algorithm algorithm;
  std::string_view mnemonic;
  Advice sign;
  Advice validate;
  std::uint16_t key_octets;        ///< of the public key field; 0 where it depends on the key
  std::uint16_t signature_octets;  ///< 0 where it depends on the key
  std::string_view reference;
};

struct DigestRow {
  DigestType type;
  std::string_view text;
  Advice delegate;
  Advice validate;
  std::uint16_t octets;
  std::string_view reference;
};

/// The registry row, or null for an unassigned number.
const AlgorithmRow* row_of(Algorithm algorithm);
const DigestRow* row_of(DigestType type);

/// `IN`, or `CLASS65280` for one without a mnemonic (RFC 3597 section 5).
std::string text(RRClass rrclass);
/// `NXDOMAIN`, or `RCODE12`.
std::string text(Rcode rcode);
/// `QUERY`, or `OPCODE3`.
std::string text(Opcode opcode);
/// `ECDSAP256SHA256`, or the number.
std::string text(Algorithm algorithm);
/// `SHA-256`, or the number.
std::string text(DigestType type);
/// `Signature Expired`, or the number.
std::string text(ExtendedErrorCode code);
/// `COOKIE`, or `OPT=65001`.
std::string text(EdnsOptionCode code);

/// Reads a mnemonic in any case, or `CLASS<n>`; nothing where it is neither.
std::optional<RRClass> parse_class(std::string_view text);
std::optional<Rcode> parse_rcode(std::string_view text);
std::optional<Opcode> parse_opcode(std::string_view text);
/// Reads a mnemonic in any case, or a number of 0 to 255.
std::optional<Algorithm> parse_algorithm(std::string_view text);
/// Reads `SHA-256`, `SHA256`, or a number of 0 to 255.
std::optional<DigestType> parse_digest_type(std::string_view text);

}  // namespace vouch
