#include "vouch/zone/name_order.hpp"

#include "vouch/base/ascii.hpp"
#include "vouch/name/label_index.hpp"

namespace vouch {
namespace {

constexpr unsigned order_octets = 8;

}  // namespace

std::uint64_t name_order(NameView name, std::size_t apex_labels) {
  const LabelIndex labels(name);
  std::uint64_t order = 0;
  unsigned filled = 0;
  const auto put = [&](std::uint8_t octet) {
    if (filled < order_octets) {
      order = order << 8 | octet;
      ++filled;
    }
  };
  // As NameKey does: labels from the right, 0x00 and 0x01 escaped, 0x00 after each.
  for (std::size_t i = labels.count() - apex_labels; i > 0 && filled < order_octets; --i) {
    for (const std::uint8_t octet : labels.label(i - 1)) {
      if (octet <= 1) {
        put(1);
        put(static_cast<std::uint8_t>(octet + 1));
      } else {
        put(lower_ascii(octet));
      }
      if (filled == order_octets) break;
    }
    put(0);
  }
  return filled == 0 ? 0 : order << 8 * (order_octets - filled);
}

}  // namespace vouch
