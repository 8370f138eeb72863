#include "vouch/zonefile/owner.hpp"

#include <algorithm>

#include "vouch/zonefile/complaint.hpp"

namespace vouch::zonefile {

Result<void> OwnerBuffer::read_anew(const Token& token, NameView origin) {
  text_size_ = 0;
  size_ = 0;
  if (token.quoted)
    return complaint(ErrorCode::bad_name, token, " is quoted; an owner is written without quotes");
  if (token.plain)
    size_ = static_cast<std::uint8_t>(read_plain_name(octets_.data(), token.text, origin, kernel_));
  if (size_ == 0) {
    auto name = Name::parse(token.text, origin);
    if (!name.ok()) return std::move(name).error().at({}, token.line, token.column);
    std::copy(name->wire().begin(), name->wire().end(), octets_.begin());
    size_ = static_cast<std::uint8_t>(name->size());
  }
  if (token.text.size() <= text_.size()) {
    text_size_ = token.text.size();
    std::copy(token.text.begin(), token.text.end(), text_.begin());
  }
  return {};
}

}  // namespace vouch::zonefile
