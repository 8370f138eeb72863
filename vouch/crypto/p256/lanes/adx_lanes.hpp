// Products of residues by mulx, adcx and adox (BMI2 and ADX), which keep two carries apart, and
// AdxLanes, the arithmetic of sums.hpp by them. For vouch/crypto/p256 only; x86-64.
#pragma once

#include "vouch/crypto/p256/lanes/scalar_lanes.hpp"

namespace vouch::p256 {

// The sum in five limbs plus one limb of a times b; it stays below 2^320, see Residues::multiply.
#define VOUCH_ADD_ROW(at, t0, t1, t2, t3, t4) \
  "movq " at                                  \
  "(%[left]), %%rdx\n\t"                      \
  "xorl %k[x], %k[x]\n\t"                     \
  "mulxq (%[right]), %[low], %[high]\n\t"     \
  "adcxq %[low], " t0                         \
  "\n\t"                                      \
  "adoxq %[high], " t1                        \
  "\n\t"                                      \
  "mulxq 8(%[right]), %[low], %[high]\n\t"    \
  "adcxq %[low], " t1                         \
  "\n\t"                                      \
  "adoxq %[high], " t2                        \
  "\n\t"                                      \
  "mulxq 16(%[right]), %[low], %[high]\n\t"   \
  "adcxq %[low], " t2                         \
  "\n\t"                                      \
  "adoxq %[high], " t3                        \
  "\n\t"                                      \
  "mulxq 24(%[right]), %[low], %[high]\n\t"   \
  "adcxq %[low], " t3                         \
  "\n\t"                                      \
  "adoxq %[high], " t4                        \
  "\n\t"                                      \
  "adcxq %[x], " t4 "\n\t"

// Adds q p, where q is the lowest limb, which becomes the highest: see Residues::drop_limb.
#define VOUCH_DROP_BY_FIELD(t0, t1, t2, t3, t4) \
  "movq " t0                                    \
  ", %%rdx\n\t"                                 \
  "movq " t0                                    \
  ", %[x]\n\t"                                  \
  "shlq $32, %[x]\n\t"                          \
  "shrq $32, " t0                               \
  "\n\t"                                        \
  "mulxq 24(%[modulus]), %[low], %[high]\n\t"   \
  "addq %[x], " t1                              \
  "\n\t"                                        \
  "adcq " t0 ", " t2                            \
  "\n\t"                                        \
  "adcq %[low], " t3                            \
  "\n\t"                                        \
  "adcq %[high], " t4                           \
  "\n\t"                                        \
  "movl $0, %%edx\n\t"                          \
  "movq %%rdx, " t0                             \
  "\n\t"                                        \
  "adcq %%rdx, " t0 "\n\t"

// The same for n, where q is the lowest limb times -1 / n.
#define VOUCH_DROP_BY_ORDER(t0, t1, t2, t3, t4) \
  "movq " t0                                    \
  ", %%rdx\n\t"                                 \
  "imulq %[inverse], %%rdx\n\t"                 \
  "xorl %k[x], %k[x]\n\t"                       \
  "mulxq (%[modulus]), %[low], %[high]\n\t"     \
  "adcxq %[low], " t0                           \
  "\n\t"                                        \
  "adoxq %[high], " t1                          \
  "\n\t"                                        \
  "mulxq 8(%[modulus]), %[low], %[high]\n\t"    \
  "adcxq %[low], " t1                           \
  "\n\t"                                        \
  "adoxq %[high], " t2                          \
  "\n\t"                                        \
  "mulxq 16(%[modulus]), %[low], %[high]\n\t"   \
  "adcxq %[low], " t2                           \
  "\n\t"                                        \
  "adoxq %[high], " t3                          \
  "\n\t"                                        \
  "mulxq 24(%[modulus]), %[low], %[high]\n\t"   \
  "adcxq %[low], " t3                           \
  "\n\t"                                        \
  "adoxq %[high], " t4                          \
  "\n\t"                                        \
  "adcxq %[x], " t4                             \
  "\n\t"                                        \
  "adcxq %[x], " t0                             \
  "\n\t"                                        \
  "adoxq %[x], " t0 "\n\t"

// The statement that makes `out` a b / 2^256. It reads memory through registers, so that there are
// enough of them; the compiler is told by "volatile" and "memory" that it must not be moved or
// shared.
#define VOUCH_PRODUCT(residues, factor, drop) \
  asm volatile("movq (%[left]), %%rdx\n\t" \
  "xorl %k[t4], %k[t4]\n\t" \
  "mulxq (%[right]), %[t0], %[t1]\n\t" \
  "mulxq 8(%[right]), %[low], %[t2]\n\t" \
  "addq %[low], %[t1]\n\t" \
  "mulxq 16(%[right]), %[low], %[t3]\n\t" \
  "adcq %[low], %[t2]\n\t" \
  "mulxq 24(%[right]), %[low], %[high]\n\t" \
  "adcq %[low], %[t3]\n\t" \
  "adcq %[high], %[t4]\n\t" \
  drop("%[t0]", "%[t1]", "%[t2]", "%[t3]", "%[t4]") \
  VOUCH_ADD_ROW("8", "%[t1]", "%[t2]", "%[t3]", "%[t4]", "%[t0]") \
  drop("%[t1]", "%[t2]", "%[t3]", "%[t4]", "%[t0]") \
  VOUCH_ADD_ROW("16", "%[t2]", "%[t3]", "%[t4]", "%[t0]", "%[t1]") \
  drop("%[t2]", "%[t3]", "%[t4]", "%[t0]", "%[t1]") \
  VOUCH_ADD_ROW("24", "%[t3]", "%[t4]", "%[t0]", "%[t1]", "%[t2]") \
  drop("%[t3]", "%[t4]", "%[t0]", "%[t1]", "%[t2]") \
  "movq %[t4], %[low]\n\t" \
  "subq (%[modulus]), %[low]\n\t" \
  "movq %[t0], %[high]\n\t" \
  "sbbq 8(%[modulus]), %[high]\n\t" \
  "movq %[t1], %%rdx\n\t" \
  "sbbq 16(%[modulus]), %%rdx\n\t" \
  "movq %[t2], %[x]\n\t" \
  "sbbq 24(%[modulus]), %[x]\n\t" \
  "sbbq $0, %[t3]\n\t" \
  "cmovcq %[t4], %[low]\n\t" \
  "cmovcq %[t0], %[high]\n\t" \
  "cmovcq %[t1], %%rdx\n\t" \
  "cmovcq %[t2], %[x]" \
  : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4), \
  [low] "=&r"(out.limbs[0]), [high] "=&r"(out.limbs[1]), "=&d"(out.limbs[2]), \
  [x] "=&r"(out.limbs[3]) \
  : [left] "r"(a.limbs), [right] "r"(b.limbs), [modulus] "r"(residues::modulus.limbs), \
  [inverse] factor : "cc", "memory")

