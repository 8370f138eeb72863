// Base 16, base 32 with the extended hex alphabet, and base 64 (RFC 4648), as DNS texts use them.
//
// Base 32 is written without padding (RFC 5155 section 3.3). Decoding refuses any character outside
// the alphabet, and non-zero bits past the last octet; white space is removed by the caller.
#pragma once

#include <string>
#include <string_view>

#include "vouch/base/kernel.hpp"
#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"

namespace vouch {

enum class LetterCase : bool { lower, upper };

/// Not a size: the text is malformed.
inline constexpr std::size_t undecodable = static_cast<std::size_t>(-1);

/// Decodes a text to `out`, which has room for half of its size, 5/8, or 3/4 in turn. Returns the
/// size of what was decoded, or undecodable; then what `out` holds means nothing. The quick way for
/// parsers; those below say what is wrong.
std::size_t decode_base16(std::uint8_t* out, std::string_view text, Kernel kernel = Kernel::best);
std::size_t decode_base32hex(std::uint8_t* out, std::string_view text,
                             Kernel kernel = Kernel::best);
std::size_t decode_base64(std::uint8_t* out, std::string_view text, Kernel kernel = Kernel::best);

/// Writes the text to `out`, which has room for it: twice the size, 8/5 or 4/3 in turn, rounded up
/// (base 64: to a multiple of 4). Returns its end. The quick way for printers.
char* encode_base16(char* out, OctetView octets, LetterCase letters = LetterCase::upper,
                    Kernel kernel = Kernel::best);
char* encode_base32hex(char* out, OctetView octets, LetterCase letters = LetterCase::lower);
char* encode_base64(char* out, OctetView octets, Kernel kernel = Kernel::best);

std::string base16_text(OctetView octets, LetterCase letters = LetterCase::upper);
void append_base16_text(std::string& to, OctetView octets, LetterCase letters = LetterCase::upper,
                        Kernel kernel = Kernel::best);
/// Errors: bad_base16 (odd length, foreign character).
Result<Octets> base16_octets(std::string_view text);
/// The same, appended to `to`, which is left as it was on error.
Result<void> append_base16(Octets& to, std::string_view text, Kernel kernel = Kernel::best);

/// Lower-case letters, as NSEC3 owners are written by most signers.
std::string base32hex_text(OctetView octets, LetterCase letters = LetterCase::lower);
void append_base32hex_text(std::string& to, OctetView octets,
                           LetterCase letters = LetterCase::lower);
/// Errors: bad_base32.
Result<Octets> base32hex_octets(std::string_view text);
/// The same, appended to `to`, which is left as it was on error.
Result<void> append_base32hex(Octets& to, std::string_view text, Kernel kernel = Kernel::best);

std::string base64_text(OctetView octets);
void append_base64_text(std::string& to, OctetView octets, Kernel kernel = Kernel::best);
/// Padding is required (RFC 4648 section 3.2). Errors: bad_base64.
Result<Octets> base64_octets(std::string_view text);
/// The same, appended to `to`, which is left as it was on error.
Result<void> append_base64(Octets& to, std::string_view text, Kernel kernel = Kernel::best);

}  // namespace vouch
