// Field: one kind of RDATA field. A row of types.def is a list of field kinds in wire order; rdata.cpp walks the list.
//
// Each kind is one Field object defined in a file of this folder and declared in kinds.hpp. A new kind is one file
// here and one line there. Kinds see the octets of the fields before them, since some forms depend on those
// (IPSECKEY's gateway on its gateway type).
#pragma once

#include <span>
#include <string>

#include "vouch/base/wire_reader.hpp"
#include "vouch/name/compression.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::rr {

/// Reading one field from foreign octets: `in` stands on the field inside a whole message (names may be compressed,
/// where `may_expand`), and must not pass `end`, the end of the RDATA. The checked, uncompressed field is appended to
/// `out`; out[start...] are the fields before it.
struct FieldReader {
  WireReader& in;
  std::size_t end;
  Octets& out;
  std::size_t start;

  std::size_t left() const { return end - in.offset(); }
  OctetView before() const { return OctetView(out).subspan(start); }
};

/// Walking over checked RDATA: `at` is moved past the field.
struct FieldCursor {
  OctetView rdata;
  std::size_t at = 0;

  std::size_t left() const { return rdata.size() - at; }
  OctetView rest() const { return rdata.subspan(at); }
  OctetView take(std::size_t count) {
    const OctetView taken = rdata.subspan(at, count);
    at += count;
    return taken;
  }
  std::uint8_t u8() { return take(1)[0]; }
  std::uint16_t u16() {
    const OctetView two = take(2);
    return static_cast<std::uint16_t>(two[0] << 8 | two[1]);
  }
  std::uint32_t u32() { return static_cast<std::uint32_t>(u16()) << 16 | u16(); }
};

/// Parsing presentation form: the next token is tokens[at]; the field takes one or more tokens and appends its octets.
struct FieldParser {
  std::span<const Token> tokens;
  std::size_t at = 0;
  NameView origin;
  Octets& out;
  std::size_t start;

  std::size_t left() const { return tokens.size() - at; }
  OctetView before() const { return OctetView(out).subspan(start); }
  /// The next token, consumed. Errors: bad_rdata ("<what> is missing").
  Result<Token> take(std::string_view what);
  /// An error placed at the token that was taken last.
  Error error(ErrorCode code, std::string detail) const;
};

/// Printing: fields append to `text`; the walker puts one space between fields that printed something.
struct FieldPrinter {
  FieldCursor& cursor;
  std::string& text;
  const RdataStyle& style;
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
};

struct Field {
  std::string_view kind;
  Result<void> (*read)(FieldReader&);
  Result<void> (*parse)(FieldParser&);
  void (*print)(FieldPrinter&);
  void (*random)(FieldRandom&);
  /// Moves the cursor past the field.
  void (*skip)(FieldCursor&);
  /// Calls back for a name in the field; null for kinds without names.
  void (*names)(FieldCursor&, void (*visit)(void*, std::size_t, NameView), void*) = nullptr;
  bool compress = false;  ///< its name may be compressed in messages (RFC 3597 section 4)
  bool expand = false;    ///< its name may come compressed
  bool lower = false;     ///< its name is lower-cased in canonical form (RFC 4034 section 6.2)
};

}  // namespace vouch::rr
