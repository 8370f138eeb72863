// IfmaLanes and its functions, compiled for processors with AVX-512 IFMA, BMI2 and ADX; reached
// through functions_of() only.
#if defined(__x86_64__)

#include <hwy/base.h>
#include <immintrin.h>

#include "vouch/crypto/p256/form.hpp"
#include "vouch/crypto/p256/lanes/adx_lanes.hpp"
#include "vouch/crypto/p256/residue.hpp"
#include "vouch/crypto/p256/table.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 warns of its own intrinsics.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

// Not for what is above: functions in headers that others include must not need them.
HWY_PUSH_ATTRIBUTES("avx512f,avx512vl,avx512dq,avx512bw,avx512ifma")

#include "vouch/crypto/p256/lanes/ifma_lanes.hpp"
#include "vouch/crypto/p256/multiples.hpp"

HWY_POP_ATTRIBUTES

namespace vouch::p256 {

// For residues a 2^260 = t 2^256 the inverses wanted are 2^260 / a = 2^256 / t times 2^8, in the
// radix 2^256 the product with the form of 2^8.
void invert_eight(Number* numbers) {
  constexpr std::size_t count = 8;
  constexpr Number factor = Field::to_form({{256, 0, 0, 0}});
  Number before[count];
  Number product = numbers[0];
  for (std::size_t i = 1; i < count; ++i) {
    before[i] = product;
    product = AdxLanes::multiply(product, numbers[i]);
  }
  Number inverse = AdxLanes::multiply(AdxLanes::invert(product), factor);
  for (std::size_t i = count - 1; i > 0; --i) {
    const Number own = AdxLanes::multiply(inverse, before[i]);
    inverse = AdxLanes::multiply(inverse, numbers[i]);
    numbers[i] = own;
  }
  numbers[0] = inverse;
}

constexpr Functions functions_of_ifma = functions_by<IfmaLanes>;
const Functions ifma_functions = functions_of_ifma;

}  // namespace vouch::p256

#endif
