// Tables of multiples of one point, from which any multiple is summed up without doublings. For
// vouch/crypto only.
//
// Digits without zero: with windows of w bits, their number W = ceil(256 / w) and L = w W, a
// multiple k is written as the K with k = 2 K - (2^L - 1) modulo n. The digit of K's window j, v
// from 0 to 2^w - 1, stands for the odd number 2 v - (2^w - 1), times 2^(w j). So every window adds
// a point, and 2^(w - 1) odd multiples and their negatives are all that there are (compare Joye and
// Tunstall, Exponent Recoding and Regular Exponentiation Algorithms, 2009).
#pragma once

#include <memory>
#include <vector>

#include "vouch/crypto/p256/curve.hpp"

namespace vouch::p256 {

constexpr unsigned windows_of(unsigned bits) { return (256 + bits - 1) / bits; }
inline constexpr unsigned most_window_bits = 12;

/// 1 / 2 modulo n, in Montgomery's form.
Number half_of_order();

/// The digit of a window of K, of whose limbs a fifth is zero; `stride` limbs apart.
constexpr Limb digit_of(const Limb* multiple, unsigned window, unsigned bits) {
  const unsigned position = window * bits;
  const unsigned limb = position / 64;
  const unsigned shift = position % 64;
  const Limb low = multiple[limb] >> shift;
  const Limb high = shift == 0 ? 0 : multiple[limb + 1] << (64 - shift);
  return (low | high) & ((Limb{1} << bits) - 1);
}

/// Which entry a digit takes, and whether the negative of it (1) or not (0).
struct DigitPlace {
  Limb entry;
  Limb is_negative;
};
constexpr DigitPlace place_of(Limb digit, unsigned bits) {
  const Limb is_negative = digit >> (bits - 1) ^ 1;
  const Limb all = (Limb{1} << (bits - 1)) - 1;
  return {(digit ^ (Limb{0} - is_negative)) & all, is_negative};
}

/// x and y, four limbs each, in Montgomery's form with the table's radix: one line of the cache.
struct alignas(64) Entry {
  Limb words[8];
};

/// Immutable.
class Table {
 public:
  /// Of a point, with windows of so many bits, 2 to most_window_bits; `radix_shift` s makes the
  /// radix of Montgomery's form 2^(256 + s). Costs about 0.1 us for each of
  /// windows_of(bits) 2^(bits - 1) entries, and memory as octets() says.
  static Table make(const Point& point, unsigned bits, unsigned radix_shift);

  unsigned bits() const { return bits_; }
  unsigned windows() const { return windows_of(bits_); }
  /// What is added to k / 2 modulo n to get K: (2^L - 1) / 2 modulo n.
  const Number& digit_offset() const { return offset_; }
  std::size_t octets() const { return entries_.size() * sizeof(Entry); }
  /// (2 i + 1) 2^(bits window) times the point.
  const Entry& entry(unsigned window, std::size_t i) const {
    return entries_[(std::size_t{window} << (bits_ - 1)) + i];
  }

 private:
  explicit Table(unsigned bits);

  unsigned bits_;
  Number offset_;
  std::vector<Entry> entries_;
};

/// The same entries in rows: for each window and each of the eight words of an entry, that word of
/// every entry. All of a window is read to select one, so that no address is secret. Immutable.
class SecretTable {
 public:
  static SecretTable make(const Table& table);

  unsigned bits() const { return bits_; }
  unsigned windows() const { return windows_of(bits_); }
  const Number& digit_offset() const { return offset_; }
  std::size_t entries() const { return std::size_t{1} << (bits_ - 1); }
  /// Eight rows of entries() words; aligned to a line of the cache from 8 entries on.
  const Limb* rows(unsigned window) const {
    return lines_[std::size_t{window} << (bits_ - 1)].words;
  }

 private:
  explicit SecretTable(const Table& table)
      : bits_(table.bits()),
        offset_(table.digit_offset()),
        lines_(std::size_t{table.windows()} << (table.bits() - 1)) {}

  unsigned bits_;
  Number offset_;
  std::vector<Entry> lines_;
};

}  // namespace vouch::p256
