// Checking every signature and every DS in a collection of records, whole zone or not, with the
// DNSKEYs that are in it (RFC 4035 section 5.3, RFC 4034 section 5).
//
// Says which signatures hold by which keys; no chain of trust is built and no denial is looked at.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "vouch/dnssec/rrsig.hpp"

namespace vouch {

enum class SignatureStatus : std::uint8_t {
  good,
  expired,
  not_yet,
  inverted,     ///< the expiration is before the inception
  wrong,        ///< made over other octets, by another key, or for another place
  no_key,       ///< the records hold no zone key of the signer with that tag and algorithm
  no_records,   ///< the records hold nothing of the type covered
  unsupported,  ///< the algorithm can't be verified here
  too_many,     ///< not checked: the RRset asks for more checks than the limit
};

/// `good`, `expired`, `not yet`, `inverted`, `wrong`, `no key`, `no records`, `unsupported
/// algorithm`, `too many`.
std::string_view text(SignatureStatus status);

/// One RRSIG record.
struct SignatureFinding {
  Name owner;
  RRType type = RRType{0};  ///< covered
  Algorithm algorithm = Algorithm::DELETE;
  std::uint16_t key_tag = 0;
  Name signer;
  Timestamp inception;  ///< nearest to the time of the check
  Timestamp expiration;
  SignatureStatus status = SignatureStatus::wrong;

  bool good() const { return status == SignatureStatus::good; }
};

enum class DsStatus : std::uint8_t {
  matches,
  matches_no_key,
  no_keys,      ///< the records hold no DNSKEY of the DS's owner
  unsupported,  ///< the digest can't be computed here
  too_many,     ///< not checked: the RRset asks for more digests than the limit
};

/// `matches`, `matches no DNSKEY`, `no DNSKEY here`, `unsupported digest`, `too many`.
std::string_view text(DsStatus status);

/// One DS record.
struct DsFinding {
  Name owner;
  std::uint16_t key_tag = 0;
  Algorithm algorithm = Algorithm::DELETE;
  DigestType digest_type{0};
  DsStatus status = DsStatus::no_keys;
  std::optional<std::uint16_t> key_flags;  ///< of the DNSKEY that matches

  /// A DS whose owner's keys are elsewhere, as in a parent zone, is as good as can be told.
  bool good() const { return status == DsStatus::matches || status == DsStatus::no_keys; }
};

struct RRsetCheck {
  std::vector<SignatureFinding> signatures;  ///< in the order of the records
  std::vector<DsFinding> ds;

  bool all_good() const;
};

/// Signature checks, or digests of DNSKEYs, for one RRset where nobody says otherwise: far more
/// than a zone needs, and too few to stop a machine.
constexpr std::size_t usual_checks_per_rrset = 100;

/// Costs one signature check per RRSIG, more where key tags collide, one hash per DS and DNSKEY
/// with its tag; for each RRset at most `checks_per_rrset` of them, the rest is too many.
RRsetCheck check_rrsets(std::span<const Record> records, Timestamp now,
                        std::size_t checks_per_rrset = usual_checks_per_rrset);

}  // namespace vouch
