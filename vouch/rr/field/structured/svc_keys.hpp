// The registered SvcParamKeys and the rules of their values (RFC 9460 section 7 and 8, RFC 9461,
// RFC 9540, RFC 9953).
//
// For svc_params only: a value's wire form is checked, read from text and printed here.
#pragma once

#include <optional>

#include "vouch/rr/field/field.hpp"

namespace vouch::rr {

/// What stands after the `=` of a parameter.
enum class SvcValue : std::uint8_t {
  keys_form,           ///< mandatory: ascending keys
  alpn_form,           ///< protocol identifiers, each with a length octet
  none_form,           ///< no value may stand
  port_form,           ///< 16 bits
  ipv4_form,           ///< addresses
  ipv6_form,           ///< addresses
  base64_form,         ///< ech
  text_form,           ///< dohpath: a text as it is
  groups_form,         ///< tls-supported-groups: 16-bit numbers
  path_segments_form,  ///< docpath: segments, each with a length octet; may be empty
  opaque_form,         ///< keys without a registered form
};

struct SvcKeyRow {
  std::uint16_t key;
  std::string_view mnemonic;
  SvcValue value;
};

/// The row of a registered key, or null.
const SvcKeyRow* svc_key_row(std::uint16_t key);

/// `alpn`, or `key667`.
std::string svc_key_text(std::uint16_t key);

/// Reads a mnemonic or `key<n>`, lower case, without leading zeros; nothing where it is neither.
std::optional<std::uint16_t> parse_svc_key(std::string_view text);

/// What breaks the value rules of a key, as a sentence; empty where nothing does.
std::string_view svc_value_fault(std::uint16_t key, OctetView value);

/// Appends a value's wire form from the text after `=`, whose escapes are not undone yet.
/// `generic`: the key was written as keyNNN, and the text is the wire form (RFC 9460 section 2.1).
/// Errors: bad_rdata, bad_text, bad_number, bad_address, bad_base64.
Result<void> append_svc_value(Octets& to, std::uint16_t key, std::string_view text, bool generic);

/// Appends `=value` in presentation form, or nothing where a key has no value.
void append_svc_value_text(std::string& to, std::uint16_t key, OctetView value);

}  // namespace vouch::rr
