// NSEC3 records and what one of them says about one hash; hashing names under a budget (RFC 5155
// sections 3, 5 and 8, RFC 9276 section 3.2).
//
// Pure predicates over records whose signatures were checked by the caller; whole proofs are in
// denial.hpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "vouch/crypto/digest.hpp"
#include "vouch/dnssec/nsec.hpp"

namespace vouch {

/// One NSEC3 record with its owner's hash. The views are somebody else's.
struct Nsec3Record {
  NameView owner;
  NameView signer;
  rr::Nsec3 nsec3;
  Nsec3Hash hash;  ///< the owner's first label, decoded

  bool has(RRType type) const { return nsec3.types.contains(type); }
  bool is_parent_side() const { return has(RRType::NS) && !has(RRType::SOA); }
  /// Whether both were made with the same iterations and salt (RFC 5155 section 8.2).
  bool is_of_chain(const Nsec3Record& other) const;
};

/// Whether the record may be used in proofs for `zone`, and its hash (RFC 5155 sections 8.1 and
/// 8.2). The iterations are not looked at.
SpanRefusal read_nsec3(NameView owner, NameView signer, const rr::Nsec3& nsec3, NameView zone,
                       Nsec3Record& record);

bool matches(const Nsec3Record& record, const Nsec3Hash& hash);
/// Whether the hash stands strictly between owner and next, around the end of the chain where that
/// is so (RFC 5155 section 8.3). A chain of one record covers every hash but its own.
bool covers(const Nsec3Record& record, const Nsec3Hash& hash);

/// What a hash with this salt costs in blocks of SHA-1: more than iterations + 1 where the salt is
/// long.
unsigned nsec3_price(std::uint16_t iterations, std::size_t salt_octets);

/// How much hashing one client query may cause; never refilled (RFC 9276 section 3.2). One thread.
struct Nsec3Budget {
  unsigned max_price = 51;  ///< of one hash in blocks; dearer chains are not looked at
  unsigned refused_price =
      501;                     ///< at this and above, the zone is not taken for insecure but fails
  unsigned hashes_left = 128;  ///< names
  unsigned hashes_done = 0;
};

/// Hashes names with the parameters of one chain, each name once, drawing on the budget.
class Nsec3Hasher {
 public:
  Nsec3Hasher(std::uint16_t iterations, OctetView salt, Nsec3Budget& budget)
      : iterations_(iterations), salt_(salt), budget_(budget) {}

  /// Nothing where the budget is used up.
  std::optional<Nsec3Hash> hash(NameView name);

 private:
  std::uint16_t iterations_;
  OctetView salt_;
  Nsec3Budget& budget_;
  std::vector<std::pair<Name, Nsec3Hash>> done_;
};

}  // namespace vouch
