#include "vouch/rr/type_bitmap.hpp"

#include <algorithm>

namespace vouch::rr {
namespace {

constexpr std::size_t max_window_octets = 32;

Error bad_bitmap(std::size_t offset, std::string detail) {
  Error error = fail(ErrorCode::bad_rdata, std::move(detail));
  error.where.offset = offset;
  return error;
}

// Calls back with the code of every bit that is set, in ascending order.
template <typename Visit>
void for_each_type(OctetView octets, Visit visit) {
  for (std::size_t at = 0; at + 2 <= octets.size(); at += 2U + octets[at + 1]) {
    const OctetView window = octets.subspan(at + 2, octets[at + 1]);
    for (std::size_t bit = 0; bit < window.size() * 8; ++bit) {
      if ((window[bit / 8] & 0x80 >> bit % 8) != 0)
        visit(static_cast<RRType>(octets[at] << 8 | bit));
    }
  }
}

// Most bitmaps have types below 256 only, which need no sorting. False, with nothing appended, for
// others.
bool append_first_window(Octets& to, std::span<const RRType> types) {
  std::uint8_t window[2 + max_window_octets] = {};
  for (const RRType type : types) {
    const auto code = static_cast<std::size_t>(type);
    if (code > 0xff) return false;
    window[1] = std::max(window[1], static_cast<std::uint8_t>(code / 8 + 1));
    window[2 + code / 8] |= static_cast<std::uint8_t>(0x80 >> code % 8);
  }
  if (!types.empty()) append_octets(to, OctetView(window, 2U + window[1]));
  return true;
}

}  // namespace

Result<TypeBitmap> TypeBitmap::read(OctetView octets) {
  int before = -1;
  for (std::size_t at = 0; at < octets.size();) {
    if (octets.size() - at < 2) return bad_bitmap(at, "a type bitmap ends inside a window's head");
    const int window = octets[at];
    const std::size_t length = octets[at + 1];
    if (window <= before)
      return bad_bitmap(at, "the windows of a type bitmap are not in ascending order");
    if (length == 0 || length > max_window_octets) {
      return bad_bitmap(
          at, "a window of a type bitmap has " + std::to_string(length) + " octets, not 1 to 32");
    }
    if (octets.size() - at - 2 < length)
      return bad_bitmap(at, "a type bitmap ends inside a window");
    if (octets[at + 1 + length] == 0)
      return bad_bitmap(at, "a window of a type bitmap ends with a zero octet");
    before = window;
    at += 2 + length;
  }
  return TypeBitmap(octets);
}

bool TypeBitmap::contains(RRType type) const {
  const auto code = static_cast<std::size_t>(type);
  for (std::size_t at = 0; at + 2 <= octets_.size(); at += 2U + octets_[at + 1]) {
    if (octets_[at] != code >> 8) continue;
    const std::size_t octet = (code & 0xff) / 8;
    return octet < octets_[at + 1] && (octets_[at + 2 + octet] & 0x80 >> code % 8) != 0;
  }
  return false;
}

std::vector<RRType> TypeBitmap::types() const {
  std::vector<RRType> types;
  for_each_type(octets_, [&](RRType type) { types.push_back(type); });
  return types;
}

std::string TypeBitmap::text() const {
  std::string text;
  append_text(text);
  return text;
}

void TypeBitmap::append_text(std::string& to) const {
  bool first = true;
  for_each_type(octets_, [&](RRType type) {
    if (!first) to += ' ';
    first = false;
    const TypeRow* const row = row_of(type);
    if (row != nullptr) {
      to += row->mnemonic;
    } else {
      to += vouch::text(type);
    }
  });
}

void TypeBitmap::append(Octets& to, std::span<const RRType> types) {
  if (append_first_window(to, types)) return;
  std::vector<RRType> sorted(types.begin(), types.end());
  std::sort(sorted.begin(), sorted.end());
  std::size_t head = 0;
  int window = -1;
  for (const RRType type : sorted) {
    const auto code = static_cast<std::size_t>(type);
    if (static_cast<int>(code >> 8) != window) {
      window = static_cast<int>(code >> 8);
      head = to.size();
      to.push_back(static_cast<std::uint8_t>(window));
      to.push_back(0);
    }
    const std::size_t octet = (code & 0xff) / 8;
    to.resize(std::max(to.size(), head + 2 + octet + 1));
    to[head + 1] = static_cast<std::uint8_t>(octet + 1);
    to[head + 2 + octet] |= static_cast<std::uint8_t>(0x80 >> code % 8);
  }
}

}  // namespace vouch::rr
