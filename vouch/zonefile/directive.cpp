#include "vouch/zonefile/directive.hpp"

#include "vouch/base/ascii.hpp"
#include "vouch/zonefile/complaint.hpp"

namespace vouch::zonefile {
namespace {

constexpr struct {
  std::string_view word;
  DirectiveKind kind;
} directives[] = {{"$ORIGIN", DirectiveKind::origin},
                  {"$TTL", DirectiveKind::ttl},
                  {"$INCLUDE", DirectiveKind::include},
                  {"$GENERATE", DirectiveKind::generate}};

// One to two arguments, or exactly one.
Result<void> check_count(std::span<const Token> tokens, std::size_t most, std::string_view what) {
  if (tokens.size() < 2)
    return missing_after(tokens[0],
                         std::string(tokens[0].text) + " without its " + std::string(what));
  if (tokens.size() > most + 1)
    return complaint(ErrorCode::bad_syntax, tokens[most + 1], " is too much for the directive");
  return {};
}

Result<Name> read_name(const Token& token, NameView origin) {
  if (token.quoted)
    return complaint(ErrorCode::bad_name, token, " is quoted; a name is written without quotes");
  auto name = Name::parse(token.text, origin);
  if (!name.ok()) return std::move(name).error().at({}, token.line, token.column);
  return name;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// \DDD and \X, as in any character-string.
Result<std::string> unescaped(const Token& token) {
  std::string plain;
  const std::string_view text = token.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      plain += text[i];
      continue;
    }
    if (i + 1 == text.size())
      return complaint(ErrorCode::bad_syntax, token, " ends with a backslash");
    if (!is_digit(text[i + 1])) {
      plain += text[++i];
      continue;
    }
    if (i + 3 >= text.size() || !is_digit(text[i + 2]) || !is_digit(text[i + 3])) {
      return complaint(ErrorCode::bad_syntax, token, " has a malformed escape; write \\X or \\DDD");
    }
    const int octet = (text[i + 1] - '0') * 100 + (text[i + 2] - '0') * 10 + (text[i + 3] - '0');
    if (octet == 0 || octet > 255)
      return complaint(ErrorCode::bad_syntax, token, " has an escape that no path can have");
    plain += static_cast<char>(octet);
    i += 3;
  }
  return plain;
}

}  // namespace

Result<DirectiveKind> directive_of(const Token& token) {
  for (const auto& directive : directives) {
    if (equal_ignoring_case(token.text, directive.word)) return directive.kind;
  }
  return complaint(ErrorCode::bad_syntax, token,
                   " is no directive ($ORIGIN, $TTL, $INCLUDE, $GENERATE); write \\$ for an owner "
                   "that begins with $");
}

Result<Name> read_origin(std::span<const Token> tokens, NameView origin) {
  VOUCH_CHECK(check_count(tokens, 1, "name"));
  return read_name(tokens[1], origin);
}

Result<Ttl> read_default_ttl(std::span<const Token> tokens) {
  VOUCH_CHECK(check_count(tokens, 1, "TTL"));
  auto ttl = Ttl::parse(tokens[1].text);
  if (!ttl.ok() || tokens[1].quoted) {
    return complaint(ErrorCode::bad_number, tokens[1],
                     " is no TTL; write seconds up to 2147483647, or 1h30m");
  }
  return ttl;
}

Result<IncludeDirective> read_include(std::span<const Token> tokens, NameView origin) {
  VOUCH_CHECK(check_count(tokens, 2, "file"));
  IncludeDirective include;
  VOUCH_TRY(include.path, unescaped(tokens[1]));
  if (include.path.empty()) return complaint(ErrorCode::bad_syntax, tokens[1], " names no file");
  if (tokens.size() == 3) {
    VOUCH_TRY(include.origin, read_name(tokens[2], origin));
  }
  return include;
}

std::string resolve_include(std::string_view including, const std::string& path) {
  if (path.front() == '/') return path;
  const std::size_t slash = including.rfind('/');
  if (slash != std::string_view::npos) return std::string(including.substr(0, slash + 1)) + path;
  return path == "-" ? "./-" : path;
}

}  // namespace vouch::zonefile
