// NameView and LabelView: a name in uncompressed wire form that somebody else owns (RFC 1035
// section 3.1).
//
// A NameView is always well-formed: labels of 1 to 63 octets, the root label last, at most 255
// octets. Views of foreign octets are made with NameView::read or read_name. Does not know relative
// names.
#pragma once

#include <compare>
#include <string>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"
#include "vouch/base/wire_reader.hpp"

namespace vouch {

class Name;

/// One label without its length octet.
using LabelView = OctetView;

class NameView {
 public:
  static constexpr std::size_t max_octets = 255;
  static constexpr std::size_t max_labels = 127;  ///< without the root label

  /// The root.
  NameView() : wire_(root_octets) {}

  /// Reads an uncompressed name at the cursor, without copying. Errors: truncated, bad_name (a
  /// label over 63 octets, a compression pointer, more than 255 octets).
  static Result<NameView> read(WireReader& reader);

  /// Trusts that the octets are one well-formed name.
  static NameView trusted(OctetView wire) { return NameView(wire); }

  OctetView wire() const { return wire_; }
  std::size_t size() const { return wire_.size(); }
  bool is_root() const { return wire_.size() == 1; }
  bool is_wildcard() const { return wire_.size() > 2 && wire_[0] == 1 && wire_[1] == '*'; }

  /// Labels without the root label: 2 for example.com.
  std::size_t label_count() const;

  /// The leftmost label. Not for the root.
  LabelView first_label() const { return wire_.subspan(1, wire_[0]); }

  /// The name without its leftmost label. The parent of the root is the root.
  NameView parent() const { return is_root() ? *this : NameView(wire_.subspan(wire_[0] + 1U)); }

  /// The name made of the rightmost `labels` labels; the name itself where it has no more.
  NameView suffix(std::size_t labels) const;

  /// Whether this name is `ancestor` or below it, ignoring case.
  bool is_at_or_below(NameView ancestor) const;
  bool is_below(NameView ancestor) const {
    return size() != ancestor.size() && is_at_or_below(ancestor);
  }

  /// The deepest name that both are at or below.
  NameView common_ancestor(NameView other) const;

  /// Canonical order (RFC 4034 section 6.1): negative, zero or positive.
  int compare(NameView other) const;

  /// Presentation form with the final dot and \DDD escapes (RFC 1035 section 5.1).
  std::string text() const;
  /// The same, appended to `to`.
  void append_text(std::string& to) const;

  friend bool operator==(NameView left, NameView right);
  friend std::strong_ordering operator<=>(NameView left, NameView right) {
    return left.compare(right) <=> 0;
  }

 private:
  explicit NameView(OctetView wire) : wire_(wire) {}

  static constexpr std::uint8_t root_octets[1] = {0};
  OctetView wire_;
};

/// Case-insensitive hash for unordered containers; not keyed, so not for tables that strangers
/// fill.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(NameView name) const;
};

}  // namespace vouch
