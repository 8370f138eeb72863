#include "vouch/crypto/digest.hpp"

#include <algorithm>
#include <optional>

#include "vouch/base/ascii.hpp"
#include "vouch/crypto/openssl/hashing.hpp"

namespace vouch {
namespace {

std::optional<HashAlgorithm> hash_of(DigestType type) {
  switch (type) {
    case DigestType::sha1: return HashAlgorithm::sha1;
    case DigestType::sha256: return HashAlgorithm::sha256;
    case DigestType::sha384: return HashAlgorithm::sha384;
    default: return std::nullopt;
  }
}

}  // namespace

bool is_supported(DigestType type) {
  static const auto supported = [] {
    std::array<bool, 256> table{};
    openssl::HashOutput output;
    for (const DigestType each : {DigestType::sha1, DigestType::sha256, DigestType::sha384})
      table[static_cast<std::uint8_t>(each)] = openssl::hash(*hash_of(each), {}, output);
    openssl::forget_errors();
    return table;
  }();
  return supported[static_cast<std::uint8_t>(type)];
}

Result<Octets> digest(DigestType type, std::initializer_list<OctetView> parts) {
  const auto algorithm = hash_of(type);
  if (!algorithm || !is_supported(type)) {
    return fail(ErrorCode::unsupported_digest,
                "digests of type " + text(type) + " can't be computed here; use SHA-256");
  }
  openssl::HashOutput output;
  if (!openssl::hash(*algorithm, {parts.begin(), parts.size()}, output))
    return openssl::failure("no " + text(type) + " digest");
  return Octets(output.view().begin(), output.view().end());
}

struct Hash::State {
  openssl::MdContext context;
};

Hash::Hash(std::unique_ptr<State> state) : state_(std::move(state)) {}
Hash::Hash(Hash&&) noexcept = default;
Hash& Hash::operator=(Hash&&) noexcept = default;
Hash::~Hash() = default;

Result<Hash> Hash::start(HashAlgorithm algorithm) {
  auto state = std::make_unique<State>();
  state->context.reset(EVP_MD_CTX_new());
  const EVP_MD* md = openssl::fetched(algorithm);
  if (md == nullptr || !state->context ||
      EVP_DigestInit_ex2(state->context.get(), md, nullptr) != 1)
    return openssl::failure("the hash can't be started");
  return Hash(std::move(state));
}

void Hash::update(OctetView octets) {
  EVP_DigestUpdate(state_->context.get(), octets.data(), octets.size());
}

Octets Hash::finish() {
  openssl::HashOutput output;
  unsigned size = 0;
  EVP_DigestFinal_ex(state_->context.get(), output.octets.data(), &size);
  return Octets(output.octets.begin(), output.octets.begin() + size);
}

Nsec3Hash nsec3_hash(NameView name, std::uint16_t iterations, OctetView salt) {
  // Both inputs, the name with the salt and then each hash with the salt, are laid out once.
  std::array<std::uint8_t, NameView::max_octets + 255> first;
  std::array<std::uint8_t, sizeof(Nsec3Hash) + 255> next;
  if (salt.size() > 255) salt = salt.first(255);
  std::size_t size = 0;
  for (const std::uint8_t octet : name.wire()) first[size++] = lower_ascii(octet);
  for (std::size_t i = 0; i < salt.size(); ++i) {
    first[size++] = salt[i];
    next[sizeof(Nsec3Hash) + i] = salt[i];
  }
  Nsec3Hash hash{};
  if (!openssl::hash(HashAlgorithm::sha1, OctetView(first).first(size), next.data())) return hash;
  const OctetView again = OctetView(next).first(sizeof(Nsec3Hash) + salt.size());
  for (unsigned i = 0; i < iterations; ++i) openssl::hash(HashAlgorithm::sha1, again, next.data());
  std::copy_n(next.begin(), hash.size(), hash.begin());
  return hash;
}

}  // namespace vouch
