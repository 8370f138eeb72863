// Typed views of the RDATA that DNSSEC interprets: DNSKEY, DS, RRSIG, NSEC, NSEC3, NSEC3PARAM (RFC
// 4034, RFC 5155), and CDS/CDNSKEY (RFC 7344), which have the forms of DS and DNSKEY.
//
// A view reads octets that somebody else owns; read() checks the form again, so it is safe on any
// octets.
#pragma once

#include "vouch/name/name.hpp"
#include "vouch/rr/rrset.hpp"
#include "vouch/rr/type_bitmap.hpp"

namespace vouch::rr {

struct Dnskey {
  std::uint16_t flags;
  std::uint8_t protocol;
  Algorithm algorithm;
  OctetView key;

  static constexpr std::uint16_t zone_flag = 0x0100;
  static constexpr std::uint16_t revoke_flag = 0x0080;
  static constexpr std::uint16_t sep_flag = 0x0001;

  bool is_zone_key() const { return (flags & zone_flag) != 0; }
  bool is_revoked() const { return (flags & revoke_flag) != 0; }
  bool is_sep() const { return (flags & sep_flag) != 0; }

  static Result<Dnskey> read(OctetView rdata);
  Octets write() const;
};

/// The key tag of the RDATA of DNSKEY, CDNSKEY or KEY (RFC 4034 appendix B, with B.1 for algorithm
/// 1); 0 for fewer than 4 octets.
std::uint16_t dnskey_tag(OctetView rdata);

struct Ds {
  std::uint16_t key_tag;
  Algorithm algorithm;
  DigestType digest_type;
  OctetView digest;

  static Result<Ds> read(OctetView rdata);
  Octets write() const;
};

struct Rrsig {
  RRType type_covered;
  Algorithm algorithm;
  std::uint8_t labels;
  Ttl original_ttl;
  std::uint32_t expiration;  ///< seconds, modulo 2^32 (RFC 4034 section 3.1.5)
  std::uint32_t inception;
  std::uint16_t key_tag;
  NameView signer;
  OctetView signature;

  static Result<Rrsig> read(OctetView rdata);
  Octets write() const;
};

struct Nsec {
  NameView next;
  TypeBitmap types;

  static Result<Nsec> read(OctetView rdata);
};

struct Nsec3 {
  std::uint8_t hash_algorithm;
  std::uint8_t flags;
  std::uint16_t iterations;
  OctetView salt;
  OctetView next_hash;
  TypeBitmap types;

  static constexpr std::uint8_t sha1 = 1;
  static constexpr std::uint8_t opt_out_flag = 0x01;
  bool is_opt_out() const { return (flags & opt_out_flag) != 0; }

  static Result<Nsec3> read(OctetView rdata);
};

struct Nsec3param {
  std::uint8_t hash_algorithm;
  std::uint8_t flags;
  std::uint16_t iterations;
  OctetView salt;

  static Result<Nsec3param> read(OctetView rdata);
  Octets write() const;
};

}  // namespace vouch::rr
