// Multiples of points by tables, as sums of one entry for each window; the functions of a form. For
// vouch/crypto/p256 only.
#pragma once

#include "vouch/crypto/p256/form.hpp"
#include "vouch/crypto/p256/sums.hpp"

namespace vouch::p256 {

inline constexpr std::size_t limbs_of_multiple = limb_count + 1;

/// The terms of PublicSums: every window of every table.
template <typename Lanes>
struct PublicTerms {
  const PublicSums& sums;
  unsigned count;

  explicit PublicTerms(const PublicSums& given) : sums(given), count(0) {
    for (const Table* table : given.tables) count += table->windows();
  }

  void load(std::size_t group, unsigned term, typename Lanes::Element& x,
            typename Lanes::Element& y) const {
    // The entries of groups to come are far away in memory.
    constexpr std::size_t ahead = 32 / Lanes::lanes;
    std::size_t which = 0;
    for (; term >= sums.tables[which]->windows(); ++which) term -= sums.tables[which]->windows();
    const Table& table = *sums.tables[which];
    if (group + ahead < sums.groups)
      Lanes::prefetch(table, term, digit(which, group + ahead, term));
    Lanes::load(table, term, digit(which, group, term), x, y);
  }

 private:
  typename Lanes::Words digit(std::size_t which, std::size_t group, unsigned window) const {
    const Limb* const from =
        sums.multiples + (which * sums.groups + group) * limbs_of_multiple * Lanes::lanes;
    return Lanes::digit(from, window, sums.tables[which]->bits());
  }
};

template <typename Lanes>
struct SecretTerms {
  const SecretSums& sums;
  unsigned count;

  explicit SecretTerms(const SecretSums& given) : sums(given), count(given.table->windows()) {}

  void load(std::size_t group, unsigned term, typename Lanes::Element& x,
            typename Lanes::Element& y) const {
    const Limb* const from = sums.multiples + group * limbs_of_multiple * Lanes::lanes;
    Lanes::select(*sums.table, term, Lanes::digit(from, term, sums.table->bits()), x, y);
  }
};

template <typename Lanes>
void sum_public(const PublicSums& sums, void* room, std::size_t accumulators) {
  Slots<Lanes> slots(room, sums.groups * accumulators);
  for (std::size_t i = 0; i < sums.groups; ++i) sums.marks[i] = 0;
  PublicMarks<Lanes> marks{sums.marks, sums.groups};
  sum_up<Lanes>(PublicTerms<Lanes>(sums), slots, sums.groups, accumulators, marks);
  for (std::size_t i = 0; i < sums.groups; ++i) Lanes::write(slots.x[i], sums.x + i * Lanes::lanes);
}

template <typename Lanes>
void sum_secret(const SecretSums& sums, void* room, std::size_t accumulators) {
  Slots<Lanes> slots(room, sums.groups * accumulators);
  SecretMarks<Lanes> marks;
  sum_up<Lanes>(SecretTerms<Lanes>(sums), slots, sums.groups, accumulators, marks);
  for (std::size_t i = 0; i < sums.groups; ++i) {
    sums.marks[i] = static_cast<std::uint8_t>(marks.mark);
    Lanes::write(slots.x[i], sums.x + i * Lanes::lanes);
  }
}

template <typename Lanes>
inline constexpr Functions functions_by = {
    Lanes::lanes,       Lanes::radix_shift, Slots<Lanes>::octets_of_slot, &Lanes::multiply_in_order,
    &sum_public<Lanes>, &sum_secret<Lanes>};

}  // namespace vouch::p256
