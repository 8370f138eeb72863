// Names in presentation form of the usual kind, labels without escapes, read by vectors straight to
// their wire form (RFC 1035 section 5.1). Name::parse reads every name, and says what is wrong with
// the others.
#pragma once

#include "vouch/base/kernel.hpp"
#include "vouch/name/name_view.hpp"

namespace vouch {

/// Octets that are readable behind a text that is read by vectors, and writable behind a name.
inline constexpr std::size_t plain_name_slack = 64;

/// Writes the wire form of a text without escapes, completed by `origin` where it is relative, to
/// `out`, which has room for NameView::max_octets + plain_name_slack. Behind the text must be
/// plain_name_slack octets that may be read. Returns the name's octets; 0 for a text that only
/// Name::parse can judge: malformed, too long, empty, just a dot or `@`.
std::size_t read_plain_name(std::uint8_t* out, std::string_view text, NameView origin,
                            Kernel kernel);

}  // namespace vouch
