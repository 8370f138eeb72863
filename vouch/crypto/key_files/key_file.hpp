// The texts of the two files of a key pair: .key, one DNSKEY record with comments, and the metadata
// lines of .private. Reads and writes no files.
#pragma once

#include "vouch/crypto/key_store.hpp"

namespace vouch {

/// What a .key file says.
struct KeyFile {
  Name zone;
  Octets dnskey;  ///< RDATA

  /// Reads a text that holds one DNSKEY record, in any form of a zone file. Errors: those of the
  /// zone file reader; bad_key (no DNSKEY record, more than one record, a protocol other than 3).
  static Result<KeyFile> read(std::string text, const std::string& source);
};

/// The text of a pair's .key file.
std::string key_file_text(const KeyPair& pair);

/// The text of a pair's .private file, with its timing metadata. Errors: crypto_failure.
Result<Secret> private_file_text(const KeyPair& pair);

/// Puts together what the texts of the two files say. Errors: as read_key_pair, but file_failure.
Result<KeyPair> key_pair_of(KeyFile file, std::string_view private_text);

}  // namespace vouch
