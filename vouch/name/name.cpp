#include "vouch/name/name.hpp"

#include <cstring>

#include "vouch/base/ascii.hpp"

namespace vouch {
namespace {

constexpr std::size_t max_octets = NameView::max_octets;

Name name_of(OctetView wire) { return Name(NameView::trusted(wire)); }

Error bad_text(std::string_view text, std::string_view what) {
  std::string shown(text.substr(0, 64));
  if (text.size() > 64) shown += "...";
  return fail(ErrorCode::bad_name, "the name '" + shown + "' " + std::string(what));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads the octet at `at`, which may be an escape, and moves past it; false where an escape is
// malformed.
bool read_octet(std::string_view text, std::size_t& at, std::uint8_t& octet) {
  if (text[at] != '\\') {
    octet = static_cast<std::uint8_t>(text[at++]);
    return true;
  }
  if (at + 1 >= text.size()) return false;
  if (!is_digit(text[at + 1])) {
    octet = static_cast<std::uint8_t>(text[at + 1]);
    at += 2;
    return true;
  }
  if (at + 3 >= text.size() || !is_digit(text[at + 2]) || !is_digit(text[at + 3])) return false;
  const int value = (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + (text[at + 3] - '0');
  if (value > 255) return false;
  octet = static_cast<std::uint8_t>(value);
  at += 4;
  return true;
}

// The wire form under construction: the last label is open until it is closed.
struct Draft {
  std::uint8_t* octets;
  std::size_t size = 1;
  std::size_t label = 0;  ///< where the open label's length octet stands

  bool add(std::uint8_t octet) {
    if (size - label > 63 || size >= max_octets) return false;
    octets[size++] = octet;
    return true;
  }
  std::size_t label_size() const { return size - label - 1; }
  bool close_label() {
    octets[label] = static_cast<std::uint8_t>(label_size());
    if (size >= max_octets) return false;
    label = size++;
    return true;
  }
};

// Labels up to here are copied without a loop, with what follows them.
constexpr std::size_t short_label = 16;

// A name in wire form on the stack.
struct WireName {
  std::uint8_t octets[max_octets + 1 + short_label];  ///< with room for a copy that is too long
  std::size_t size = 0;

  OctetView view() const { return {octets, size}; }
};

Result<void> parse_into(WireName& wire, std::string_view text, NameView origin) {
  if (text == ".") {
    wire.octets[0] = 0;
    wire.size = 1;
    return {};
  }
  Draft draft{wire.octets};
  std::size_t at = 0;
  bool absolute = false;
  while (at < text.size()) {
    if (text[at] == '.') {
      if (draft.label_size() == 0) return bad_text(text, "has an empty label");
      if (!draft.close_label()) return bad_text(text, "is over 255 octets");
      absolute = ++at == text.size();
      continue;
    }
    std::uint8_t octet = 0;
    if (!read_octet(text, at, octet)) {
      return bad_text(text, "has a malformed escape; write \\X or \\DDD (0 to 255)");
    }
    if (draft.label_size() == 63) return bad_text(text, "has a label of more than 63 octets");
    if (!draft.add(octet)) return bad_text(text, "is over 255 octets");
  }
  if (!absolute && draft.size + origin.size() > max_octets) {
    return bad_text(text, "is over 255 octets with its origin");
  }
  wire.octets[draft.label] = absolute ? 0 : static_cast<std::uint8_t>(draft.label_size());
  wire.size = draft.size;
  if (absolute) return {};
  for (const std::uint8_t octet : origin.wire()) wire.octets[wire.size++] = octet;
  return {};
}

Error bad_pointer(std::size_t offset, std::string_view what) {
  Error error = fail(ErrorCode::bad_pointer, std::string(what));
  error.where.offset = offset;
  return error;
}

Error bad_octets(std::size_t offset, std::string_view what) {
  Error error = fail(ErrorCode::bad_name, std::string(what));
  error.where.offset = offset;
  return error;
}

// Pointers must aim before the name, and each before the one that led to it, so that no walk comes
// back. More of them than a name has labels are there to waste time only.
Result<void> expand_into(WireName& wire, WireReader& reader) {
  const OctetView whole = reader.whole();
  std::size_t at = reader.offset();
  std::size_t end = 0;  // where the cursor continues: after the first pointer
  std::size_t bound = at;
  std::size_t pointers = 0;
  while (true) {
    if (at >= whole.size()) return reader.truncated(1);
    const std::uint8_t length = whole[at];
    if (length >= 0xc0) {
      if (at + 1 >= whole.size()) return reader.truncated(2);
      const std::size_t target = static_cast<std::size_t>(length & 0x3f) << 8 | whole[at + 1];
      if (end == 0) end = at + 2;
      if (target >= bound) return bad_pointer(at, "a compression pointer does not point backwards");
      if (++pointers > NameView::max_labels)
        return bad_pointer(at, "a name has more pointers than labels");
      bound = at = target;
      continue;
    }
    if (length > 63) return bad_octets(at, "a label type other than 00 and 11");
    if (at + length + 1 > whole.size()) return reader.truncated(length + 1U);
    if (wire.size + length + 1 > max_octets)
      return bad_octets(reader.offset(), "a name of more than 255 octets");
    if (length < short_label && whole.size() - at >= short_label) {
      std::memcpy(wire.octets + wire.size, whole.data() + at, short_label);
    } else {
      std::memcpy(wire.octets + wire.size, whole.data() + at, length + 1U);
    }
    wire.size += length + 1U;
    at += length + 1U;
    if (length == 0) break;
  }
  reader.seek(end != 0 ? end : at);
  return {};
}

}  // namespace

Result<Name> Name::parse(std::string_view text, NameView origin) {
  if (text == "@") return Name(origin);
  if (text.empty()) return bad_text(text, "is empty; the root is written '.'");
  WireName wire;
  VOUCH_CHECK(parse_into(wire, text, origin));
  return name_of(wire.view());
}

Result<void> append_parsed_name(Octets& to, std::string_view text, NameView origin) {
  if (text == "@") {
    append_octets(to, origin.wire());
    return {};
  }
  if (text.empty()) return bad_text(text, "is empty; the root is written '.'");
  WireName wire;
  VOUCH_CHECK(parse_into(wire, text, origin));
  append_octets(to, wire.view());
  return {};
}

Result<Name> Name::read_compressed(WireReader& reader) {
  WireName wire;
  VOUCH_CHECK(expand_into(wire, reader));
  return name_of(wire.view());
}

Result<void> append_compressed_name(Octets& to, WireReader& reader) {
  WireName wire;
  VOUCH_CHECK(expand_into(wire, reader));
  append_octets(to, wire.view());
  return {};
}

Result<NameView> read_compressed_name(WireReader& reader,
                                      std::span<std::uint8_t, NameView::max_octets> buffer) {
  WireName wire;
  VOUCH_CHECK(expand_into(wire, reader));
  std::memcpy(buffer.data(), wire.octets, wire.size);
  return NameView::trusted(buffer.first(wire.size));
}

Result<Name> Name::prepend(LabelView label, NameView parent) {
  if (label.empty() || label.size() > 63)
    return fail(ErrorCode::bad_name, "a label has 1 to 63 octets");
  if (label.size() + 1 + parent.size() > max_octets)
    return fail(ErrorCode::bad_name, "a name of more than 255 octets");
  Octets wire;
  wire.reserve(label.size() + 1 + parent.size());
  wire.push_back(static_cast<std::uint8_t>(label.size()));
  append_octets(wire, label);
  append_octets(wire, parent.wire());
  return name_of(wire);
}

Result<Name> Name::wildcard_of(NameView parent) {
  static constexpr std::uint8_t asterisk[1] = {'*'};
  return prepend(asterisk, parent);
}

Result<Name> Name::substitute(NameView name, NameView from, NameView to) {
  const std::size_t kept = name.size() - from.size();
  if (kept + to.size() > max_octets) {
    return fail(ErrorCode::bad_name, "a DNAME substitution gives a name of more than 255 octets");
  }
  Octets wire(name.wire().begin(), name.wire().begin() + static_cast<std::ptrdiff_t>(kept));
  append_octets(wire, to.wire());
  return name_of(wire);
}

Name Name::lowered(NameView name) {
  Name lower(name);
  for (char& c : lower.wire_) c = static_cast<char>(lower_ascii(static_cast<std::uint8_t>(c)));
  return lower;
}

}  // namespace vouch
