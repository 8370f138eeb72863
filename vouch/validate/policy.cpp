#include "vouch/validate/policy.hpp"

#include "vouch/crypto/digest.hpp"
#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/public_key.hpp"

namespace vouch {
namespace {

bool signs_with_sha1(Algorithm algorithm) {
  return algorithm == Algorithm::RSASHA1 || algorithm == Algorithm::NSEC3RSASHA1;
}

}  // namespace

bool Policy::accepts(Algorithm algorithm) const {
  return !(refuse_sha1_signatures && signs_with_sha1(algorithm)) && is_supported(algorithm);
}

bool Policy::accepts(DigestType digest) const {
  return !(refuse_sha1_ds && digest == DigestType::sha1) && is_supported(digest);
}

bool Policy::is_refused_by_library(Algorithm algorithm) const {
  return !(refuse_sha1_signatures && signs_with_sha1(algorithm)) && form_of(algorithm) != nullptr &&
         !is_supported(algorithm);
}

}  // namespace vouch
