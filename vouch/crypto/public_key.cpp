#include "vouch/crypto/public_key.hpp"

#include "vouch/crypto/ecdsa_form.hpp"
#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/openssl/hashing.hpp"
#include "vouch/crypto/openssl/key_making.hpp"
#include "vouch/crypto/openssl/operation.hpp"

namespace vouch {

struct PublicKey::State {
  const KeyForm& form;
  unsigned bits;
  openssl::Pkey key;
  openssl::OperationPool operations;

  std::size_t signature_octets() const {
    return form.signature_octets != 0 ? form.signature_octets : (bits + 7) / 8;
  }
};

namespace {

bool holds_on_octets(EVP_MD_CTX* context, OctetView octets, OctetView signature) {
  return EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, nullptr) == 1 &&
         EVP_DigestVerify(context, signature.data(), signature.size(), octets.data(),
                          octets.size()) == 1;
}

bool holds_on_hash(EVP_PKEY_CTX* context, const KeyForm& form, OctetView octets,
                   OctetView signature) {
  openssl::HashOutput hash;
  if (!openssl::hash(form.hash, {&octets, 1}, hash)) return false;
  if (form.family == KeyFamily::rsa)
    return EVP_PKEY_verify(context, signature.data(), signature.size(), hash.octets.data(),
                           hash.size) == 1;
  const EcdsaDer der = ecdsa_der(signature);
  return EVP_PKEY_verify(context, der.octets.data(), der.size, hash.octets.data(), hash.size) == 1;
}

Error bad_key(const KeyForm& form, std::string_view what) {
  return fail(ErrorCode::bad_key,
              "the public key of " + described(form.algorithm) + " " + std::string(what));
}

}  // namespace

PublicKey::PublicKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PublicKey::PublicKey(PublicKey&&) noexcept = default;
PublicKey& PublicKey::operator=(PublicKey&&) noexcept = default;
PublicKey::~PublicKey() = default;

Result<PublicKey> PublicKey::read(Algorithm algorithm, OctetView key) {
  if (!is_supported(algorithm))
    return fail(ErrorCode::unsupported_algorithm, described(algorithm) + " can't be verified here");
  return read_unprobed(algorithm, key);
}

Result<PublicKey> PublicKey::read_unprobed(Algorithm algorithm, OctetView key) {
  const KeyForm& form = *form_of(algorithm);
  unsigned bits = form.bits;
  openssl::Pkey made;
  if (form.family == KeyFamily::rsa) {
    VOUCH_TRY(const RsaForm rsa, RsaForm::read(key, form.bits));
    bits = rsa.bits();
    made = openssl::make_public(rsa);
  } else {
    if (key.size() != form.key_octets) {
      return bad_key(form, "has " + std::to_string(key.size()) + " octets instead of " +
                               std::to_string(form.key_octets));
    }
    made = openssl::make_public(form, key);
  }
  if (!made) {
    openssl::forget_errors();
    return bad_key(form, form.family == KeyFamily::ecdsa ? "is no point of the curve"
                                                         : "is refused by the library");
  }
  return PublicKey(std::unique_ptr<State>(new State{form, bits, std::move(made), {}}));
}

Algorithm PublicKey::algorithm() const { return state_->form.algorithm; }

unsigned PublicKey::bits() const { return state_->bits; }

bool PublicKey::verify(OctetView signed_octets, OctetView signature) const {
  if (signature.size() != state_->signature_octets()) return false;
  const openssl::Loan loan(state_->operations, openssl::Loan::Use::verify, state_->key.get(),
                           state_->form);
  const bool holds =
      loan && (loan.on_octets() != nullptr
                   ? holds_on_octets(loan.on_octets(), signed_octets, signature)
                   : holds_on_hash(loan.on_hash(), state_->form, signed_octets, signature));
  if (!holds) openssl::forget_errors();
  return holds;
}

}  // namespace vouch
