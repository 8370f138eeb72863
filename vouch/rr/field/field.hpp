// Field: one kind of RDATA field. A row of types.def is a list of field kinds in wire order;
// rdata.cpp walks the list.
//
// Each kind is one Field object defined in a file of this folder and declared in kinds.hpp. A new
// kind is one file here and one line there. Kinds see the octets of the fields before them, since
// some forms depend on those (IPSECKEY's gateway on its gateway type).
#pragma once

#include <span>
#include <string>

#include "vouch/base/wire_reader.hpp"
#include "vouch/name/compression.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::rr {

/// Where a field stands when RDATA is printed on several lines, as dig +multiline has it.
enum class Layout : std::uint8_t {
  same,         ///< on the line of the field before
  line,         ///< begins a line inside parentheses
  open,         ///< on the line of the field before, and the parentheses open before it
  crypto,       ///< as `line`; a key, digest or signature, which RdataStyle::hide_crypto leaves out
  open_crypto,  ///< as `open`, and hidden as `crypto`
};

/// Reading one field from foreign octets: `in` stands on the field inside a whole message and must
/// not pass `end`, the end of the RDATA. A kind checks the field and copies it with the functions
/// below, which only check where there is no target. Only kinds with Field::expand may meet
/// compressed names.
class FieldReader {
 public:
  FieldReader(WireReader& in, std::size_t end, Octets* to)
      : in_(in), end_(end), begin_(in.offset()), to_(to), start_(to == nullptr ? 0 : to->size()) {}

  /// Octets of the RDATA that are not consumed.
  std::size_t left() const { return in_.offset() < end_ ? end_ - in_.offset() : 0; }
  OctetView rest() const { return in_.whole().subspan(in_.offset(), left()); }
  /// The next octet, not consumed; there must be one left.
  std::uint8_t peek() const { return in_.whole()[in_.offset()]; }
  /// The fields before, uncompressed.
  OctetView before() const;

  /// Consumes so many octets as they are. Errors: truncated.
  Result<void> copy(std::size_t count);
  /// Consumes what is left of the RDATA.
  void copy_rest() { take(left()); }
  /// Consumes an uncompressed name. Errors: truncated, bad_name.
  Result<void> copy_name();
  /// Consumes a name that may be compressed. Errors: truncated, bad_name, bad_pointer.
  Result<void> expand_name();

  /// bad_rdata placed at the cursor.
  Error error(std::string detail) const;
  /// truncated placed at the cursor.
  Error truncated(std::size_t wanted) const;

 private:
  void take(std::size_t count);

  WireReader& in_;
  std::size_t end_;
  std::size_t begin_;
  Octets* to_;
  std::size_t start_;
};

/// Walking over checked RDATA: `at` is moved past the field.
struct FieldCursor {
  OctetView rdata;
  std::size_t at = 0;

  std::size_t left() const { return rdata.size() - at; }
  OctetView rest() const { return rdata.subspan(at); }
  OctetView before() const { return rdata.first(at); }
  OctetView take(std::size_t count) {
    const OctetView taken = rdata.subspan(at, count);
    at += count;
    return taken;
  }
  OctetView take_rest() { return take(left()); }
  /// One length octet, then that many octets.
  OctetView counted_u8() { return take(u8()); }
  /// Two length octets, then that many octets.
  OctetView counted_u16() { return take(u16()); }
  /// An uncompressed name.
  NameView name();
  std::uint8_t u8() { return take(1)[0]; }
  std::uint16_t u16() {
    const OctetView two = take(2);
    return static_cast<std::uint16_t>(two[0] << 8 | two[1]);
  }
  std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16 | u16();
  }
};

/// Parsing presentation form: the next token is tokens[at]; the field takes one or more tokens and
/// appends its octets.
struct FieldParser {
  std::span<const Token> tokens;
  std::size_t at = 0;
  NameView origin;
  Octets& out;
  std::size_t start;
  std::string_view label = {};  ///< of the field in its row, for errors

  std::size_t left() const { return tokens.size() - at; }
  OctetView before() const { return OctetView(out).subspan(start); }
  /// The next token, consumed. Errors: bad_rdata ("<what> is missing").
  Result<Token> take(std::string_view what);
  /// The next token, which must be a decimal number up to `max`. Errors: bad_rdata, bad_number.
  Result<std::uint64_t> take_number(std::string_view what, std::uint64_t max);
  /// The next token as a name in wire form, appended to `out`. Errors: bad_rdata, bad_name.
  Result<void> take_name(std::string_view what);
  /// An error placed at the token that was taken last.
  Error error(ErrorCode code, std::string detail) const;
  /// The same for an error that has no place yet.
  Error place(Error error) const;
};

