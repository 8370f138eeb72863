#include "vouch/crypto/p256/form.hpp"

#if defined(__x86_64__)
#include <cpuid.h>

#include "vouch/crypto/p256/lanes/adx_lanes.hpp"
#endif
#include "vouch/crypto/p256/lanes/scalar_lanes.hpp"
#include "vouch/crypto/p256/multiples.hpp"

namespace vouch::p256 {
namespace {

constexpr Functions scalar_functions = functions_by<ScalarLanes>;

#if defined(__x86_64__)
constexpr Functions adx_functions = functions_by<AdxLanes>;

bool has_adx() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned bmi2_and_adx = 1U << 8 | 1U << 19;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bmi2_and_adx) == bmi2_and_adx;
}

bool has_ifma() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("bmi") && has_adx();
}
#endif

}  // namespace

bool has(Form form) {
#if defined(__x86_64__)
  if (form == Form::ifma) return has_ifma();
  if (form == Form::adx) return has_adx();
#endif
  return form == Form::scalar;
}

Form best_form(Kernel kernel) {
  if (kernel == Kernel::scalar) return Form::scalar;
  if (has(Form::ifma)) return Form::ifma;
  return has(Form::adx) ? Form::adx : Form::scalar;
}

const Functions& functions_of(Form form) {
#if defined(__x86_64__)
  if (form == Form::ifma) return ifma_functions;
  if (form == Form::adx) return adx_functions;
#endif
  (void)form;
  return scalar_functions;
}

}  // namespace vouch::p256
