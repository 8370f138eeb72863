// Batches of ECDSA P-256 signatures: for each an octet that says what becomes of a good signature
// (kept, an octet of it changed, r or s replaced), and what it is changed with. Verified together,
// in every form, they hold and fail as one by one by OpenSSL.
#include <cstdlib>

#include "vouch/crypto/batch/verify_batch.hpp"
#include "vouch/crypto/signing_key.hpp"

using namespace vouch;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

constexpr std::size_t texts = 8;

/// A key with tables of every form, and a good signature over each of some texts.
struct Fixed {
  SigningKey signer = std::move(SigningKey::generate(Algorithm::ECDSAP256SHA256)).value();
  PublicKey judge = read();
  std::vector<PublicKey> keys;
  std::vector<Octets> signatures;

  Fixed() {
    constexpr std::size_t some = 100;
    for (const CryptoForm form : {CryptoForm::best, CryptoForm::adx, CryptoForm::portable}) {
      keys.push_back(read());
      keys.back().expect(some, form);
    }
    for (std::size_t i = 0; i < texts; ++i)
      signatures.push_back(signer.sign(Octets(1, static_cast<std::uint8_t>(i))).value());
  }
  PublicKey read() const {
    return std::move(PublicKey::read(signer.algorithm(), signer.public_key())).value();
  }
};

Octets altered(Octets signature, std::uint8_t what, OctetView with) {
  const std::size_t half = (what & 16) != 0 ? 32 : 0;
  switch (what >> 5) {
    case 1: signature[what % 64] ^= with[0]; break;
    case 2: std::copy(with.begin(), with.end(), signature.begin() + static_cast<long>(half)); break;
    case 3: std::fill_n(signature.begin() + static_cast<long>(half), 32, with[0]); break;
    case 4: signature.resize(with[0]); break;
    default: break;
  }
  return signature;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Fixed fixed;
  constexpr std::size_t step = 1 + 32;
  constexpr std::size_t most = 24;
  VerifyBatch batches[3];
  std::vector<bool> holds;
  for (std::size_t at = 0; at + step <= size && holds.size() < most; at += step) {
    const std::size_t text = data[at] % texts;
    const Octets octets(1, static_cast<std::uint8_t>(text));
    const Octets signature =
        altered(fixed.signatures[text], data[at], OctetView(data + at + 1, step - 1));
    holds.push_back(fixed.judge.verify(octets, signature));
    for (std::size_t i = 0; i < 3; ++i) batches[i].add(fixed.keys[i], octets, signature);
  }
  for (VerifyBatch& each : batches) expect(each.verify() == holds);
  return 0;
}
