// NSEC3 hashes of many names of one chain (RFC 5155 section 5), several at once in the processor's
// vectors, for signing and checking whole zones. One name is hashed with nsec3_hash().
#pragma once

#include <span>

#include "vouch/base/kernel.hpp"
#include "vouch/crypto/digest.hpp"

namespace vouch {

/// The hash of every name, in their order, into `hashes`, of which there are as many. The salt has
/// at most 255 octets; the caller bounds the iterations. Several threads may share the work by
/// calling this for parts of the names.
void nsec3_hashes(std::span<const NameView> names, std::uint16_t iterations, OctetView salt,
                  std::span<Nsec3Hash> hashes, Kernel kernel = Kernel::best);

}  // namespace vouch
