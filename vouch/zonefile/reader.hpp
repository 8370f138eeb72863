// ZoneFileReader: records out of a zone file in presentation form (RFC 1035 section 5, RFC 2308
// section 4 for $TTL, RFC 3597, and the grammar written down in docs/zonefile.md): $ORIGIN, $TTL,
// $INCLUDE, $GENERATE, parentheses, quoting, \DDD escapes.
//
// Gives records in file order with their places; knows nothing of zones (cuts, glue, DNSSEC).
// Errors name file, line and column, the offending token and what was expected; after one the
// reader goes on with the next record, so that many errors are seen in one pass.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "vouch/base/ttl.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {

/// A record as read; the views last until the next call of next().
struct ParsedRecord {
  NameView owner;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;
  Ttl ttl;
  OctetView rdata;
  std::uint32_t line = 0;        ///< where the record begins
  std::string_view source = {};  ///< the file, which may be an included one

  Record to_record() const {
    return {Name(owner), type, rrclass, ttl, Octets(rdata.begin(), rdata.end())};
  }
};

struct ZoneFileOptions {
  Name origin;                    ///< for relative names until $ORIGIN
  RRClass rrclass = RRClass::IN;  ///< for records that name none; another class is an error
  bool any_class = false;         ///< take records of every class
  std::optional<Ttl>
      default_ttl;  ///< before $TTL; without it the first record must say its TTL (a SOA's
                    ///< minimum serves where the SOA itself says none, RFC 2308)
  unsigned max_include_depth = 8;
  std::uint32_t max_includes = 100'000;  ///< files included by one file and those that it includes
  std::uint64_t max_generated = 10'000'000;  ///< records of all $GENERATE directives together
  Kernel kernel = Kernel::best;  ///< scalar: no vectors, and no quick ways for usual records
  /// Octets of a file that are in memory at a time; more only where one record is longer.
  std::size_t window_octets = std::size_t{1} << 16;
  /// Loads an included file; the path is as written, put behind the including file's folder where
  /// it is relative. Absent: open() reads files, from_text() refuses $INCLUDE.
  std::function<Result<std::string>(const std::string& path)> load_include;
};

/// One thread at a time.
class ZoneFileReader {
 public:
  /// Reads a file (`-` is standard input), of which only a part is in memory at a time. Errors:
  /// file_failure.
  static Result<ZoneFileReader> open(const std::string& path, ZoneFileOptions options);
  /// Reads a text that the reader owns; `source` names it in errors.
  static ZoneFileReader from_text(std::string text, std::string source, ZoneFileOptions options);

  ZoneFileReader(ZoneFileReader&&) noexcept;
  ZoneFileReader& operator=(ZoneFileReader&&) noexcept;
  ~ZoneFileReader();

  /// The next record; nothing at the end. After an Error, call again to go on with the next record.
  /// Errors: bad_syntax, bad_name, bad_number, bad_class, bad_type, limit_reached, file_failure (a
  /// file that can't be read on, an included file), and those of parse_rdata; all with file, line
  /// and column.
  Result<std::optional<ParsedRecord>> next();

  /// The same for many records: false at the end.
  Result<bool> read(ParsedRecord& record);

  /// Octets read so far and in all (of the outermost file), for progress bars. All of a pipe's are
  /// those that were read.
  std::uint64_t octets_done() const;
  std::uint64_t octets_total() const;

  /// The origin in force: $ORIGIN, or that of the options.
  const Name& origin() const;

 private:
  struct State;
  explicit ZoneFileReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct ParsedFile {
  std::vector<Record> records;
  std::vector<Error> errors;  ///< empty when the whole file was read
};

/// Reads all records; stops early after `max_errors` errors.
ParsedFile read_all(ZoneFileReader& reader, std::size_t max_errors = 100);

}  // namespace vouch
