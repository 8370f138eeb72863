#include "vouch/crypto/key_form.hpp"

namespace vouch {
namespace {

using A = Algorithm;
using H = HashAlgorithm;
using F = KeyFamily;

constexpr KeyForm forms[] = {
    {A::RSASHA1, F::rsa, H::sha1, "RSA", 512, 0, 0, 0, false},
    {A::NSEC3RSASHA1, F::rsa, H::sha1, "RSA", 512, 0, 0, 0, false},
    {A::RSASHA256, F::rsa, H::sha256, "RSA", 512, 0, 0, 0, true},
    {A::RSASHA512, F::rsa, H::sha512, "RSA", 1024, 0, 0, 0, true},
    {A::ECDSAP256SHA256, F::ecdsa, H::sha256, "P-256", 256, 64, 32, 64, true},
    {A::ECDSAP384SHA384, F::ecdsa, H::sha384, "P-384", 384, 96, 48, 96, true},
    {A::ED25519, F::eddsa, H::sha512, "ED25519", 256, 32, 32, 64, true},
    {A::ED448, F::eddsa, H::sha512, "ED448", 456, 57, 57, 114, true},
};

}  // namespace

const KeyForm* form_of(Algorithm algorithm) {
  for (const KeyForm& form : forms) {
    if (form.algorithm == algorithm) return &form;
  }
  return nullptr;
}

std::string described(Algorithm algorithm) {
  const std::string number = std::to_string(static_cast<unsigned>(algorithm));
  return row_of(algorithm) == nullptr ? "algorithm " + number
                                      : "algorithm " + number + " (" + text(algorithm) + ")";
}

}  // namespace vouch
