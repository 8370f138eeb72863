// TypeBitmap: the window blocks that say which types exist at a name (RFC 4034 section 4.1.2), as
// in NSEC, NSEC3 and CSYNC. A view of checked octets.
#pragma once

#include <vector>

#include "vouch/base/octets.hpp"
#include "vouch/base/result.hpp"
#include "vouch/rr/type.hpp"

namespace vouch::rr {

class TypeBitmap {
 public:
  TypeBitmap() = default;

  /// Errors: bad_rdata (windows out of order, a window of 0 or over 32 octets, or ending in a zero
  /// octet).
  static Result<TypeBitmap> read(OctetView octets);
  /// Trusts that the octets were checked.
  static TypeBitmap trusted(OctetView octets) { return TypeBitmap(octets); }

  bool contains(RRType type) const;
  bool empty() const { return octets_.empty(); }
  OctetView octets() const { return octets_; }
  /// In ascending order.
  std::vector<RRType> types() const;
  /// `A NS SOA RRSIG NSEC`, in ascending order.
  std::string text() const;
  /// The same, appended to `to`.
  void append_text(std::string& to) const;

  /// Appends the bitmap of the types, in any order and with repeats.
  static void append(Octets& to, std::span<const RRType> types);

 private:
  explicit TypeBitmap(OctetView octets) : octets_(octets) {}
  OctetView octets_;
};

}  // namespace vouch::rr
