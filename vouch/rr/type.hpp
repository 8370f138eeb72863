// RRType: every RR type of the IANA registry with a mnemonic, one row each in types.def.
//
// Any 16-bit value is legal; a type without a row is carried in the generic form of RFC 3597.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "vouch/iana/registry.hpp"

namespace vouch {

enum class RRType : std::uint16_t {
#define VOUCH_RR(id, mnemonic, code, rrclass, category, reference, ...) id = code,
#include "vouch/rr/types.def"
#undef VOUCH_RR
};

/// What a type may be used for (RFC 6895 section 3.1).
enum class TypeCategory : std::uint8_t {
  data,      ///< stands in zones
  meta,      ///< stands in messages only: OPT, TSIG, TKEY, NXNAME
  question,  ///< stands in questions only: ANY, AXFR, IXFR, MAILA, MAILB
};

struct TypeRow {
  RRType type;
  std::string_view mnemonic;
  std::optional<RRClass> rrclass;  ///< where the RDATA has this form in one class only
  TypeCategory category;
  std::string_view reference;
};

/// The row of a type, or null where the registry has none.
const TypeRow* row_of(RRType type);

/// Every row, by code; for tests and documentation that walk the table.
std::span<const TypeRow> all_type_rows();

/// `AAAA`, or `TYPE65280` for one without a row (RFC 3597 section 5).
std::string text(RRType type);

/// Reads a mnemonic in any case, or `TYPE<n>`; nothing where it is neither.
std::optional<RRType> parse_type(std::string_view text);

/// Whether records of the type can't stand in a zone (categories meta and question).
bool is_meta(RRType type);

}  // namespace vouch
