// Every kind of RDATA field; the rows of types.def are made of these. Each is defined in one file
// of this folder.
#pragma once

#include "vouch/rr/field/field.hpp"

namespace vouch::rr {

// Numbers (basic/number.cpp).
extern const Field u8;
extern const Field u16;
extern const Field u32;
extern const Field u64;
extern const Field u48;
extern const Field octal_u16;   ///< Chaosnet addresses
extern const Field soa_serial;  ///< u32 with dig's comment
extern const Field period;      ///< u32 seconds, read also as 1h30m: SOA timers
extern const Field ttl;         ///< u32 seconds, read also as 1h30m
extern const Field rrsig_time;  ///< u32, as YYYYMMDDHHMMSS

// Numbers of registries (basic/registered.cpp).
extern const Field rr_type;             ///< printed as mnemonic
extern const Field algorithm;           ///< read as mnemonic too, printed as number
extern const Field digest_type;         ///< read as mnemonic too, printed as number
extern const Field algorithm_mnemonic;  ///< printed as mnemonic
extern const Field cert_type;           ///< printed as mnemonic (RFC 4398)
extern const Field dsync_scheme;        ///< printed as mnemonic (RFC 9859)
extern const Field tsig_error;          ///< u16, printed as mnemonic (RFC 8945)

// Names (basic/name.cpp).
extern const Field
    name_compressed;  ///< RFC 1035 types: written compressed, read compressed, lower-cased
extern const Field name_expanded;  ///< RFC 3597 section 4: read compressed, lower-cased
extern const Field name_lowered;   ///< RFC 4034 section 6.2: lower-cased only
extern const Field name_opaque;    ///< as it is
extern const Field names_opaque;   ///< the rest: no, one or more names as they are

// Addresses and identifiers (basic/address.cpp).
extern const Field ipv4;
extern const Field ipv6;
extern const Field eui48;
extern const Field eui64;
extern const Field locator64;  ///< NID and L64: four groups of hexadecimal digits (RFC 6742)

// Character strings (basic/string.cpp).
extern const Field string;           ///< one, printed in quotes
extern const Field string_optional;  ///< none or one: ISDN's subaddress
extern const Field strings;          ///< the rest: one or more

// Encoded octets (basic/encoded.cpp).
extern const Field base64;           ///< the rest: one octet or more
extern const Field base64_optional;  ///< the rest
extern const Field base64_or_dash;   ///< the rest, `-` where empty: DOA
extern const Field signature;        ///< the rest; an empty one has no text of its own: RRSIG
extern const Field
    public_key;  ///< the rest of DNSKEY and its like, with dig's comment of role and key tag
extern const Field key_or_none;  ///< public_key of KEY, which may be empty
extern const Field dhcid;        ///< base64, with dig's comment on its parts (RFC 4701)
extern const Field hex;          ///< the rest: one octet or more
extern const Field hex_or_none;  ///< the rest
extern const Field salt;         ///< a length octet, then hex, `-` where empty: NSEC3
extern const Field next_hash;    ///< a length octet, then base32hex: NSEC3
extern const Field
    counted_base64;         ///< two length octets, then base64; the length is printed: TKEY, TSIG
extern const Field opaque;  ///< the rest in the generic form of RFC 3597: NULL, OPT

// Type bitmaps (basic/bitmap.cpp).
extern const Field type_bitmap;          ///< the rest: one type or more: NSEC
extern const Field type_bitmap_or_none;  ///< the rest: NSEC3, CSYNC

// Types of long ago (historic/).
extern const Field wks_ports;     ///< WKS: protocol and ports (RFC 1035 section 3.4.2)
extern const Field nxt_bitmap;    ///< NXT (RFC 2535 section 5.2)
extern const Field nsap;          ///< NSAP: 0x and hex (RFC 1706)
extern const Field a6;            ///< A6: prefix length, suffix, prefix name (RFC 2874)
extern const Field atm_address;   ///< ATMA: format and address
extern const Field psdn_address;  ///< X25: a string of four digits or more (RFC 1183)

// Parts with rules of their own, a file each.
extern const Field svc_params;        ///< SVCB, HTTPS (RFC 9460)
extern const Field loc;               ///< LOC, the whole RDATA (RFC 1876)
extern const Field apl;               ///< APL, the whole RDATA (RFC 3123)
extern const Field ipseckey_gateway;  ///< by the type in the second octet of the RDATA (RFC 4025)
extern const Field amtrelay_gateway;  ///< discovery bit and type octet, and the relay (RFC 8777)
extern const Field hip;  ///< lengths, algorithm, HIT and public key; names_opaque follow (RFC 8005)
extern const Field caa_tag;     ///< CAA (RFC 8659)
extern const Field caa_value;   ///< the rest, printed in quotes
extern const Field uri_target;  ///< the rest, printed in quotes (RFC 7553)

}  // namespace vouch::rr
