#include "vouch/zonefile/character_masks.hpp"

#include <cstring>

#include "vouch/zonefile/character.hpp"

// This file is compiled once for every instruction set; the last part chooses among them.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vouch/zonefile/character_masks.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vouch/base/vectors/instruction_set.hpp"

HWY_BEFORE_NAMESPACE();
namespace vouch::zonefile {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

void classify_by_vectors(const char* octets, std::size_t blocks, CharacterMasks* masks) {
  classify(octets, blocks, masks, Kernel::scalar);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

const hn::CappedTag<std::uint8_t, masked_octets> tag;

// For each value of the lower four bits the octet that is sought. No value has more than two
// special octets, so there are two tables. An octet 0 where none is sought is found at no place but
// 0.
constexpr std::uint8_t none = 0;
alignas(16) constexpr std::uint8_t special[16] = {' ', none, '"',  none, none, none, none, none,
                                                  '(', ')',  '\n', ';',  '\\', '\r', none, none};
alignas(16) constexpr std::uint8_t special_too[16] = {'\0', none, none, none, none,
                                                      none, none, none, none, '\t'};
alignas(16) constexpr std::uint8_t blank[16] = {' ',  none, none, none, none, none, none,
                                                none, none, '\t', none, none, none, '\r'};

HWY_INLINE std::uint64_t bits_of(hn::Mask<hn::CappedTag<std::uint8_t, masked_octets>> mask) {
  std::uint8_t octets[masked_octets / 8] = {};
  hn::StoreMaskBits(tag, mask, octets);
  std::uint64_t bits = 0;
  std::memcpy(&bits, octets, sizeof bits);
  return bits;
}

void classify_by_vectors(const char* octets, std::size_t blocks, CharacterMasks* masks) {
  const std::size_t width = hn::Lanes(tag);
  const auto specials = hn::LoadDup128(tag, special);
  const auto more_specials = hn::LoadDup128(tag, special_too);
  const auto blanks = hn::LoadDup128(tag, blank);
  const auto low_half = hn::Set(tag, 0x0f);
  const auto* at = reinterpret_cast<const std::uint8_t*>(octets);
  for (std::size_t block = 0; block < blocks; ++block) {
    CharacterMasks made;
    for (std::size_t i = 0; i < masked_octets; i += width, at += width) {
      const auto text = hn::LoadU(tag, at);
      const auto low = hn::And(text, low_half);
      const auto is_edge = hn::Or(hn::Eq(hn::TableLookupBytes(specials, low), text),
                                  hn::Eq(hn::TableLookupBytes(more_specials, low), text));
      const auto is_blank = hn::Eq(hn::TableLookupBytes(blanks, low), text);
      made.edges |= bits_of(is_edge) << i;
      made.content |= bits_of(is_blank) << i;
    }
    made.content = ~made.content;
    masks[block] = made;
  }
}

#endif

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace vouch::zonefile
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vouch::zonefile {
namespace {

void classify_octets(const char* octets, std::size_t blocks, CharacterMasks* masks) {
  for (std::size_t block = 0; block < blocks; ++block, octets += masked_octets) {
    masks[block] = {};
    for (std::size_t i = 0; i < masked_octets; ++i) {
      const CharacterKind kind = kind_of(octets[i]);
      masks[block].edges |= std::uint64_t{kind != CharacterKind::ordinary} << i;
      masks[block].content |= std::uint64_t{kind != CharacterKind::blank} << i;
    }
  }
}

}  // namespace

void classify(const char* octets, std::size_t blocks, CharacterMasks* masks, Kernel kernel) {
  if (kernel == Kernel::scalar) return classify_octets(octets, blocks, masks);
  static const auto chosen = VOUCH_BY_VECTORS(classify_by_vectors);
  chosen(octets, blocks, masks);
}

}  // namespace vouch::zonefile
#endif
