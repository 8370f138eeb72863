// The name under which an address is looked up: in-addr.arpa (RFC 1035 section 3.5) and ip6.arpa
// (RFC 3596 section 2.5).
#pragma once

#include <string>

#include "vouch/name/name.hpp"

namespace vouch::dig {

/// Of `192.0.2.1`, of the beginning of an IPv4 address (`192.0.2`), or of an IPv6 address. Errors:
/// bad_address.
Result<Name> reverse_name(const std::string& address);

}  // namespace vouch::dig
