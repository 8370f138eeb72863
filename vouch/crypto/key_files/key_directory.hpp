// KeyDirectory: the files of one zone's keys in a directory, and the key tags that are taken there.
//
// While one lives that is open for new keys, others of the kind wait, so that no two processes
// choose the same tag.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"
#include "vouch/name/name_view.hpp"

namespace vouch {

class KeyDirectory {
 public:
  enum class Use : bool { read, add };

  /// Errors: file_failure.
  static Result<KeyDirectory> open(const std::string& path, NameView zone, Use use);
  KeyDirectory(KeyDirectory&& other) noexcept;
  KeyDirectory& operator=(KeyDirectory&&) = delete;
  ~KeyDirectory();

  /// Paths without .key or .private of everything that has one of these files, in order.
  const std::vector<std::string>& base_names() const { return base_names_; }

  /// The path of a file in the directory.
  std::string path_of(std::string_view file) const;

  /// The tags of the zone's keys, with and without their REVOKE bit, and those in the names of
  /// files. Errors: file_failure, bad_key.
  Result<std::set<std::uint16_t>> taken_tags() const;

 private:
  KeyDirectory(int descriptor, std::string path)
      : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::string path_;
  std::vector<std::string> base_names_;
};

/// A DNSKEY's tag without and with the REVOKE bit (RFC 5011 section 2.1).
std::pair<std::uint16_t, std::uint16_t> tags_of(OctetView dnskey);

}  // namespace vouch
