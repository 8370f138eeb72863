#include "vouch/zonefile/complaint.hpp"

namespace vouch::zonefile {

std::string shown(std::string_view text) {
  static constexpr std::size_t longest = 40;
  std::string shown = "'";
  for (const char c : text.substr(0, longest)) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet < 0x7f) {
      shown += c;
      continue;
    }
    shown += '\\';
    shown += static_cast<char>('0' + octet / 100);
    shown += static_cast<char>('0' + octet / 10 % 10);
    shown += static_cast<char>('0' + octet % 10);
  }
  if (text.size() > longest) shown += "...";
  return shown + "'";
}

Error complaint(ErrorCode code, const Token& token, std::string_view detail) {
  Error error = fail(code, shown(token.text) + std::string(detail));
  error.where.line = token.line;
  error.where.column = token.column;
  return error;
}

Error missing_after(const Token& token, std::string detail) {
  Error error = fail(ErrorCode::bad_syntax, std::move(detail));
  error.where.line = token.line;
  error.where.column =
      token.column + static_cast<std::uint32_t>(token.text.size()) + (token.quoted ? 2 : 0);
  return error;
}

}  // namespace vouch::zonefile
