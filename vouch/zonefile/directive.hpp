// Directives: the entries that begin with `$` in the first column (RFC 1035 section 5.1, RFC 2308
// section 4, and $GENERATE as BIND's users know it, which generate.hpp reads).
//
// Reads what the tokens say; the reader does it.
#pragma once

#include <optional>
#include <span>

#include "vouch/base/ttl.hpp"
#include "vouch/name/name.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::zonefile {

enum class DirectiveKind : std::uint8_t { origin, ttl, include, generate };

/// Which directive the entry's first token names, in any letter case. Errors: bad_syntax (there is
/// none of the name).
Result<DirectiveKind> directive_of(const Token& token);

/// `$ORIGIN name`; a relative name is completed with the origin in force. Errors: bad_syntax,
/// bad_name.
Result<Name> read_origin(std::span<const Token> tokens, NameView origin);

/// `$TTL ttl`. Errors: bad_syntax, bad_number.
Result<Ttl> read_default_ttl(std::span<const Token> tokens);

struct IncludeDirective {
  std::string path;            ///< as written, with its escapes resolved
  std::optional<Name> origin;  ///< for the included file only
};

/// `$INCLUDE file [origin]`. Errors: bad_syntax, bad_name.
Result<IncludeDirective> read_include(std::span<const Token> tokens, NameView origin);

/// The path of a file that is included from `including`: relative to that file's folder.
std::string resolve_include(std::string_view including, const std::string& path);

}  // namespace vouch::zonefile
