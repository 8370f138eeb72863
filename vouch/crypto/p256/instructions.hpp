// Which form of the sums a CryptoForm means on this processor. For vouch/crypto only.
#pragma once

#include "vouch/crypto/p256/form.hpp"
#include "vouch/crypto/public_key.hpp"

namespace vouch::p256 {

/// The form, or the best one below it that the processor has.
inline Form instructions_of(CryptoForm form) {
  if (form == CryptoForm::adx && has(Form::adx)) return Form::adx;
  const bool wants_best = form == CryptoForm::best || form == CryptoForm::openssl;
  return best_form(wants_best ? Kernel::best : Kernel::scalar);
}

}  // namespace vouch::p256
