#include "vouch/validate/signature_memory.hpp"

#include <algorithm>
#include <cstring>

#include "vouch/base/wire_writer.hpp"
#include "vouch/crypto/digest.hpp"

namespace vouch {

SignatureMemory::SignatureMemory(std::size_t max_octets)
    : sets_(std::max<std::size_t>(max_octets / sizeof(Set), 1)) {}

// The sizes go first, so that no octet can pass from one part to the next.
SignatureMemory::Digest SignatureMemory::digest_of(OctetView dnskey, OctetView signed_octets,
                                                   OctetView signature) {
  Octets sizes;
  WireWriter writer(sizes);
  for (const OctetView part : {dnskey, signed_octets, signature})
    writer.u32(static_cast<std::uint32_t>(part.size()));
  Digest result{};
  const auto octets = digest(DigestType::sha256, {sizes, dnskey, signed_octets, signature});
  if (octets.ok()) std::copy(octets->begin(), octets->end(), result.begin());
  return result;
}

SignatureMemory::Set& SignatureMemory::set_of(const Digest& digest) {
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return sets_[number % sets_.size()];
}

bool SignatureMemory::holds(const Digest& digest) {
  if (digest == Digest{}) return false;
  Set& set = set_of(digest);
  const auto found = std::find(set.begin(), set.end(), digest);
  if (found == set.end()) return false;
  std::rotate(set.begin(), found, found + 1);
  return true;
}

void SignatureMemory::remember(const Digest& digest) {
  if (digest == Digest{} || holds(digest)) return;
  Set& set = set_of(digest);
  std::rotate(set.begin(), set.end() - 1, set.end());
  set.front() = digest;
}

std::size_t SignatureMemory::size() const {
  std::size_t count = 0;
  for (const Set& set : sets_) {
    count += static_cast<std::size_t>(
        std::count_if(set.begin(), set.end(), [](const Digest& each) { return each != Digest{}; }));
  }
  return count;
}

}  // namespace vouch
