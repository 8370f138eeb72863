// RecordLines: where the records stand that something is said about, by a second reading of the
// file, which a good zone does not need.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "vouch/name/name.hpp"
#include "vouch/rr/type.hpp"

namespace vouch {

/// A line of a file, which may be an included one; line 0 where it is not known.
struct RecordPlace {
  std::string file;
  std::uint32_t line = 0;
  std::size_t file_number = 0;  ///< in the order in which the files were read

  /// In order of lines; what has no line comes last.
  friend bool operator<(const RecordPlace& a, const RecordPlace& b) {
    if ((a.line == 0) != (b.line == 0)) return b.line == 0;
    return std::pair(a.file_number, a.line) < std::pair(b.file_number, b.line);
  }

  /// `FILE:LINE`, or the file alone.
  std::string text() const;
};

class RecordLines {
 public:
  /// Reads the file for records of the owners; nothing where there are no owners, or what was read
  /// can't be read again, as standard input and pipes.
  /// `progress` is told octets done and in all.
  RecordLines(const std::string& path, NameView origin, std::span<const Name> owners,
              const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

  /// The first record of the owner and type, or of any type; the file without line where there is
  /// none.
  RecordPlace of(NameView owner, RRType type) const;
  /// The record itself; the first of the type where it is not found, or `rdata` is empty.
  RecordPlace of_record(NameView owner, RRType type, OctetView rdata) const;
  /// The owner's RRSIG over the type by the key; where there is none, the records of the type.
  RecordPlace of_signature(NameView owner, RRType covered, std::uint16_t key_tag) const;

 private:
  struct Line {
    std::size_t file;
    std::uint32_t line;
  };
  struct Owner {
    std::map<RRType, Line> types;
    std::map<std::pair<RRType, std::uint16_t>, Line> signatures;
    std::map<std::pair<RRType, Octets>, Line> records;  ///< of the types that records are asked of
  };

  static constexpr RRType any{0};
  void read(const std::string& path, NameView origin,
            const std::function<void(std::uint64_t, std::uint64_t)>& progress);
  std::size_t file_index(std::string_view source);
  const Owner* find(NameView owner) const;
  RecordPlace place(const Line& line) const { return {files_[line.file], line.line, line.file}; }

  std::vector<std::string> files_;
  std::map<std::string, Owner> owners_;
};

}  // namespace vouch
