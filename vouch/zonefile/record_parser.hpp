// RecordParser: one record out of the tokens of an entry, with what it inherits from those before
// it: owner, TTL, class (RFC 1035 section 5.1, RFC 2308 section 4).
//
// Does not know files or directives; those set what records inherit.
#pragma once

#include <memory>
#include <span>

#include "vouch/zonefile/owner.hpp"
#include "vouch/zonefile/reader.hpp"
#include "vouch/zonefile/type_cache.hpp"

namespace vouch::zonefile {

/// What stands between the owner and the RDATA.
struct RecordHead {
  std::optional<Ttl> ttl;
  RRClass rrclass = RRClass::IN;
  RRType type = RRType{0};
  std::size_t type_at = 0;  ///< index of the type's token; the RDATA is what follows
  PlainRdata plain;         ///< of the type, where it is known
};

/// One thread at a time. Errors have line and column, and leave the file to the caller.
class RecordParser {
 public:
  explicit RecordParser(const ZoneFileOptions& options);

  /// Reads the entry's record; the views in it last until the next call. Errors: bad_syntax,
  /// bad_name, bad_number, bad_class, bad_type and those of parse_rdata.
  Result<void> read(std::span<const Token> tokens, bool owner_omitted, ParsedRecord& record);

  /// The parts of read(), for records that are made from a template. `tokens` is never empty.
  Result<RecordHead> read_head(std::span<const Token> tokens, std::size_t first);
  Result<void> read_owner(const Token& token) { return owner_.read(token, origin_); }
  /// The first word of an entry that could not be read: the owner of the records that inherit it,
  /// where it is one. Nobody inherits the owner before it.
  void take_broken_owner(std::string_view word);
  Result<void> read_rdata(const RecordHead& head, const Token& type, std::span<const Token> rdata,
                          ParsedRecord& record);

  const Name& origin() const { return origin_; }
  void set_origin(Name origin);
  /// $TTL: for records that say none.
  void set_default_ttl(Ttl ttl) { default_ttl_ = ttl; }
  OwnerBuffer& owner() { return owner_; }

 private:
  bool read_plain_head(std::span<const Token> tokens, std::size_t first, RecordHead& head);
  Result<bool> take_ttl(const Token& token, RecordHead& head) const;
  Result<bool> take_class(const Token& token, RecordHead& head, bool repeated);
  Result<void> choose_ttl(const RecordHead& head, const Token& type, OctetView rdata,
                          ParsedRecord& record);

  Name origin_;
  OwnerBuffer owner_;
  TypeCache types_;
  Octets rdata_;
  std::unique_ptr<std::uint8_t[]> plain_rdata_;
  Kernel kernel_;
  RRClass rrclass_;
  bool any_class_;
  std::optional<Ttl> default_ttl_;
  std::optional<Ttl> last_ttl_;
};

}  // namespace vouch::zonefile
