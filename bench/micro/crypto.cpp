// What a signature, a check, a key and a hash cost; `openssl speed ecdsap256 ed25519 rsa2048` gives
// the floor of the first two in the same unit.
#include <benchmark/benchmark.h>

#include "vouch/crypto/batch/sign_batch.hpp"
#include "vouch/crypto/batch/verify_batch.hpp"
#include "vouch/crypto/digest.hpp"
#include "vouch/crypto/nsec3_hashes.hpp"
#include "vouch/crypto/signing_key.hpp"
#include "vouch/name/name.hpp"

using namespace vouch;

namespace {

const SigningKey& key_of(Algorithm algorithm) {
  static const SigningKey rsa = std::move(SigningKey::generate(Algorithm::RSASHA256, 2048)).value();
  static const SigningKey p256 =
      std::move(SigningKey::generate(Algorithm::ECDSAP256SHA256)).value();
  static const SigningKey p384 =
      std::move(SigningKey::generate(Algorithm::ECDSAP384SHA384)).value();
  static const SigningKey ed25519 = std::move(SigningKey::generate(Algorithm::ED25519)).value();
  static const SigningKey ed448 = std::move(SigningKey::generate(Algorithm::ED448)).value();
  switch (algorithm) {
    case Algorithm::RSASHA256: return rsa;
    case Algorithm::ECDSAP384SHA384: return p384;
    case Algorithm::ED25519: return ed25519;
    case Algorithm::ED448: return ed448;
    default: return p256;
  }
}

const Octets& usual_input() {
  static const Octets octets(150, 7);
  return octets;
}

void sign(benchmark::State& state) {
  const SigningKey& key = key_of(static_cast<Algorithm>(state.range(0)));
  Octets signature;
  for (auto _ : state) {
    signature.clear();
    if (!key.append_signature(signature, usual_input()).ok()) state.SkipWithError("refused");
  }
  state.SetLabel(text(key.algorithm()));
}

void verify(benchmark::State& state) {
  const SigningKey& key = key_of(static_cast<Algorithm>(state.range(0)));
  const auto verifier = PublicKey::read(key.algorithm(), key.public_key());
  const auto signature = key.sign(usual_input());
  for (auto _ : state) {
    if (!verifier->verify(usual_input(), *signature)) state.SkipWithError("does not hold");
  }
  state.SetLabel(text(key.algorithm()));
}

void read_public_key(benchmark::State& state) {
  const SigningKey& key = key_of(static_cast<Algorithm>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(PublicKey::read(key.algorithm(), key.public_key()));
  state.SetLabel(text(key.algorithm()));
}

constexpr const char* form_names[] = {"best", "adx", "portable", "openssl"};

// A batch of so many P-256 signatures, by tables for `expected` of them; hashing included.
void verify_batch(benchmark::State& state) {
  const SigningKey& key = key_of(Algorithm::ECDSAP256SHA256);
  const auto form = static_cast<CryptoForm>(state.range(0));
  const auto count = static_cast<std::size_t>(state.range(1));
  auto verifier = PublicKey::read(key.algorithm(), key.public_key());
  verifier->expect(static_cast<std::size_t>(state.range(2)), form);
  const auto signature = key.sign(usual_input());
  VerifyBatch batch;
  for (auto _ : state) {
    for (std::size_t i = 0; i < count; ++i) batch.add(*verifier, usual_input(), *signature);
    benchmark::DoNotOptimize(batch.verify());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * count));
  state.SetLabel(form_names[state.range(0)]);
}

void sign_batch(benchmark::State& state) {
  const SigningKey& key = key_of(Algorithm::ECDSAP256SHA256);
  const auto form = static_cast<CryptoForm>(state.range(0));
  const auto count = static_cast<std::size_t>(state.range(1));
  SignBatch batch(1000, form);
  std::vector<std::uint8_t> signatures(count * SignBatch::signature_octets);
  for (auto _ : state) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!batch.add(key, usual_input(), signatures.data() + i * SignBatch::signature_octets).ok())
        state.SkipWithError("refused");
    }
    if (!batch.sign().ok()) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * count));
  state.SetLabel(form_names[state.range(0)]);
}

void hash_name(benchmark::State& state) {
  const Name name = *Name::parse("www.example.com.");
  const Octets salt(8, 1);
  for (auto _ : state)
    benchmark::DoNotOptimize(nsec3_hash(name, static_cast<std::uint16_t>(state.range(0)), salt));
}

// Of many names of one chain, several at once, beside one by one.
void nsec3_many(benchmark::State& state) {
  std::vector<Name> names;
  for (int i = 0; i < 4096; ++i)
    names.push_back(Name::parse("name" + std::to_string(i * 7919) + ".example.").value());
  const std::vector<NameView> views(names.begin(), names.end());
  std::vector<Nsec3Hash> hashes(views.size());
  const auto kernel = state.range(1) != 0 ? Kernel::best : Kernel::scalar;
  for (auto _ : state)
    nsec3_hashes(views, static_cast<std::uint16_t>(state.range(0)), {}, hashes, kernel);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * views.size()));
  state.SetLabel(state.range(1) != 0 ? "several at once" : "one by one");
}
void each_algorithm(benchmark::internal::Benchmark* run) {
  for (const int algorithm : {8, 13, 14, 15, 16}) run->Arg(algorithm);
}

BENCHMARK(sign)->Apply(each_algorithm)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(verify)->Apply(each_algorithm);
BENCHMARK(read_public_key)->Apply(each_algorithm);
BENCHMARK(verify_batch)->ArgsProduct({{0, 1, 2}, {64, 1024}, {1000, 10000, 100000}});
BENCHMARK(verify_batch)->Args({3, 64, 1000});
BENCHMARK(sign_batch)->ArgsProduct({{0, 1, 2}, {16, 256, 1024}});
BENCHMARK(hash_name)->Arg(0)->Arg(10)->Arg(100);
BENCHMARK(nsec3_many)->ArgsProduct({{0, 10, 100}, {0, 1}});

}  // namespace
