#include "net/clients/address_prefix.hpp"

#include <charconv>

namespace vouch::net {

Result<AddressPrefix> AddressPrefix::parse(const std::string& text) {
  const std::size_t slash = text.find('/');
  AddressPrefix prefix;
  VOUCH_TRY(prefix.address, SocketAddress::parse(text.substr(0, slash)));
  const auto most = static_cast<unsigned>(prefix.address.octets().size() * 8);
  prefix.bits = most;
  if (slash == std::string::npos) return prefix;
  const char* const end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data() + slash + 1, end, prefix.bits);
  if (error != std::errc() || after != end || prefix.bits > most)
    return fail(ErrorCode::bad_address,
                "'" + text + "' is no prefix; write 192.0.2.0/24 or 2001:db8::/32");
  return prefix;
}

bool AddressPrefix::contains(const SocketAddress& other) const {
  const OctetView mine = address.octets();
  const OctetView theirs = other.octets();
  if (mine.size() != theirs.size()) return false;
  for (unsigned bit = 0; bit < bits; ++bit) {
    const unsigned shift = 7 - bit % 8;
    if (((mine[bit / 8] ^ theirs[bit / 8]) >> shift & 1) != 0) return false;
  }
  return true;
}

}  // namespace vouch::net
