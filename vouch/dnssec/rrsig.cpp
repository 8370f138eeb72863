#include "vouch/dnssec/rrsig.hpp"

#include <algorithm>
#include <array>

#include "vouch/base/ascii.hpp"
#include "vouch/base/serial.hpp"
#include "vouch/base/wire_writer.hpp"

namespace vouch {
namespace {

constexpr std::size_t fixed_octets = 18;  // of an RRSIG's RDATA, before the signer's name

std::uint8_t* put_u16(std::uint8_t* at, std::uint16_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
  return at + 2;
}

std::uint8_t* put_u32(std::uint8_t* at, std::uint32_t value) {
  return put_u16(put_u16(at, static_cast<std::uint16_t>(value >> 16)),
                 static_cast<std::uint16_t>(value));
}

std::uint8_t* put_lowered(std::uint8_t* at, OctetView octets) {
  return std::transform(octets.begin(), octets.end(), at, lower_ascii);
}

std::uint8_t* put_fixed(std::uint8_t* at, const rr::Rrsig& rrsig) {
  at = put_u16(at, static_cast<std::uint16_t>(rrsig.type_covered));
  *at++ = static_cast<std::uint8_t>(rrsig.algorithm);
  *at++ = rrsig.labels;
  at = put_u32(at, rrsig.original_ttl.seconds);
  at = put_u32(at, rrsig.expiration);
  at = put_u32(at, rrsig.inception);
  return put_u16(at, rrsig.key_tag);
}

// Owner, type, class and original TTL: what every record of the signed octets begins with.
struct RecordFront {
  std::array<std::uint8_t, NameView::max_octets + 2 + 8> octets;
  std::size_t size = 0;

  OctetView view() const { return OctetView(octets).first(size); }
};

RecordFront record_front(const rr::Rrsig& rrsig, RRsetView rrset) {
  RecordFront front;
  std::uint8_t* at = front.octets.data();
  NameView owner = rrset.owner;
  if (rrsig.labels < rrsig_labels(owner)) {
    *at++ = 1;
    *at++ = '*';
    owner = owner.suffix(rrsig.labels);
  }
  at = put_lowered(at, owner.wire());
  at = put_u16(at, static_cast<std::uint16_t>(rrset.type));
  at = put_u16(at, static_cast<std::uint16_t>(rrset.rrclass));
  at = put_u32(at, rrsig.original_ttl.seconds);
  front.size = static_cast<std::size_t>(at - front.octets.data());
  return front;
}

// Canonical RDATA is as long as what it is made of, so the length before each RDATA holds for both.
void append_records(Octets& to, OctetView front, RRsetView rrset) {
  const bool lowered = has_lowered_names(rrset.type);
  for (const OctetView rdata : rrset.rdatas) {
    append_octets(to, front);
    WireWriter(to).u16(static_cast<std::uint16_t>(rdata.size()));
    if (lowered) {
      append_canonical_rdata(to, rrset.type, rrset.rrclass, rdata);
    } else {
      append_octets(to, rdata);
    }
  }
}

}  // namespace

Result<void> append_signed_octets(Octets& to, const rr::Rrsig& rrsig, RRsetView rrset) {
  if (rrsig.labels > rrsig_labels(rrset.owner)) {
    return fail(ErrorCode::bad_rdata, "the RRSIG's Labels field is " +
                                          std::to_string(rrsig.labels) + ", more than " +
                                          rrset.owner.text() + " has");
  }
  const RecordFront front = record_front(rrsig, rrset);
  const std::size_t before = to.size();
  to.reserve(before + fixed_octets + rrsig.signer.size() + rrset.rdatas.packed().size() +
             rrset.size() * front.size);
  to.resize(before + fixed_octets + rrsig.signer.size());
  put_lowered(put_fixed(to.data() + before, rrsig), rrsig.signer.wire());
  append_records(to, front.view(), rrset);
  return {};
}

std::uint8_t rrsig_labels(NameView owner) {
  return static_cast<std::uint8_t>(owner.label_count() - (owner.is_wildcard() ? 1 : 0));
}

Result<void> append_unsigned_rrsig(Octets& to, RRsetView rrset, Algorithm algorithm,
                                   std::uint16_t key_tag, NameView signer, SignatureSpan span,
                                   Octets& scratch) {
  rr::Rrsig rrsig;
  rrsig.type_covered = rrset.type;
  rrsig.algorithm = algorithm;
  rrsig.labels = rrsig_labels(rrset.owner);
  rrsig.original_ttl = rrset.ttl;
  rrsig.expiration = span.expiration.to_wire();
  rrsig.inception = span.inception.to_wire();
  rrsig.key_tag = key_tag;
  rrsig.signer = signer;
  scratch.clear();
  VOUCH_CHECK(append_signed_octets(scratch, rrsig, rrset));

  const std::size_t before = to.size();
  to.resize(before + fixed_octets);
  put_fixed(to.data() + before, rrsig);
  append_octets(to, signer.wire());
  return {};
}

Result<void> append_rrsig(Octets& to, RRsetView rrset, const SigningKey& key, std::uint16_t key_tag,
                          NameView signer, SignatureSpan span, Octets& scratch) {
  const std::size_t before = to.size();
  VOUCH_CHECK(append_unsigned_rrsig(to, rrset, key.algorithm(), key_tag, signer, span, scratch));
  auto done = key.append_signature(to, scratch);
  if (!done.ok()) to.resize(before);
  return done;
}

Result<Octets> make_rrsig(RRsetView rrset, const SigningKey& key, std::uint16_t key_tag,
                          NameView signer, SignatureSpan span, Octets& scratch) {
  constexpr std::size_t usual_signature = 64;
  Octets rdata;
  rdata.reserve(fixed_octets + signer.size() + usual_signature);
  VOUCH_CHECK(append_rrsig(rdata, rrset, key, key_tag, signer, span, scratch));
  return rdata;
}

TimeCheck check_time(const rr::Rrsig& rrsig, Timestamp now) {
  const Serial inception{rrsig.inception};
  const Serial expiration{rrsig.expiration};
  const Serial moment{now.to_wire()};
  if (!(inception <= expiration)) return TimeCheck::inverted;
  if (!(inception <= moment)) return TimeCheck::not_yet;
  return moment <= expiration ? TimeCheck::within : TimeCheck::expired;
}

FormCheck check_form(const rr::Rrsig& rrsig, RRsetView rrset) {
  if (rrsig.type_covered != rrset.type) return FormCheck::wrong_type_covered;
  if (rrsig.labels > rrsig_labels(rrset.owner)) return FormCheck::wrong_owner_labels;
  if (!rrset.owner.is_at_or_below(rrsig.signer)) return FormCheck::signer_not_ancestor;
  if (rrsig.labels < rrsig_labels(rrsig.signer)) return FormCheck::labels_below_signer;
  return FormCheck::fits;
}

bool check_signature(const rr::Rrsig& rrsig, RRsetView rrset, const PublicKey& key,
                     Octets& scratch) {
  if (key.algorithm() != rrsig.algorithm) return false;
  scratch.clear();
  return append_signed_octets(scratch, rrsig, rrset).ok() && key.verify(scratch, rrsig.signature);
}

bool is_wildcard_expansion(const rr::Rrsig& rrsig, NameView owner) {
  return rrsig.labels < rrsig_labels(owner);
}

}  // namespace vouch
