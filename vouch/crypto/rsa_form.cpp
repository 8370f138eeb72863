#include "vouch/crypto/rsa_form.hpp"

#include <bit>

#include "vouch/base/wire_reader.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/crypto/key_form.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_exponent_octets = 8;

bool is_odd(OctetView number) { return (number.back() & 1) != 0; }

Error bad_key(std::string detail) { return fail(ErrorCode::bad_key, std::move(detail)); }

Result<void> check(const RsaForm& form, unsigned min_bits) {
  if (form.bits() < min_bits || form.bits() > max_rsa_bits) {
    return bad_key("the RSA modulus has " + std::to_string(form.bits()) + " bits; " +
                   std::to_string(min_bits) + " to " + std::to_string(max_rsa_bits) +
                   " are allowed");
  }
  if (!is_odd(form.modulus)) return bad_key("the RSA modulus is even");
  if (form.exponent.size() > max_exponent_octets)
    return bad_key("the RSA exponent has over 64 bits");
  if (form.exponent.empty()) return bad_key("the RSA exponent is zero");
  if (!is_odd(form.exponent)) return bad_key("the RSA exponent is even");
  if (form.exponent.size() == 1 && form.exponent[0] == 1) return bad_key("the RSA exponent is one");
  return {};
}

}  // namespace

OctetView without_zeros(OctetView number) {
  while (!number.empty() && number[0] == 0) number = number.subspan(1);
  return number;
}

unsigned RsaForm::bits() const {
  if (modulus.empty()) return 0;
  return static_cast<unsigned>((modulus.size() - 1) * 8) +
         static_cast<unsigned>(std::bit_width(modulus[0]));
}

Result<RsaForm> RsaForm::read(OctetView field, unsigned min_bits) {
  WireReader reader(field);
  const auto short_length = reader.u8();
  if (!short_length.ok()) return bad_key("the RSA key is empty");
  std::size_t length = *short_length;
  if (length == 0) {
    const auto long_length = reader.u16();
    if (!long_length.ok()) return bad_key("the RSA key ends inside the length of its exponent");
    length = *long_length;
  }
  if (reader.left() < length) return bad_key("the RSA key ends inside its exponent");
  const RsaForm form = {without_zeros(reader.rest().first(length)),
                        without_zeros(reader.rest().subspan(length))};
  VOUCH_CHECK(check(form, min_bits));
  return form;
}

Octets RsaForm::write() const {
  Octets field;
  field.reserve(3 + exponent.size() + modulus.size());
  WireWriter writer(field);
  if (exponent.size() < 256) {
    writer.u8(static_cast<std::uint8_t>(exponent.size()));
  } else {
    writer.u8(0);
    writer.u16(static_cast<std::uint16_t>(exponent.size()));
  }
  writer.octets(exponent);
  writer.octets(modulus);
  return field;
}

}  // namespace vouch
