#include "vouch/zonefile/owner.hpp"

#include <algorithm>

#include "vouch/zonefile/complaint.hpp"

namespace vouch::zonefile {

Result<void> OwnerBuffer::read(const Token& token, NameView origin) {
  if (text_ == token.text && known() && !text_.empty() && !token.quoted) return {};
  text_ = {};
  size_ = 0;
  if (token.quoted)
    return complaint(ErrorCode::bad_name, token, " is quoted; an owner is written without quotes");
  if (!read_plain(token.text, origin)) {
    auto name = Name::parse(token.text, origin);
    if (!name.ok()) return std::move(name).error().at({}, token.line, token.column);
    std::copy(name->wire().begin(), name->wire().end(), octets_.begin());
    size_ = static_cast<std::uint8_t>(name->size());
  }
  text_ = token.text;
  return {};
}

// Names of the common form: labels without escapes. False for every other text; Name::parse says
// what that is.
bool OwnerBuffer::read_plain(std::string_view text, NameView origin) {
  if (text.size() > 253 || text == "@") return false;
  std::uint8_t* const wire = octets_.data();
  std::size_t label = 0;
  std::size_t size = 1;
  for (const char c : text) {
    if (c == '\\') return false;
    if (c != '.') {
      wire[size++] = static_cast<std::uint8_t>(c);
      continue;
    }
    const std::size_t length = size - label - 1;
    if (length == 0 || length > 63) return false;
    wire[label] = static_cast<std::uint8_t>(length);
    label = size++;
  }
  const std::size_t length = size - label - 1;
  if (length == 0) {
    wire[label] = 0;
  } else {
    if (length > 63 || size + origin.size() > NameView::max_octets) return false;
    wire[label] = static_cast<std::uint8_t>(length);
    std::copy(origin.wire().begin(), origin.wire().end(), wire + size);
    size += origin.size();
  }
  size_ = static_cast<std::uint8_t>(size);
  return true;
}

}  // namespace vouch::zonefile
