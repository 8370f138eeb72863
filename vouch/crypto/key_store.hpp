// KeyStore: DNSSEC key pairs as files, K<zone>+<algorithm>+<tag>.key and .private, in BIND's
// format.
//
// The .key file holds one DNSKEY record with comments; timing metadata of the .private file is kept
// when it is read, and interpreted by key management, not here.
#pragma once

#include <string>
#include <vector>

#include "vouch/crypto/signing_key.hpp"
#include "vouch/name/name.hpp"

namespace vouch {

/// A key pair of one zone. `flags` are the DNSKEY's.
struct KeyPair {
  Name zone;
  std::uint16_t flags = 0;
  std::uint16_t key_tag = 0;
  SigningKey key;
  std::string base_name;  ///< path without .key or .private
  std::vector<std::pair<std::string, std::string>>
      timing;  ///< `Created`, `Publish`, ... -> YYYYMMDDHHMMSS

  /// The DNSKEY's RDATA.
  Octets dnskey() const;
};

/// Makes a key pair whose tag, and the tag it would have when revoked, differ from those of the
/// zone's other keys in the directory (both algorithms' tags count), and writes its files: aside
/// first, .private with mode 0600, then renamed; existing files are never overwritten. `created`
/// stamps the comments. Errors: as SigningKey::generate, file_failure.
struct KeyRequest {
  Name zone;
  Algorithm algorithm = Algorithm::ECDSAP256SHA256;
  unsigned bits = 0;
  std::uint16_t flags = 256;
  std::int64_t created = 0;  ///< Unix seconds
};
Result<KeyPair> make_key_pair(const std::string& directory, const KeyRequest& request);

/// Reads a pair from the path of its .key file, its .private file, or their base name. Errors:
/// file_failure, bad_key (also when the private key does not belong to the DNSKEY).
Result<KeyPair> read_key_pair(const std::string& path);

/// Reads every pair of the zone in the directory, in order of name; a .key file without its
/// .private file is left out and named in `public_only` where that is given. Errors: file_failure,
/// bad_key.
Result<std::vector<KeyPair>> read_key_pairs(const std::string& directory, NameView zone,
                                            std::vector<std::string>* public_only = nullptr);

/// `Kexample.com.+013+12345`.
std::string key_base_name(NameView zone, Algorithm algorithm, std::uint16_t key_tag);

}  // namespace vouch
