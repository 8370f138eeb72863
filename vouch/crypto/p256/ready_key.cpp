#include "vouch/crypto/p256/ready_key.hpp"

namespace vouch::p256 {
namespace {

constexpr unsigned few_bits = 5;
constexpr unsigned usual_bits = 8;

template <unsigned bits>
const Table& generator_table_of(Form form) {
  if (functions_of(form).radix_shift == 0) {
    static const Table table = Table::make(generator, bits, 0);
    return table;
  }
  static const Table table = Table::make(generator, bits, functions_of(Form::ifma).radix_shift);
  return table;
}

}  // namespace

const Table& generator_table(Form form, unsigned bits) {
  if (bits <= few_bits) return generator_table_of<few_bits>(form);
  return bits <= usual_bits ? generator_table_of<usual_bits>(form)
                            : generator_table_of<most_window_bits>(form);
}

// Tables of 5 bits cost as much as a few checks without any, those of 8 bits as much as a thousand
// with those of 5, and those of 12 as much as ten thousand with those of 8.
unsigned window_bits_for(std::size_t signatures) {
  constexpr std::size_t few = 32;
  constexpr std::size_t usual = 1024;
  constexpr std::size_t many = 40'000;
  if (signatures < few) return 0;
  if (signatures < usual) return few_bits;
  return signatures < many ? usual_bits : most_window_bits;
}

}  // namespace vouch::p256