/// As Field::multiply.
inline Number multiply_in_field_by_adx(const Number& a, const Number& b) {
  Limb t0, t1, t2, t3, t4;
  Number out;
  VOUCH_PRODUCT(Field, "i"(0), VOUCH_DROP_BY_FIELD);
  return out;
}

/// As Order::multiply.
inline Number multiply_in_order_by_adx(const Number& a, const Number& b) {
  Limb t0, t1, t2, t3, t4;
  Number out;
  VOUCH_PRODUCT(Order, "r"(OrderModulus::negative_inverse), VOUCH_DROP_BY_ORDER);
  return out;
}

#undef VOUCH_ADD_ROW
#undef VOUCH_DROP_BY_FIELD
#undef VOUCH_DROP_BY_ORDER
#undef VOUCH_PRODUCT

struct AdxLanes : ScalarLanes {
  /// As Field::subtract.
  static Number difference(const Number& a, const Number& b) {
    Number out = a;
    Limb low, high;
    asm("subq (%[b]), %[t0]\n\t"
        "sbbq 8(%[b]), %[t1]\n\t"
        "sbbq 16(%[b]), %[t2]\n\t"
        "sbbq 24(%[b]), %[t3]\n\t"
        "sbbq %[low], %[low]\n\t"
        "movq %[top], %[high]\n\t"
        "andq %[low], %[high]\n\t"
        "addq %[low], %[t0]\n\t"
        "movl %k[low], %k[low]\n\t"
        "adcq %[low], %[t1]\n\t"
        "adcq $0, %[t2]\n\t"
        "adcq %[high], %[t3]"
        : [t0] "+&r"(out.limbs[0]), [t1] "+&r"(out.limbs[1]), [t2] "+&r"(out.limbs[2]),
          [t3] "+&r"(out.limbs[3]), [low] "=&r"(low), [high] "=&r"(high)
        : [b] "r"(b.limbs), [top] "r"(Field::modulus.limbs[3]), "m"(b)
        : "cc");
    return out;
  }
  static Number coordinate(const Number& a, const Number& b) { return difference(a, b); }
  static Number coordinate(const Number& a, const Number& b, const Number& c) {
    return difference(difference(a, b), c);
  }
  static Number multiply(const Number& a, const Number& b) {
    return multiply_in_field_by_adx(a, b);
  }
  static Number square(const Number& a) { return multiply_in_field_by_adx(a, a); }
  static Number invert(const Number& a) { return inverse_in_field<AdxLanes>(a); }
  static Number multiply_in_order(const Number& a, const Number& b) {
    return multiply_in_order_by_adx(a, b);
  }
};

}  // namespace vouch::p256
