#include "dig/engine/reverse_name.hpp"

#include <algorithm>

#include "vouch/rr/rdata.hpp"

namespace vouch::dig {
namespace {

Error no_address(const std::string& text) {
  return fail(ErrorCode::bad_address, "Invalid IP address " + text);
}

Result<Name> reverse_v6(const std::string& address) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto octets = parse_rdata_text(RRType::AAAA, RRClass::IN, address);
  if (!octets.ok()) return no_address(address);
  std::string text;
  for (auto octet = octets->rbegin(); octet != octets->rend(); ++octet) {
    text += {digits[*octet & 15], '.', digits[*octet >> 4], '.'};
  }
  return Name::parse(text + "ip6.arpa.");
}

}  // namespace

Result<Name> reverse_name(const std::string& address) {
  if (address.find(':') != std::string::npos) return reverse_v6(address);
  std::string text = "in-addr.arpa.";
  std::size_t begin = 0;
  for (unsigned count = 0; begin <= address.size(); ++count) {
    const std::size_t end = std::min(address.find('.', begin), address.size());
    const std::string part = address.substr(begin, end - begin);
    const bool is_number = !part.empty() && part.size() <= 3 && count < 4 &&
                           std::all_of(part.begin(), part.end(), [](unsigned char each) {
                             return each >= '0' && each <= '9';
                           });
    if (!is_number || std::stoi(part) > 255) return no_address(address);
    text.insert(0, part + ".");
    begin = end + 1;
  }
  return Name::parse(text);
}

}  // namespace vouch::dig
