// NSEC records and what one of them says about one name: it matches it, covers it, or shows that it
// is an empty non-terminal (RFC 4034 section 4, RFC 4035 section 5.4, RFC 6840 section 4.1).
//
// Pure predicates over records whose signatures were checked by the caller; whole proofs are in
// denial.hpp.
#pragma once

#include <optional>

#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {

/// One NSEC record. The views are somebody else's.
struct NsecRecord {
  NameView owner;   ///< as signed: `*.` and what follows it where the record came by expansion
  NameView signer;  ///< of the signature that holds
  rr::Nsec nsec;

  bool has(RRType type) const { return nsec.types.contains(type); }
  /// Stands on the parent's side of a zone cut: NS without SOA.
  bool is_parent_side() const { return has(RRType::NS) && !has(RRType::SOA); }
};

/// Why a record is of no use in proofs for a zone.
enum class SpanRefusal : std::uint8_t {
  usable,
  wrong_signer,      ///< signed by another zone than the one that the name is in
  owner_outside,     ///< the owner isn't in the signer's zone
  next_outside,      ///< the next name isn't in the signer's zone
  runs_backwards,    ///< next is not after the owner, and not the apex either
  owner_form,        ///< an NSEC3 owner that isn't one label of base 32 below the apex
  unknown_hash,      ///< an NSEC3 hash algorithm other than SHA-1
  unknown_flags,     ///< NSEC3 flags other than Opt-Out
  next_hash_length,  ///< an NSEC3 next hashed owner that isn't 20 octets
  malformed,         ///< RDATA that can't be read
};

/// A sentence without subject: `is signed by another zone`.
std::string_view text(SpanRefusal refusal);

/// Whether the record may be used in proofs for `zone` (RFC 4034 section 4.1.1).
SpanRefusal check_nsec(const NsecRecord& record, NameView zone);

/// What a usable record says about a name of its zone.
enum class NsecRelation : std::uint8_t {
  none,
  matches,             ///< the name is the owner
  covers,              ///< the name does not exist
  empty_non_terminal,  ///< the name owns nothing and has names below it
  below_cut,           ///< in the span, but below the owner, which is a delegation: says nothing
  below_dname,         ///< in the span, but below the owner, which owns a DNAME: says nothing
};

/// The record must be usable for the zone, and the name at or below it (RFC 4035 section 5.4, RFC
/// 6840 section 4.1).
NsecRelation relation(const NsecRecord& record, NameView zone, NameView name);

/// The closest encloser of a name that the record covers (RFC 4592 section 3.3.1, RFC 7129
/// section 5.5).
NameView closest_encloser(const NsecRecord& record, NameView name);

}  // namespace vouch
