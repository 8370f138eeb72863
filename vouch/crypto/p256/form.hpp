// Forms: for which of the processor's instructions the sums of points are compiled, and the
// functions of each form. For vouch/crypto only.
#pragma once

#include <span>

#include "vouch/base/kernel.hpp"
#include "vouch/crypto/p256/table.hpp"

namespace vouch::p256 {

enum class Form : std::uint8_t {
  scalar,  ///< one signature at a time, by instructions that every processor has
  adx,     ///< the same with products by BMI2 and ADX
  ifma,    ///< eight at a time, by AVX-512 IFMA
};

/// Sums of multiples of two points: for each sum u1 P1 + u2 P2 with K1 and K2 as table.hpp makes
/// them of u1 and u2. All are public.
struct PublicSums {
  std::span<const Table* const> tables;  ///< one for each point
  /// For each table and each group of as many sums as the form has lanes, five limbs of K, the
  /// fifth 0, those of the lanes side by side.
  const Limb* multiples;
  std::size_t groups;
  Number* x;            ///< for each sum its x, out of Montgomery's form
  std::uint8_t* marks;  ///< for each group a bit for each lane: where x could not be found this way
};

/// Multiples of the generator by secret numbers; `multiples` and `x` as above.
struct SecretSums {
  const SecretTable* table;
  const Limb* multiples;
  std::size_t groups;
  Number* x;
  std::uint8_t* marks;  ///< as above; no branch depends on them
};

struct Functions {
  std::size_t lanes;
  unsigned radix_shift;  ///< of its tables
  /// Octets of the room that sums need for each group and accumulator.
  std::size_t octets_of_slot;
  Order::Product* multiply_in_order;
  /// `room` is aligned to 64 octets; `accumulators` is a power of two, and not more than there are
  /// windows.
  void (*sum_public)(const PublicSums& sums, void* room, std::size_t accumulators);
  void (*sum_secret)(const SecretSums& sums, void* room, std::size_t accumulators);
};

/// Whether the processor can do it.
bool has(Form form);
/// The best that the processor can; the lowest where the kernel is scalar.
Form best_form(Kernel kernel = Kernel::best);
const Functions& functions_of(Form form);

#if defined(__x86_64__)
extern const Functions ifma_functions;
#endif

}  // namespace vouch::p256
