// RRSIG: making and checking one signature over one RRset (RFC 4034 sections 3 and 6, RFC 4035
// section 5.3).
//
// Says whether a signature holds by a given key at a given time; whether the key is trusted, and
// which names a zone may sign, is decided in vouch/validate.
#pragma once

#include "vouch/base/timestamp.hpp"
#include "vouch/crypto/signing_key.hpp"
#include "vouch/rr/rrset.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {

/// Appends what a signature of the RRset covers: the RRSIG's RDATA without the signature, then the
/// RRs in canonical form and order, with the original TTL, and the wildcard's owner where the
/// Labels field says so (RFC 4034 section 3.1.8.1, RFC 4035 section 5.3.2). Errors: bad_rdata (more
/// labels than the owner has).
Result<void> append_signed_octets(Octets& to, const rr::Rrsig& rrsig, RRsetView rrset);

/// Labels of an owner for the Labels field: without the root and a leading `*` (RFC 4034
/// section 3.1.3).
std::uint8_t rrsig_labels(NameView owner);

struct SignatureSpan {
  Timestamp inception;
  Timestamp expiration;
};

/// Makes the RDATA of an RRSIG. `scratch` is reused between calls to save allocations. Errors:
/// crypto_failure.
Result<Octets> make_rrsig(RRsetView rrset, const SigningKey& key, std::uint16_t key_tag,
                          NameView signer, SignatureSpan span, Octets& scratch);

/// The same, behind what `to` holds already; on error `to` is as it was.
Result<void> append_rrsig(Octets& to, RRsetView rrset, const SigningKey& key, std::uint16_t key_tag,
                          NameView signer, SignatureSpan span, Octets& scratch);

/// The same without the signature, whose octets follow; `scratch` becomes the octets to be signed.
/// Errors: bad_rdata, as append_signed_octets.
Result<void> append_unsigned_rrsig(Octets& to, RRsetView rrset, Algorithm algorithm,
                                   std::uint16_t key_tag, NameView signer, SignatureSpan span,
                                   Octets& scratch);

/// The time part of a signature's check (RFC 4035 section 5.3.1), in serial arithmetic.
enum class TimeCheck : std::uint8_t { within, expired, not_yet, inverted };
TimeCheck check_time(const rr::Rrsig& rrsig, Timestamp now);

/// Why a signature can't belong to an RRset and a zone before any cryptography (RFC 4035
/// section 5.3.1).
enum class FormCheck : std::uint8_t {
  fits,
  wrong_owner_labels,   ///< Labels is more than the owner has
  labels_below_signer,  ///< Labels is less than the signer's name has: a wildcard above the zone
  signer_not_ancestor,  ///< the signer's name is not the owner or above it
  wrong_type_covered,
};
FormCheck check_form(const rr::Rrsig& rrsig, RRsetView rrset);

/// Whether the cryptography holds: the octets are signed by the key. Form and time are not looked
/// at, and the caller has chosen the key by its tag; false where its algorithm is not the RRSIG's.
/// `scratch` is reused between calls. Costs one signature check.
bool check_signature(const rr::Rrsig& rrsig, RRsetView rrset, const PublicKey& key,
                     Octets& scratch);

/// Whether the RRset was made by wildcard expansion, as its signature says: Labels is less than the
/// owner's labels (RFC 4035 section 5.3.4).
bool is_wildcard_expansion(const rr::Rrsig& rrsig, NameView owner);

}  // namespace vouch
