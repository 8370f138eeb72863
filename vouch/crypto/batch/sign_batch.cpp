#include "vouch/crypto/batch/sign_batch.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "vouch/crypto/openssl/hashing.hpp"
#include "vouch/crypto/p256/instructions.hpp"
#include "vouch/crypto/p256/sign.hpp"

namespace vouch {
namespace {

using Hash = std::array<std::uint8_t, p256::number_octets>;

struct Waiting {
  Hash hash;
  std::uint8_t* to;
};

struct OfKey {
  const SigningKey* key;
  std::unique_ptr<p256::BatchSigner> signer;
  std::vector<Waiting> waiting;
};

template <unsigned bits, unsigned shift>
const p256::SecretTable& table_of_generator() {
  static const p256::SecretTable table =
      p256::SecretTable::make(p256::Table::make(p256::generator, bits, shift));
  return table;
}

// One for each process, made when it is first needed.
const p256::SecretTable& table_for(p256::Form form) {
  constexpr unsigned ifma_shift = 4;
  return form == p256::Form::ifma
             ? table_of_generator<p256::sign_window_bits(p256::Form::ifma), ifma_shift>()
             : table_of_generator<p256::sign_window_bits(p256::Form::scalar), 0>();
}

bool is_none(const std::uint8_t* signature) {
  return std::all_of(signature, signature + p256::number_octets,
                     [](std::uint8_t octet) { return octet == 0; });
}

}  // namespace

struct SignBatch::State {
  bool is_own;
  p256::Form form;
  NonceKind nonces;
  std::vector<OfKey> keys;
  std::vector<p256::HashToSign> given;
  Octets random;

  Result<OfKey*> of_key(const SigningKey& key) {
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&](const OfKey& each) { return each.key == &key; });
    if (found != keys.end()) return &*found;
    VOUCH_TRY(const Secret secret, key.secret_part());
    p256::Number number = p256::read_number(secret.view().data());
    keys.push_back({&key, std::make_unique<p256::BatchSigner>(form, table_for(form), number), {}});
    wipe(reinterpret_cast<std::uint8_t*>(&number), sizeof(number));
    return &keys.back();
  }

  Result<void> sign(OfKey& of) {
    given.clear();
    for (const Waiting& each : of.waiting) given.push_back({each.hash.data(), each.to});
    if (nonces == NonceKind::hedged) {
      random.resize(given.size() * p256::number_octets);
      if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
        return openssl::failure("there are no random octets");
    }
    of.signer->sign(given, nonces == NonceKind::hedged ? random.data() : nullptr);
    wipe(random.data(), random.size());
    for (const p256::HashToSign& each : given) {
      const OctetView hash(each.hash, p256::number_octets);
      if (is_none(each.signature)) VOUCH_CHECK(of.key->sign_hash(hash, each.signature));
    }
    return {};
  }
};

SignBatch::SignBatch(std::size_t expected, CryptoForm form, NonceKind nonces)
    : state_(std::make_unique<State>()) {
  // The table costs as much as some tens of signatures.
  constexpr std::size_t many = 64;
  state_->is_own = form != CryptoForm::openssl && expected >= many;
  state_->form = p256::instructions_of(form);
  state_->nonces = nonces;
}
SignBatch::SignBatch(SignBatch&&) noexcept = default;
SignBatch& SignBatch::operator=(SignBatch&&) noexcept = default;
SignBatch::~SignBatch() = default;

bool SignBatch::takes(const SigningKey& key) const {
  return state_->is_own && key.algorithm() == Algorithm::ECDSAP256SHA256;
}

Result<void> SignBatch::add(const SigningKey& key, OctetView octets, std::uint8_t* to) {
  VOUCH_TRY(OfKey * of, state_->of_key(key));
  openssl::HashOutput hash;
  if (!openssl::hash(HashAlgorithm::sha256, {&octets, 1}, hash))
    return openssl::failure("the hash can't be made");
  Waiting& waiting = of->waiting.emplace_back();
  std::copy_n(hash.octets.begin(), waiting.hash.size(), waiting.hash.begin());
  waiting.to = to;
  return {};
}

Result<void> SignBatch::sign() {
  for (OfKey& each : state_->keys) {
    auto done = state_->sign(each);
    each.waiting.clear();
    if (!done.ok()) return done;
  }
  return {};
}

}  // namespace vouch
