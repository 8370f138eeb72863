// ReadyKey: a public key of P-256 with the tables by which its signatures are verified. For
// vouch/crypto only.
#pragma once

#include "vouch/crypto/p256/verify.hpp"

namespace vouch::p256 {

/// Tables of the generator are made once for each process, when they are first asked for; may be
/// called by several threads.
const Table& generator_table(Form form, unsigned bits);

/// How wide the windows are that pay for so many signatures; 0 where no table does.
unsigned window_bits_for(std::size_t signatures);

/// Immutable.
class ReadyKey {
 public:
  ReadyKey(const Point& point, unsigned bits, Form form)
      : form_(form),
        of_generator_(&generator_table(form, bits)),
        of_key_(Table::make(point, bits, functions_of(form).radix_shift)) {}

  Form form() const { return form_; }
  const Table& of_generator() const { return *of_generator_; }
  const Table& of_key() const { return of_key_; }
  /// Without those of the generator, which all keys share.
  std::size_t octets() const { return sizeof(ReadyKey) + of_key_.octets(); }

 private:
  Form form_;
  const Table* of_generator_;
  Table of_key_;
};

}  // namespace vouch::p256
