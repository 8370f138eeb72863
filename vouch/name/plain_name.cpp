#include "vouch/name/plain_name.hpp"

#include <cstring>

// This file is compiled once for every instruction set; the last part chooses among them.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vouch/name/plain_name.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "vouch/base/vectors/instruction_set.hpp"

#ifndef VOUCH_PLAIN_NAME_ONCE
#define VOUCH_PLAIN_NAME_ONCE
namespace vouch {
namespace {

constexpr std::size_t max_label_octets = 63;
constexpr std::size_t max_text = 253;  // with more the wire form is over 255 octets

// The labels of a wire form that is being written, from the dots of its text.
struct Labels {
  std::uint8_t* out;
  std::size_t begin = 0;  ///< in `out`, the length octet of the open label

  // Closes the open label before the octet `end` of `out`.
  bool close(std::size_t end) {
    const std::size_t size = end - begin - 1;
    if (size == 0 || size > max_label_octets) return false;
    out[begin] = static_cast<std::uint8_t>(size);
    begin = end;
    return true;
  }

  // The end of the text, of which `size` octets stand behind out[0].
  std::size_t finish(std::size_t size, NameView origin) {
    if (begin == size) {
      out[size] = 0;
      return size + 1;
    }
    if (!close(size + 1) || size + 1 + origin.size() > NameView::max_octets) return 0;
    std::memcpy(out + size + 1, origin.wire().data(), origin.size());
    return size + 1 + origin.size();
  }
};

}  // namespace
}  // namespace vouch
#endif

HWY_BEFORE_NAMESPACE();
namespace vouch {
namespace HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR

std::size_t read_by_vectors(std::uint8_t* out, std::string_view text, NameView origin) {
  return read_plain_name(out, text, origin, Kernel::scalar);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

const hn::CappedTag<std::uint8_t, plain_name_slack> tag;

HWY_INLINE std::uint64_t bits_of(hn::Mask<hn::CappedTag<std::uint8_t, plain_name_slack>> mask) {
  std::uint8_t octets[sizeof(std::uint64_t)] = {};
  hn::StoreMaskBits(tag, mask, octets);
  std::uint64_t bits = 0;
  std::memcpy(&bits, octets, sizeof bits);
  return bits;
}

std::size_t read_by_vectors(std::uint8_t* out, std::string_view text, NameView origin) {
  if (text.size() > max_text) return 0;
  const std::size_t width = hn::Lanes(tag);
  const auto dot = hn::Set(tag, '.');
  const auto* const from = reinterpret_cast<const std::uint8_t*>(text.data());
  Labels labels{out};
  for (std::size_t at = 0; at < text.size(); at += width) {
    const auto octets = hn::LoadU(tag, from + at);
    hn::StoreU(octets, tag, out + 1 + at);
    std::uint64_t dots = bits_of(hn::Eq(octets, dot));
    if (const std::size_t left = text.size() - at; left < 64)
      dots &= (std::uint64_t{1} << left) - 1;
    for (; dots != 0; dots &= dots - 1) {
      const auto place = static_cast<std::size_t>(__builtin_ctzll(dots));
      if (!labels.close(at + place + 1)) return 0;
    }
  }
  return labels.finish(text.size(), origin);
}

#endif

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace vouch
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace vouch {
namespace {

std::size_t read_octets(std::uint8_t* out, std::string_view text, NameView origin) {
  if (text.size() > max_text) return 0;
  Labels labels{out};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.' && !labels.close(i + 1)) return 0;
    if (text[i] != '.') out[i + 1] = static_cast<std::uint8_t>(text[i]);
  }
  return labels.finish(text.size(), origin);
}

}  // namespace

std::size_t read_plain_name(std::uint8_t* out, std::string_view text, NameView origin,
                            Kernel kernel) {
  if (text.empty() || text == "@") return 0;
  if (kernel == Kernel::scalar) return read_octets(out, text, origin);
  static const auto chosen = VOUCH_BY_VECTORS(read_by_vectors);
  return chosen(out, text, origin);
}

}  // namespace vouch
#endif
