// KeyStore: DNSSEC key pairs as files, K<zone>+<algorithm>+<tag>.key and .private, in BIND's
// format.
//
// The .key file holds one DNSKEY record with comments; timing metadata of the .private file is kept
// when it is read, and interpreted elsewhere (key_timing.hpp). Keys in devices are not read.
#pragma once

#include <string>
#include <vector>

#include "vouch/crypto/key_timing.hpp"
#include "vouch/crypto/signing_key.hpp"
#include "vouch/name/name.hpp"

namespace vouch {

/// A key pair of one zone. `flags` are the DNSKEY's.
struct KeyPair {
  Name zone;
  std::uint16_t flags = 0;
  std::uint16_t key_tag = 0;
  SigningKey key;
  std::string base_name;    ///< path without .key or .private
  KeyMetadata timing;       ///< `Created`, `Publish`, ... -> YYYYMMDDHHMMSS
  bool is_exposed = false;  ///< every user of the machine may read or change the .private file

  /// The DNSKEY's RDATA.
  Octets dnskey() const;
};

/// A key of which only the .key file is here.
struct PublicKeyFile {
  Name zone;
  Octets dnskey;  ///< RDATA
  std::string base_name;
  KeyMetadata timing;  ///< out of the comments
};

struct KeyRequest {
  Name zone;
  Algorithm algorithm = Algorithm::ECDSAP256SHA256;
  unsigned bits = 0;
  std::uint16_t flags = 256;
  std::int64_t created =
      0;  ///< Unix seconds; from then on the key is published and signs. 0 says nothing
};

/// Makes a key pair whose tag, and the tag it would have when revoked, differ from those of the
/// zone's other keys in the directory (both algorithms' tags count), and writes its files: aside
/// first, .private with mode 0600, then renamed; existing files are never overwritten. `created`
/// stamps the comments. Two processes that make keys in one directory wait for each other. Errors:
/// as SigningKey::generate, file_failure, bad_key (a .key file of the zone is malformed).
Result<KeyPair> make_key_pair(const std::string& directory, const KeyRequest& request);

/// Writes the files of a pair that came from elsewhere, under the same rules, and sets its base
/// name. Errors: file_failure, bad_key (another key of the zone in the directory has its tag, or
/// one of them when revoked).
Result<void> write_key_pair(const std::string& directory, KeyPair& pair);

/// Reads a pair from the path of its .key file, its .private file, or their base name. Errors:
/// file_failure, bad_key (also when the private key does not belong to the DNSKEY),
/// unsupported_algorithm.
Result<KeyPair> read_key_pair(const std::string& path);

/// Reads a key's .key file alone, whose path or base name is given. Errors: file_failure, bad_key.
Result<PublicKeyFile> read_public_key(const std::string& path);

/// What a directory has of the keys of a zone, in order of name.
struct ZoneKeyFiles {
  std::vector<KeyPair> pairs;
  std::vector<PublicKeyFile> public_only;  ///< whose .private file is not there
};

/// Reads every key of the zone in the directory. Errors: file_failure, bad_key (also a .private
/// file without its .key file), unsupported_algorithm.
Result<ZoneKeyFiles> read_zone_keys(const std::string& directory, NameView zone);

/// `Kexample.com.+013+12345`; octets of the zone that are no letter, digit, `-` or `_` as %XX.
std::string key_base_name(NameView zone, Algorithm algorithm, std::uint16_t key_tag);

}  // namespace vouch
