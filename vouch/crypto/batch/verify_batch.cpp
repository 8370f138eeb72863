#include "vouch/crypto/batch/verify_batch.hpp"

#include <algorithm>
#include <array>

#include "vouch/crypto/openssl/hashing.hpp"
#include "vouch/crypto/public_key_state.hpp"

namespace vouch {
namespace {

struct Waiting {
  std::size_t number;  ///< in the batch
  std::array<std::uint8_t, p256::number_octets> hash;
  std::array<std::uint8_t, 2 * p256::number_octets> signature;
};

struct OfKey {
  const PublicKey* key;
  std::vector<Waiting> waiting;
};

}  // namespace

struct VerifyBatch::State {
  std::vector<bool> holds;
  bool is_done = false;
  std::vector<OfKey> keys;
  std::vector<p256::SignedHash> given;
  std::vector<p256::Outcome> outcomes;
  std::vector<std::pair<p256::Form, p256::BatchVerifier>> verifiers;

  p256::BatchVerifier& verifier(p256::Form form) {
    for (auto& [of_form, verifier] : verifiers) {
      if (of_form == form) return verifier;
    }
    return verifiers.emplace_back(form, p256::BatchVerifier(form)).second;
  }

  OfKey& of_key(const PublicKey& key) {
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&](const OfKey& each) { return each.key == &key; });
    return found != keys.end() ? *found : keys.emplace_back(OfKey{&key, {}});
  }

  void verify(const PublicKey::State& key, const std::vector<Waiting>& waiting) {
    given.clear();
    for (const Waiting& each : waiting) given.push_back({each.hash.data(), each.signature.data()});
    outcomes.resize(given.size());
    const p256::ReadyKey& tables = *key.tables;
    verifier(tables.form()).verify(tables.of_generator(), tables.of_key(), given, outcomes);
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      holds[waiting[i].number] = outcomes[i] == p256::Outcome::good ||
                                 (outcomes[i] == p256::Outcome::undecided &&
                                  key.verify_hash(waiting[i].hash, waiting[i].signature));
    }
  }
};

VerifyBatch::VerifyBatch() : state_(std::make_unique<State>()) {}
VerifyBatch::VerifyBatch(VerifyBatch&&) noexcept = default;
VerifyBatch& VerifyBatch::operator=(VerifyBatch&&) noexcept = default;
VerifyBatch::~VerifyBatch() = default;

void VerifyBatch::add(const PublicKey& key, OctetView signed_octets, OctetView signature) {
  State& state = *state_;
  if (state.is_done) {
    state.holds.clear();
    state.is_done = false;
  }
  const PublicKey::State& own = *key.state_;
  Waiting waiting;
  waiting.number = state.holds.size();
  state.holds.push_back(false);
  if (signature.size() != own.signature_octets()) return;
  if (own.tables == nullptr) {
    state.holds.back() = key.verify(signed_octets, signature);
    return;
  }
  openssl::HashOutput hash;
  if (!openssl::hash(own.form.hash, {&signed_octets, 1}, hash)) return;
  std::copy_n(hash.octets.begin(), waiting.hash.size(), waiting.hash.begin());
  std::copy(signature.begin(), signature.end(), waiting.signature.begin());
  state.of_key(key).waiting.push_back(waiting);
}

std::size_t VerifyBatch::size() const { return state_->is_done ? 0 : state_->holds.size(); }

const std::vector<bool>& VerifyBatch::verify() {
  State& state = *state_;
  if (state.is_done) state.holds.clear();
  for (OfKey& each : state.keys) {
    state.verify(*each.key->state_, each.waiting);
    each.waiting.clear();
  }
  state.keys.clear();
  state.is_done = true;
  return state.holds;
}

}  // namespace vouch
