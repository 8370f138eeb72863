#include "vouch/name/name_view.hpp"

#include <array>
#include <string_view>

#include "vouch/base/ascii.hpp"
#include "vouch/name/label_index.hpp"

namespace vouch {
namespace {

int compare_labels(LabelView left, LabelView right) {
  const std::size_t shared = left.size() < right.size() ? left.size() : right.size();
  for (std::size_t i = 0; i < shared; ++i) {
    const int order = lower_ascii(left[i]) - lower_ascii(right[i]);
    if (order != 0) return order;
  }
  return static_cast<int>(left.size()) - static_cast<int>(right.size());
}

Error bad_name(std::size_t offset, std::string detail) {
  Error error = fail(ErrorCode::bad_name, std::move(detail));
  error.where.offset = offset;
  return error;
}

enum class Escape : std::uint8_t { none, backslash, decimal };

constexpr auto escapes = [] {
  std::array<Escape, 256> table{};
  for (std::size_t octet = 0; octet < 256; ++octet) {
    if (octet <= 0x20 || octet >= 0x7f) table[octet] = Escape::decimal;
  }
  for (const char c : std::string_view(".\\\";()@$"))
    table[static_cast<std::uint8_t>(c)] = Escape::backslash;
  return table;
}();

void append_label_text(std::string& text, LabelView label) {
  for (const std::uint8_t octet : label) {
    switch (escapes[octet]) {
      case Escape::none: break;
      case Escape::backslash: text += '\\'; break;
      case Escape::decimal: {
        const char decimal[] = {'\\', static_cast<char>('0' + octet / 100),
                                static_cast<char>('0' + octet / 10 % 10),
                                static_cast<char>('0' + octet % 10)};
        text.append(decimal, sizeof decimal);
        continue;
      }
    }
    text += static_cast<char>(octet);
  }
}

}  // namespace

Result<NameView> NameView::read(WireReader& reader) {
  const OctetView whole = reader.whole();
  const std::size_t start = reader.offset();
  std::size_t at = start;
  while (true) {
    if (at >= whole.size()) return reader.truncated(at - start + 1);
    const std::uint8_t length = whole[at];
    if (length > 63) {
      return bad_name(at, length >= 0xc0 ? "a name is compressed where no compression is allowed"
                                         : "a label of more than 63 octets");
    }
    at += length + 1U;
    if (at - start > max_octets) return bad_name(start, "a name of more than 255 octets");
    if (length == 0) break;
  }
  if (at > whole.size()) return reader.truncated(at - start);
  reader.seek(at);
  return NameView(whole.subspan(start, at - start));
}

std::size_t NameView::label_count() const {
  std::size_t count = 0;
  for (std::size_t at = 0; wire_[at] != 0; at += wire_[at] + 1U) ++count;
  return count;
}

NameView NameView::suffix(std::size_t labels) const {
  std::size_t count = label_count();
  std::size_t at = 0;
  for (; count > labels; --count) at += wire_[at] + 1U;
  return NameView(wire_.subspan(at));
}

bool NameView::is_at_or_below(NameView ancestor) const {
  if (size() < ancestor.size()) return false;
  const std::size_t start = size() - ancestor.size();
  std::size_t at = 0;
  while (at < start) at += wire_[at] + 1U;
  return at == start && equal_ignoring_case(wire_.subspan(start), ancestor.wire_);
}

NameView NameView::common_ancestor(NameView other) const {
  NameView name = suffix(other.label_count());
  NameView rest = other.suffix(name.label_count());
  while (!(name == rest)) {
    name = name.parent();
    rest = rest.parent();
  }
  return name;
}

int NameView::compare(NameView other) const {
  const LabelIndex mine(*this);
  const LabelIndex theirs(other);
  const std::size_t shared = mine.count() < theirs.count() ? mine.count() : theirs.count();
  for (std::size_t i = 1; i <= shared; ++i) {
    const int order =
        compare_labels(mine.label(mine.count() - i), theirs.label(theirs.count() - i));
    if (order != 0) return order;
  }
  return static_cast<int>(mine.count()) - static_cast<int>(theirs.count());
}

bool operator==(NameView left, NameView right) {
  return equal_ignoring_case(left.wire_, right.wire_);
}

std::string NameView::text() const {
  std::string text;
  text.reserve(size() + 8);
  append_text(text);
  return text;
}

void NameView::append_text(std::string& to) const {
  if (is_root()) to += '.';
  for (std::size_t at = 0; wire_[at] != 0; at += wire_[at] + 1U) {
    append_label_text(to, wire_.subspan(at + 1, wire_[at]));
    to += '.';
  }
}

std::size_t NameHash::operator()(NameView name) const {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const std::uint8_t octet : name.wire()) hash = (hash ^ lower_ascii(octet)) * 0x100000001b3U;
  return static_cast<std::size_t>(hash ^ hash >> 32);
}

}  // namespace vouch
