// Public keys and signatures: an algorithm, the length of a key in two octets, the key, and a
// signature. Whatever they are, reading and verifying do no harm, and the forms of ECDSA signatures
// go there and back.
#include "vouch/crypto/public_key.hpp"

#include <cstdlib>

#include "vouch/base/wire_reader.hpp"
#include "vouch/crypto/ecdsa_form.hpp"

using namespace vouch;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void read_and_verify(Algorithm algorithm, OctetView key, OctetView signature) {
  const auto read = PublicKey::read(algorithm, key);
  if (!read.ok()) {
    expect(!read.error().detail.empty());
    return;
  }
  expect(read->bits() >= 256 && read->bits() <= 4096);
  (void)read->verify(octets_of("vouch"), signature);
  (void)read->verify({}, signature);
}

void convert(OctetView octets) {
  for (const std::size_t half : {32U, 48U}) {
    Octets raw(2 * half);
    if (ecdsa_raw(octets, half, raw.data())) {
      Octets again(2 * half);
      expect(ecdsa_raw(ecdsa_der(raw).view(), half, again.data()) && raw == again);
    }
    if (octets.size() >= 2 * half) {
      const OctetView signature = octets.first(2 * half);
      expect(ecdsa_raw(ecdsa_der(signature).view(), half, raw.data()) &&
             equal_octets(raw, signature));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  WireReader reader({octets, size});
  const auto algorithm = reader.u8();
  const auto key = reader.counted_u16();
  if (algorithm.ok() && key.ok())
    read_and_verify(static_cast<Algorithm>(*algorithm), *key, reader.rest());
  convert({octets, size});
  return 0;
}
