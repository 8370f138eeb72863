// Name: an absolute name that owns its octets; immutable, with its letter case as it came (RFC
// 1035, RFC 4343).
//
// Equality and order ignore ASCII case (RFC 4034 section 6.1). Relative names exist only as
// zone-file tokens: parse() takes the origin that completes them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "vouch/name/name_view.hpp"

namespace vouch {

class Name {
 public:
  /// The root.
  Name() : wire_(1, '\0') {}
  explicit Name(NameView view) : wire_(text_of(view.wire())) {}

  /// Reads presentation form: labels, \X and \DDD escapes, `@` for the origin; a text without the
  /// final dot is completed with the origin. Errors: bad_name.
  static Result<Name> parse(std::string_view text, NameView origin = NameView());

  /// Reads a name at the cursor, following compression pointers, which must point strictly
  /// backwards (RFC 1035 section 4.1.4). Errors: truncated, bad_name, bad_pointer.
  static Result<Name> read_compressed(WireReader& reader);

  /// `label` put in front of `parent`. Errors: bad_name where it does not fit.
  static Result<Name> prepend(LabelView label, NameView parent);

  /// `*.parent`. Errors: bad_name where it does not fit.
  static Result<Name> wildcard_of(NameView parent);

  /// The name with the ancestor `from` replaced by `to` (DNAME, RFC 6672 section 2.2).
  /// Errors: bad_name where the result is over 255 octets.
  static Result<Name> substitute(NameView name, NameView from, NameView to);

  /// All ASCII letters lower-case: the canonical form (RFC 4034 section 6.2).
  static Name lowered(NameView name);

  NameView view() const { return NameView::trusted(octets_of(wire_)); }
  operator NameView() const { return view(); }

  OctetView wire() const { return octets_of(wire_); }
  std::size_t size() const { return wire_.size(); }
  bool is_root() const { return wire_.size() == 1; }
  bool is_wildcard() const { return view().is_wildcard(); }
  std::size_t label_count() const { return view().label_count(); }
  Name parent() const { return Name(view().parent()); }
  bool is_at_or_below(NameView ancestor) const { return view().is_at_or_below(ancestor); }
  bool is_below(NameView ancestor) const { return view().is_below(ancestor); }
  std::string text() const { return view().text(); }

  friend bool operator==(const Name& left, const Name& right) {
    return left.view() == right.view();
  }
  friend std::strong_ordering operator<=>(const Name& left, const Name& right) {
    return left.view() <=> right.view();
  }

 private:
  std::string wire_;  ///< short names stay inside the string object
};

/// As Name::parse, with the wire form appended to `to`, which is left as it was on error.
Result<void> append_parsed_name(Octets& to, std::string_view text, NameView origin);

/// As Name::read_compressed, with the uncompressed name appended to `to`, which is left as it was
/// on error.
Result<void> append_compressed_name(Octets& to, WireReader& reader);

/// As Name::read_compressed, with the uncompressed name in octets of the caller's, so that nothing
/// is allocated.
Result<NameView> read_compressed_name(WireReader& reader,
                                      std::span<std::uint8_t, NameView::max_octets> buffer);

/// For ordered containers that are searched with views.
struct NameLess {
  using is_transparent = void;
  bool operator()(NameView left, NameView right) const { return left.compare(right) < 0; }
};

/// For unordered containers that are searched with views, with NameHash.
struct NameEqual {
  using is_transparent = void;
  bool operator()(NameView left, NameView right) const { return left == right; }
};

}  // namespace vouch

template <>
struct std::hash<vouch::Name> {
  std::size_t operator()(const vouch::Name& name) const { return vouch::NameHash{}(name); }
};
