#include "chain/engine/json_bounds.hpp"

#include <algorithm>

namespace vouch::chain {
namespace {

Error over(const std::string& text, std::size_t at, const std::string& source,
           const std::string& what) {
  const auto begin = text.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(at);
  const auto line = std::count(begin, end, '\n') + 1;
  const std::size_t newline = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t column = newline == std::string::npos ? at + 1 : at - newline;
  return fail(ErrorCode::too_long, what + "; no recording has that")
      .at(source, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column));
}

// Behind the string's closing quote; the end of the text where there is none.
std::size_t end_of_string(const std::string& text, std::size_t start) {
  std::size_t at = start + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

}  // namespace

Result<void> check_json_bounds(const std::string& text, const std::string& source,
                               const JsonBounds& bounds) {
  if (text.size() > bounds.octets)
    return over(text, 0, source, "more than " + std::to_string(bounds.octets) + " octets");
  std::size_t values = 0;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '"': {
        const std::size_t end = end_of_string(text, at);
        if (end - at > bounds.string_octets + 2)
          return over(text, at, source,
                      "a string of more than " + std::to_string(bounds.string_octets) + " octets");
        at = end - 1;
        break;
      }
      case '[':
      case '{':
        if (++depth > bounds.depth)
          return over(text, at, source,
                      "more than " + std::to_string(bounds.depth) + " levels of nesting");
        ++values;
        break;
      case ']':
      case '}':
        if (depth > 0) --depth;
        break;
      case ',': ++values; break;
      default: break;
    }
    if (values > bounds.values)
      return over(text, at, source, "more than " + std::to_string(bounds.values) + " values");
  }
  return {};
}

}  // namespace vouch::chain
