// Choosing among the forms of a function that Highway makes for the instruction sets (N_AVX2::f,
// N_SSE4::f, ...), by what the processor has.
//
// Highway's own HWY_DYNAMIC_DISPATCH does the same, but needs libhwy, which measures the clock
// whenever a program starts: two milliseconds that every `vouch dig` would pay. To be included
// after <hwy/highway.h>.
#pragma once

#include <cstdint>

namespace vouch {

enum class InstructionSet : std::uint8_t { baseline, ssse3, sse4, avx2, avx3 };

/// The best one that the processor has and that functions are compiled for.
inline InstructionSet best_instruction_set() {
#if HWY_ARCH_X86
  if (!__builtin_cpu_supports("ssse3")) return InstructionSet::baseline;
  if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("aes") ||
      !__builtin_cpu_supports("pclmul")) {
    return InstructionSet::ssse3;
  }
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
      !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("fma")) {
    return InstructionSet::sse4;
  }
  const bool has_avx3 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512cd");
  return has_avx3 ? InstructionSet::avx3 : InstructionSet::avx2;
#else
  return InstructionSet::baseline;
#endif
}

}  // namespace vouch

/// The form of `function`, which stands in HWY_NAMESPACE of the namespace in hand, for this
/// processor. To be kept: `static const auto chosen = VOUCH_BY_VECTORS(function);`.
#if HWY_ARCH_X86
#define VOUCH_BY_VECTORS(function)                                                        \
  (::vouch::best_instruction_set() == ::vouch::InstructionSet::avx3   ? &N_AVX3::function \
   : ::vouch::best_instruction_set() == ::vouch::InstructionSet::avx2 ? &N_AVX2::function \
   : ::vouch::best_instruction_set() == ::vouch::InstructionSet::sse4 ? &N_SSE4::function \
   : ::vouch::best_instruction_set() == ::vouch::InstructionSet::ssse3                    \
       ? &N_SSSE3::function                                                               \
       : &HWY_STATIC_DISPATCH(function))
#else
#define VOUCH_BY_VECTORS(function) (&HWY_STATIC_DISPATCH(function))
#endif
