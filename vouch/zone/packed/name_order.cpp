#include "vouch/zone/packed/name_order.hpp"

#include <algorithm>
#include <cstring>

#include "vouch/base/ascii.hpp"
#include "vouch/name/label_index.hpp"

namespace vouch {
namespace {

constexpr std::uint64_t each = 0x0101010101010101U;
constexpr std::uint64_t tops = 0x8080808080808080U;

std::uint64_t word_at(const std::uint8_t* octets) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < sizeof word; ++i) word = word << 8 | octets[i];
  return word;
}

bool has_octet_below_2(std::uint64_t word) { return ((word - each * 2) & ~word & tops) != 0; }

std::uint64_t lowered(std::uint64_t word) {
  const std::uint64_t low = word & ~tops;
  const std::uint64_t is_a_or_above = low + each * (0x80 - 'A');
  const std::uint64_t is_above_z = low + each * (0x7f - 'Z');
  return word | (((is_a_or_above ^ is_above_z) & ~word & tops) >> 2);
}

std::uint64_t first_octets(std::uint64_t word, std::size_t count) {
  return count == 0 ? 0 : word & ~std::uint64_t{0} << 8 * (8 - count);
}

// A label that is all there is below the apex, the usual case, eight octets at a time; false where
// it has octets that are escaped.
bool words_of_label(LabelView label, NameWords& words) {
  std::uint8_t octets[NameWords::octets];
  std::memset(octets, 'a', sizeof octets);
  const std::size_t size = std::min(label.size(), sizeof octets);
  std::memcpy(octets, label.data(), size);
  words = {word_at(octets), word_at(octets + 8)};
  if (has_octet_below_2(words.first) || has_octet_below_2(words.second)) return false;
  words.first = first_octets(lowered(words.first), std::min<std::size_t>(size, 8));
  words.second = first_octets(lowered(words.second), size < 8 ? 0 : size - 8);
  return true;
}

}  // namespace

NameWords name_words(NameView name, std::size_t apex_octets, std::size_t skipped) {
  const std::size_t below = name.size() - apex_octets;
  NameWords quick;
  const bool one_label = below != 0 && name.wire()[0] + 1U == below;
  if (one_label && skipped == 0 && words_of_label(name.first_label(), quick)) return quick;

  std::uint8_t octets[NameWords::octets] = {};
  std::size_t at = 0;  // in the key
  const std::size_t end = skipped + sizeof octets;
  const auto put = [&](std::uint8_t octet) {
    if (at >= skipped && at < end) octets[at - skipped] = octet;
    ++at;
  };
  // As NameKey does: labels from the right, 0x00 and 0x01 escaped, 0x00 after each.
  const LabelIndex labels(name);
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < below; offset += name.wire()[offset] + 1U) ++count;
  for (std::size_t i = count; i > 0 && at < end; --i) {
    for (const std::uint8_t octet : labels.label(i - 1)) {
      if (octet <= 1) {
        put(1);
        put(static_cast<std::uint8_t>(octet + 1));
      } else {
        put(lower_ascii(octet));
      }
    }
    put(0);
  }
  return {word_at(octets), word_at(octets + 8)};
}

std::uint64_t name_order(NameView name, std::size_t apex_octets) {
  return name_words(name, apex_octets).first;
}

}  // namespace vouch
