// RDATA of any type as uncompressed wire octets, and everything that a type's row in types.def
// drives: reading and checking, writing with compression, canonical form, text both ways (RFC 1035,
// RFC 3597, RFC 4034 section 6).
//
// RDATA octets keep their letter case. Functions that take RDATA without checking say so; they need
// octets that came from read_rdata, parse_rdata or check_rdata. JSON is in rdata_json.hpp, typed
// access in the views of typed/.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "vouch/base/kernel.hpp"
#include "vouch/base/wire_reader.hpp"
#include "vouch/name/compression.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/type.hpp"

namespace vouch {

constexpr std::size_t max_rdata_octets = 65535;

/// Reads `length` octets of RDATA at the cursor of a whole message, checks their form, expands
/// compressed names (in types of RFC 1035 and those of RFC 3597 section 4 only) and appends the
/// result to `to`. The cursor then stands after them. No octets are well-formed too in classes ANY
/// and NONE, where a record may stand for its RRset (RFC 2136 section 2.4). Errors: truncated,
/// trailing_octets, bad_rdata, bad_name, bad_pointer, too_long.
Result<void> read_rdata(WireReader& message, std::size_t length, RRType type, RRClass rrclass,
                        Octets& to);

/// Whether RRsets of the type may hold RDATA that is not well-formed: DS and DNSKEY, which are
/// signed as a whole and used one by one (RFC 4035 section 5.2). Their views judge the form; they
/// are printed in the generic form.
bool is_carried_malformed(RRType type);

/// Checks that uncompressed octets have the form of the type. Errors as read_rdata.
Result<void> check_rdata(RRType type, RRClass rrclass, OctetView rdata);

/// Writes checked RDATA without its length, compressing names where the type allows it (RFC 3597
/// section 4).
void write_rdata(WireWriter& writer, NameCompressor& compressor, RRType type, RRClass rrclass,
                 OctetView rdata);

/// Appends the canonical form of checked RDATA: names of the types of RFC 4034 section 6.2, as
/// amended by RFC 6840 section 5.1, in lower case; everything else as it is.
void append_canonical_rdata(Octets& to, RRType type, RRClass rrclass, OctetView rdata);

/// Whether the canonical form of the type's RDATA can differ from its octets.
bool has_lowered_names(RRType type);

/// Canonical order of two checked RDATA of one type (RFC 4034 section 6.3).
int compare_canonical_rdata(RRType type, RRClass rrclass, OctetView left, OctetView right);

/// How RDATA is printed; the default is one line of a zone file.
struct RdataStyle {
  bool generic = false;      ///< `\# 4 C0000201` for every type (RFC 3597 section 5)
  bool multiline = false;    ///< parentheses, several lines and comments as dig +multiline
  bool comments = false;     ///< key tags and roles after DNSKEY, CDNSKEY; field names after SOA
  bool hide_crypto = false;  ///< `[omitted]`, `[key id = N]` for keys, digests and signatures
  bool expand_addresses = false;  ///< IPv6 addresses with all their digits
  bool period_units = false;      ///< timers as 1h30m
  /// A space, or a new line when multiline, after so many characters of base64 and hex; 0 for none,
  /// or 44 when multiline.
  unsigned split = 0;
  static constexpr unsigned no_split = ~0U;  ///< for `split`: none, even when multiline
  unsigned indent = 0;                       ///< tabs before a continuation line (multiline)
};

/// Prints checked RDATA in presentation form.
std::string rdata_text(RRType type, RRClass rrclass, OctetView rdata, const RdataStyle& style = {});

/// The same, appended to `to`.
void append_rdata_text(std::string& to, RRType type, RRClass rrclass, OctetView rdata,
                       const RdataStyle& style = {});

/// One token of a zone file: the text between blanks with its escapes, or between quotes.
struct Token {
  std::string_view text;
  bool quoted = false;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  /// Known to have no escapes nor quotes inside, and to have plain_name_slack octets behind it that
  /// may be read.
  bool plain = false;
};

/// Reads the RDATA part of a record in presentation form, or in the generic form `\# length hex`
/// (RFC 3597 section 5), and appends its wire octets to `to`, which is left as it was on error.
/// Relative names are completed with `origin`. Errors have the line and column of the token.
Result<void> parse_rdata(RRType type, RRClass rrclass, std::span<const Token> tokens,
                         NameView origin, Octets& to);

namespace rr {
struct RowForm;
}

/// PlainRdata: reads RDATA of one type in one pass where the text is of the usual kind, which is
/// nearly all there is: without escapes, of types of everyday.
class PlainRdata {
 public:
  PlainRdata() = default;
  PlainRdata(RRType type, RRClass rrclass);

  /// Writes to `out` and returns the size; nothing where parse_rdata is to judge, which reads every
  /// text and says what is wrong with it.
  std::optional<std::size_t> parse(std::span<const Token> tokens, NameView origin,
                                   std::span<std::uint8_t> out, Kernel kernel) const;

 private:
  const rr::RowForm* form_ = nullptr;  ///< null where there is no quick way
};

/// As parse_rdata from one text, for command lines and tests. Comments and parentheses are not
/// understood.
Result<Octets> parse_rdata_text(RRType type, RRClass rrclass, std::string_view text,
                                NameView origin = NameView());

/// Calls `visit(offset, name)` for every name inside checked RDATA of a type that has names.
void for_each_name(RRType type, RRClass rrclass, OctetView rdata,
                   void (*visit)(void* context, std::size_t offset, NameView name), void* context);

/// Appends random but well-formed RDATA, drawn from `next()`, for property tests that walk the
/// table.
void append_random_rdata(Octets& to, RRType type, RRClass rrclass,
                         std::uint32_t (*next)(void* context), void* context);

}  // namespace vouch