/// Parsing presentation form of the usual kind, in one pass and without errors: a field takes one
/// or more tokens and writes its octets, or says by false that FieldParser is to judge.
struct PlainParser {
  std::span<const Token> tokens;
  NameView origin;
  Kernel kernel;
  std::uint8_t* out;
  std::uint8_t* end;  ///< of the room at `out`
  std::size_t at = 0;

  std::size_t left() const { return tokens.size() - at; }
  bool has_room(std::size_t octets) const { return static_cast<std::size_t>(end - out) >= octets; }
  /// The next token, consumed: a word without quotes and escapes. Null where it is none.
  const Token* take_word() {
    if (at == tokens.size() || !tokens[at].plain || tokens[at].quoted) return nullptr;
    return &tokens[at++];
  }
  void put(std::uint8_t octet) { *out++ = octet; }
  template <std::size_t count>
  void put_number(std::uint64_t number) {
    for (std::size_t i = count; i > 0; --i) put(static_cast<std::uint8_t>(number >> (i - 1) * 8));
  }
  /// The next token as a decimal number up to `max`.
  bool take_number(std::uint64_t max, std::uint64_t& number);
};

/// Printing: fields append to `text`; the walker puts one space between fields that printed
/// something, or breaks the line where the row's Layout says so.
struct FieldPrinter {
  FieldCursor& cursor;
  std::string& text;
  const RdataStyle& style;
  std::size_t start = text.size();  ///< where the RDATA begins in `text`
  std::string_view label = {};      ///< of the field in its row
  Layout layout = Layout::same;     ///< of the field in its row
  bool parentheses = false;         ///< open, until the walker closes them at the end
  bool in_comment = false;  ///< the line ends with a comment: what follows must begin a line
  std::string_view closing = " )";  ///< how the parentheses are closed
  std::string comment = {};         ///< to be printed after the RDATA
  /// Set by a kind whose text can't say what its octets are: the RDATA is then printed in the
  /// generic form.
  bool needs_generic = false;

  /// Begins a continuation line, and opens the parentheses before the first; a space where RDATA
  /// goes on one line.
  void break_line();
  /// Opens the parentheses where RDATA goes on several lines.
  void open();
  /// Appends base64 or hex text, split as the style says.
  void append_split(std::string_view encoded);
  /// Whether the field is a key, digest or signature that the style leaves out; the kind then
  /// prints `[omitted]`.
  bool hidden() const {
    return style.hide_crypto && (layout == Layout::crypto || layout == Layout::open_crypto);
  }
};

/// Drawing a random well-formed field for property tests.
struct FieldRandom {
  Octets& out;
  std::size_t start;
  std::uint32_t (*next)(void* context);
  void* context;

  std::uint32_t draw() { return next(context); }
  std::uint32_t below(std::uint32_t bound) { return bound == 0 ? 0 : draw() % bound; }
  OctetView before() const { return OctetView(out).subspan(start); }
  void octets(std::size_t count) {
    for (; count > 0; --count) out.push_back(static_cast<std::uint8_t>(draw() >> 7));
  }
  /// An uncompressed name.
  void name();
};

/// What a field's printed text is, for those who give it another dress (JSON).
enum class FieldForm : std::uint8_t {
  text,     ///< one token without blanks, or several that belong together (base64 with splits)
  number,   ///< one decimal number that fits 64 bits
  name,     ///< one name
  string,   ///< one character string, quoted
  strings,  ///< several quoted strings
  list,     ///< several tokens, each an item (types of a bitmap, names, parameters)
};

struct Field {
  std::string_view kind;
  Result<void> (*read)(FieldReader&);
  Result<void> (*parse)(FieldParser&);
  void (*print)(FieldPrinter&);
  void (*random)(FieldRandom&);
  /// Moves the cursor past the field.
  void (*skip)(FieldCursor&);
  /// Moves the cursor past the field and calls back for every name in it; null for kinds without
  /// names.
  void (*names)(FieldCursor&, void (*visit)(void*, std::size_t, NameView), void*) = nullptr;
  bool compress = false;  ///< its name may be compressed in messages (RFC 3597 section 4)
  bool expand = false;    ///< its name may come compressed
  bool lower = false;     ///< its name is lower-cased in canonical form (RFC 4034 section 6.2)
  FieldForm form = FieldForm::text;
  /// As `parse`, for text of the usual kind; null for kinds that have no quick way.
  bool (*plain)(PlainParser&) = nullptr;
  /// Octets, for a kind that has always so many and where any are legal; `read` may then be left to
  /// the walker.
  std::uint8_t octets = 0;
};

}  // namespace vouch::rr
