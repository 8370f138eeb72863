#include "vouch/crypto/own_signatures.hpp"

#include <algorithm>

#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/openssl/hashing.hpp"
#include "vouch/crypto/openssl/own_ecdsa.hpp"

namespace vouch {

struct OwnSignatures::State {
  PublicKey published;
  std::optional<openssl::OwnEcdsa> by_private_key;
  std::size_t added = 0;             ///< in all
  std::size_t checked_from = 0;      ///< what `added` was when first_wrong() was called last
  std::optional<std::size_t> wrong;  ///< by the public key, as counted by `added`

  void note_wrong(std::size_t which) { wrong = wrong ? std::min(*wrong, which) : which; }
};

OwnSignatures::OwnSignatures(std::unique_ptr<State> state) : state_(std::move(state)) {}
OwnSignatures::OwnSignatures(OwnSignatures&&) noexcept = default;
OwnSignatures& OwnSignatures::operator=(OwnSignatures&&) noexcept = default;
OwnSignatures::~OwnSignatures() = default;

Result<OwnSignatures> OwnSignatures::start(const SigningKey& key, OctetView published) {
  VOUCH_TRY(PublicKey by_public_key, PublicKey::read(key.algorithm(), published));
  auto state = std::make_unique<State>(State{std::move(by_public_key), {}, 0, 0, {}});
  if (!equal_octets(key.public_key(), published))
    return fail(ErrorCode::bad_key, "the private key is not that of the DNSKEY as published");
  // P-384 has no quick multiple of its generator in the library: its public key is as fast.
  if (key.algorithm() == Algorithm::ECDSAP256SHA256) {
    VOUCH_TRY(const Secret secret, key.secret_part());
    VOUCH_TRY(openssl::OwnEcdsa own, openssl::OwnEcdsa::start(secret, published));
    state->by_private_key.emplace(std::move(own));
  }
  return OwnSignatures(std::move(state));
}

void OwnSignatures::add(OctetView signed_octets, OctetView signature) {
  State& state = *state_;
  const std::size_t which = state.added++;
  const bool by_public_key = !state.by_private_key || which % sampling == 0;
  if (by_public_key && !state.published.verify(signed_octets, signature)) state.note_wrong(which);
  if (!state.by_private_key) return;
  openssl::HashOutput hash;
  if (!openssl::hash(HashAlgorithm::sha256, {&signed_octets, 1}, hash)) state.note_wrong(which);
  state.by_private_key->add(hash.view(), signature);
}

std::optional<std::size_t> OwnSignatures::first_wrong() {
  State& state = *state_;
  std::optional<std::size_t> wrong = state.wrong;
  if (wrong) *wrong -= state.checked_from;
  if (state.by_private_key) {
    const auto by_private_key = state.by_private_key->first_wrong();
    if (by_private_key) wrong = wrong ? std::min(*wrong, *by_private_key) : *by_private_key;
  }
  state.wrong.reset();
  state.checked_from = state.added;
  return wrong;
}

}  // namespace vouch
