// Digests: DS digests (RFC 4034, 4509, 6605), the NSEC3 hash (RFC 5155 section 5), ZONEMD digests
// (RFC 8976).
//
// Over OpenSSL 3; each algorithm object is fetched once per thread. GOST and SM3 are not supported.
#pragma once

#include <array>
#include <initializer_list>
#include <memory>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"
#include "vouch/iana/registry.hpp"
#include "vouch/name/name_view.hpp"

namespace vouch {

/// Whether this build and the local policy of the cryptographic library can compute the digest;
/// probed once per process, so that a refusal at run time (FIPS, crypto policies) shows as "not
/// supported" and is said aloud.
bool is_supported(DigestType type);

/// The digest of the concatenation of the parts. Errors: unsupported_digest, crypto_failure.
Result<Octets> digest(DigestType type, std::initializer_list<OctetView> parts);

enum class HashAlgorithm : std::uint8_t { sha1, sha256, sha384, sha512 };

/// An incremental hash over a long input (ZONEMD). Move-only; one thread at a time.
class Hash {
 public:
  /// Errors: crypto_failure.
  static Result<Hash> start(HashAlgorithm algorithm);
  Hash(Hash&&) noexcept;
  Hash& operator=(Hash&&) noexcept;
  ~Hash();

  void update(OctetView octets);
  Octets finish();

 private:
  struct State;
  explicit Hash(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

using Nsec3Hash = std::array<std::uint8_t, 20>;

/// The NSEC3 hash of a name: SHA-1 over the lower-cased name and salt, `iterations` more times (RFC
/// 5155 section 5). The caller bounds the iterations. Costs (iterations + 1) hashes.
Nsec3Hash nsec3_hash(NameView name, std::uint16_t iterations, OctetView salt);

}  // namespace vouch
