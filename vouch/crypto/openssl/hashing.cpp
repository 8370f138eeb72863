#include "vouch/crypto/openssl/hashing.hpp"

namespace vouch::openssl {
namespace {

constexpr std::array<const char*, 4> names = {"SHA1", "SHA2-256", "SHA2-384", "SHA2-512"};

// A context that stays initialised with its algorithm; starting it again takes no look-up and no
// lock.
struct Hasher {
  Md md;
  MdContext context;

  explicit Hasher(const char* name) : md(EVP_MD_fetch(nullptr, name, nullptr)) {
    if (md) context.reset(EVP_MD_CTX_new());
    if (context && EVP_DigestInit_ex2(context.get(), md.get(), nullptr) != 1) context.reset();
    if (!context) forget_errors();
  }
};

const Hasher& hasher(HashAlgorithm algorithm) {
  thread_local const std::array<Hasher, 4> hashers = {Hasher(names[0]), Hasher(names[1]),
                                                      Hasher(names[2]), Hasher(names[3])};
  return hashers[static_cast<std::size_t>(algorithm)];
}

}  // namespace

const EVP_MD* fetched(HashAlgorithm algorithm) { return hasher(algorithm).md.get(); }

bool hash(HashAlgorithm algorithm, std::span<const OctetView> parts, HashOutput& output) {
  EVP_MD_CTX* context = hasher(algorithm).context.get();
  if (context == nullptr || EVP_DigestInit_ex2(context, nullptr, nullptr) != 1) return false;
  for (const OctetView part : parts) {
    if (EVP_DigestUpdate(context, part.data(), part.size()) != 1) return false;
  }
  unsigned size = 0;
  if (EVP_DigestFinal_ex(context, output.octets.data(), &size) != 1) return false;
  output.size = size;
  return true;
}

bool hash(HashAlgorithm algorithm, OctetView part, std::uint8_t* to) {
  EVP_MD_CTX* context = hasher(algorithm).context.get();
  return context != nullptr && EVP_DigestInit_ex2(context, nullptr, nullptr) == 1 &&
         EVP_DigestUpdate(context, part.data(), part.size()) == 1 &&
         EVP_DigestFinal_ex(context, to, nullptr) == 1;
}

}  // namespace vouch::openssl
