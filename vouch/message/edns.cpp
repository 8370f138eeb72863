#include "vouch/message/edns.hpp"

#include "vouch/base/wire_reader.hpp"
#include "vouch/base/wire_writer.hpp"

namespace vouch {
namespace {

constexpr std::uint32_t do_bit = 0x8000;
constexpr std::uint32_t co_bit = 0x4000;

}  // namespace

Result<ExtendedError> ExtendedError::read(OctetView value) {
  WireReader reader(value);
  VOUCH_TRY(const std::uint16_t code, reader.u16());
  std::string text(text_of(reader.rest()));
  // Some senders end the text with a NUL, which RFC 8914 section 2 tells receivers to bear.
  while (!text.empty() && text.back() == '\0') text.pop_back();
  return ExtendedError{static_cast<ExtendedErrorCode>(code), std::move(text)};
}

EdnsOption ExtendedError::option() const {
  EdnsOption option{EdnsOptionCode::extended_error, {}};
  WireWriter writer(option.value);
  writer.u16(static_cast<std::uint16_t>(code));
  writer.octets(octets_of(text));
  return option;
}

std::uint32_t Edns::ttl_field() const {
  return static_cast<std::uint32_t>(rcode_high) << 24 | static_cast<std::uint32_t>(version) << 16 |
         (dnssec_ok ? do_bit : 0) | (compact_ok ? co_bit : 0) | flags_rest;
}

Octets Edns::rdata() const {
  Octets octets;
  WireWriter writer(octets);
  for (const EdnsOption& option : options) {
    writer.u16(static_cast<std::uint16_t>(option.code));
    writer.u16(static_cast<std::uint16_t>(option.value.size()));
    writer.octets(option.value);
  }
  return octets;
}

std::size_t Edns::record_octets() const {
  std::size_t octets = 11;
  for (const EdnsOption& option : options) octets += 4 + option.value.size();
  return octets;
}

const EdnsOption* Edns::find(EdnsOptionCode code) const {
  for (const EdnsOption& option : options) {
    if (option.code == code) return &option;
  }
  return nullptr;
}

std::vector<ExtendedError> Edns::extended_errors() const {
  std::vector<ExtendedError> errors;
  for (const EdnsOption& option : options) {
    if (option.code != EdnsOptionCode::extended_error) continue;
    auto error = ExtendedError::read(option.value);
    if (error.ok()) errors.push_back(std::move(*error));
  }
  return errors;
}

}  // namespace vouch
