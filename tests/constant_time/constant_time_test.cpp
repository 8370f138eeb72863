// Signs with every form while memcheck takes private key and nonces for undefined: a branch or an
// address that depends on them is an error of memcheck, which is this test's. Run by itself it
// shows only that the signatures are what they should be.
//
// Forms that valgrind cannot run, as those with AVX-512, are not looked at here.
#include <valgrind/memcheck.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "vouch/crypto/p256/nonces.hpp"
#include "vouch/crypto/p256/sign.hpp"

using namespace vouch::p256;

namespace {

constexpr std::size_t count = 19;

template <typename Kind>
void make_secret(Kind& what) {
  VALGRIND_MAKE_MEM_UNDEFINED(&what, sizeof(what));
}
template <typename Kind>
void publish(Kind& what) {
  VALGRIND_MAKE_MEM_DEFINED(&what, sizeof(what));
}

// Whether memcheck sees a branch on a secret at all: without this the test could not fail.
bool sees_secrets(Limb secret) {
  const auto before = VALGRIND_COUNT_ERRORS;
  volatile bool is_odd = false;
  if ((secret & 1) != 0) is_odd = true;
  (void)is_odd;
  return VALGRIND_COUNT_ERRORS > before;
}

bool sign(Form form) {
  const SecretTable table = SecretTable::make(
      Table::make(generator, sign_window_bits(form), functions_of(form).radix_shift));
  Number secret{{0x120f6721, 0x7b8a622b, 0xdb36e89b, 0x12345678}};
  make_secret(secret);

  std::uint8_t hashes[count][number_octets];
  const std::uint8_t* given[count];
  for (std::size_t i = 0; i < count; ++i) {
    std::memset(hashes[i], static_cast<int>(i + 1), number_octets);
    given[i] = hashes[i];
  }
  Number nonces[count];
  for (std::size_t begin = 0; begin < count; begin += NonceLanes::lanes()) {
    const std::size_t some = std::min(NonceLanes::lanes(), count - begin);
    Number drawn[vouch::vectors::most_sha256_lanes];
    Limb fits[vouch::vectors::most_sha256_lanes];
    NonceLanes lanes;
    lanes.start(secret, {given + begin, some}, nullptr);
    lanes.draw(drawn, fits);
    publish(fits);
    for (std::size_t i = 0; i < some; ++i) nonces[begin + i] = drawn[i];
    if (fits[0] == 0) return false;
  }

  std::uint8_t signatures[count][2 * number_octets];
  HashToSign to_sign[count];
  for (std::size_t i = 0; i < count; ++i) to_sign[i] = {hashes[i], signatures[i]};
  BatchSigner signer(form, table, secret);
  signer.sign_with(to_sign, nonces);
  publish(signatures);
  for (const auto& signature : signatures) {
    Number r = read_number(signature);
    if (is_zero(r) == 1) return false;
  }
  return true;
}

}  // namespace

int main() {
  Limb probe = 3;
  make_secret(probe);
  const auto before = VALGRIND_COUNT_ERRORS;
  if (RUNNING_ON_VALGRIND != 0 && !sees_secrets(probe)) {
    std::fputs("memcheck does not see secrets\n", stderr);
    return 1;
  }
  const auto seen = VALGRIND_COUNT_ERRORS - before;
  for (const Form form : {Form::scalar, Form::adx}) {
    if (!has(form)) continue;
    if (!sign(form)) {
      std::fprintf(stderr, "form %d does not sign\n", static_cast<int>(form));
      return 1;
    }
    const auto errors = VALGRIND_COUNT_ERRORS - before - seen;
    if (errors != 0) {
      std::fprintf(stderr, "form %d: %u uses of a secret\n", static_cast<int>(form),
                   static_cast<unsigned>(errors));
      return 1;
    }
  }
  return 0;
}
