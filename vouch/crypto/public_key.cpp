#include "vouch/crypto/public_key.hpp"

#include "vouch/crypto/ecdsa_form.hpp"
#include "vouch/crypto/openssl/hashing.hpp"
#include "vouch/crypto/openssl/key_making.hpp"
#include "vouch/crypto/p256/instructions.hpp"
#include "vouch/crypto/public_key_state.hpp"

namespace vouch {

namespace {

bool holds_on_octets(EVP_MD_CTX* context, OctetView octets, OctetView signature) {
  return EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, nullptr) == 1 &&
         EVP_DigestVerify(context, signature.data(), signature.size(), octets.data(),
                          octets.size()) == 1;
}

bool holds_on_hash(EVP_PKEY_CTX* context, const KeyForm& form, OctetView hash,
                   OctetView signature) {
  if (form.family == KeyFamily::rsa)
    return EVP_PKEY_verify(context, signature.data(), signature.size(), hash.data(), hash.size()) ==
           1;
  const EcdsaDer der = ecdsa_der(signature);
  return EVP_PKEY_verify(context, der.octets.data(), der.size, hash.data(), hash.size()) == 1;
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
  return PublicKey(std::unique_ptr<State>(
      new State{form, bits, std::move(made), {}, Octets(key.begin(), key.end()), {}}));
}

Algorithm PublicKey::algorithm() const { return state_->form.algorithm; }

unsigned PublicKey::bits() const { return state_->bits; }

void PublicKey::expect(std::size_t signatures, CryptoForm form) {
  State& state = *state_;
  const unsigned window_bits = p256::window_bits_for(signatures);
  if (algorithm() != Algorithm::ECDSAP256SHA256 || form == CryptoForm::openssl || window_bits == 0)
    return;
  if (const auto point = p256::read_point(state.field))
    state.tables =
        std::make_unique<p256::ReadyKey>(*point, window_bits, p256::instructions_of(form));
}

std::size_t PublicKey::table_octets() const {
  return state_->tables == nullptr ? 0 : state_->tables->octets();
}

bool PublicKey::verify(OctetView signed_octets, OctetView signature) const {
  const KeyForm& form = state_->form;
  if (signature.size() != state_->signature_octets()) return false;
  if (form.family != KeyFamily::eddsa) {
    openssl::HashOutput hash;
    return openssl::hash(form.hash, {&signed_octets, 1}, hash) &&
           state_->verify_hash(hash.view(), signature);
  }
  const openssl::Loan loan = state_->loan();
  const bool holds = loan && holds_on_octets(loan.on_octets(), signed_octets, signature);
  if (!holds) openssl::forget_errors();
  return holds;
}

bool PublicKey::State::verify_hash(OctetView hash, OctetView signature) const {
  const openssl::Loan lent = loan();
  const bool holds = lent && holds_on_hash(lent.on_hash(), form, hash, signature);
  if (!holds) openssl::forget_errors();
  return holds;
}

}  // namespace vouch
