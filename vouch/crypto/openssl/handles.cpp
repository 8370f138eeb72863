#include "vouch/crypto/openssl/handles.hpp"

#include <string>

namespace vouch::openssl {

Error failure(std::string_view what) {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  std::string detail(what);
  if (reason != nullptr) detail += std::string(": ") + reason;
  return fail(ErrorCode::crypto_failure, std::move(detail));
}

}  // namespace vouch::openssl
