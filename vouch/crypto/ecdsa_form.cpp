#include "vouch/crypto/ecdsa_form.hpp"

#include <algorithm>

namespace vouch {
namespace {

constexpr std::uint8_t sequence_tag = 0x30;
constexpr std::uint8_t integer_tag = 0x02;

OctetView without_leading_zeros(OctetView number) {
  while (number.size() > 1 && number[0] == 0) number = number.subspan(1);
  return number;
}

// A positive INTEGER has a zero octet in front where its top bit is set.
void append_integer(EcdsaDer& der, OctetView number) {
  number = without_leading_zeros(number);
  const bool padded = (number[0] & 0x80) != 0;
  der.octets[der.size++] = integer_tag;
  der.octets[der.size++] = static_cast<std::uint8_t>(number.size() + (padded ? 1 : 0));
  if (padded) der.octets[der.size++] = 0;
  std::copy(number.begin(), number.end(),
            der.octets.begin() + static_cast<std::ptrdiff_t>(der.size));
  der.size += number.size();
}

// Takes one INTEGER off the front of `der` and writes it right-aligned.
bool take_integer(OctetView& der, std::size_t half, std::uint8_t* to) {
  if (der.size() < 3 || der[0] != integer_tag || der[1] == 0 || der[1] > der.size() - 2)
    return false;
  const OctetView number = without_leading_zeros(der.subspan(2, der[1]));
  der = der.subspan(2U + der[1]);
  if (number.size() > half) return false;
  std::fill_n(to, half - number.size(), std::uint8_t{0});
  std::copy(number.begin(), number.end(), to + (half - number.size()));
  return true;
}

}  // namespace

EcdsaDer ecdsa_der(OctetView signature) {
  EcdsaDer der;
  der.octets[0] = sequence_tag;
  der.size = 2;
  append_integer(der, signature.first(signature.size() / 2));
  append_integer(der, signature.subspan(signature.size() / 2));
  der.octets[1] = static_cast<std::uint8_t>(der.size - 2);
  return der;
}

bool ecdsa_raw(OctetView der, std::size_t half, std::uint8_t* to) {
  if (der.size() < 2 || der[0] != sequence_tag || der[1] != der.size() - 2) return false;
  der = der.subspan(2);
  return take_integer(der, half, to) && take_integer(der, half, to + half) && der.empty();
}

}  // namespace vouch
