#include "vouch/rr/rdata.hpp"

#include <gtest/gtest.h>

#include "vouch/base/encoding.hpp"

namespace vouch {
namespace {

using namespace std::string_view_literals;

Octets octets(std::string_view text) { return {octets_of(text).begin(), octets_of(text).end()}; }

// A message of a header, the name example.com. at octet 12, and RDATA.
struct Message {
  explicit Message(std::string_view rdata)
      : octets_(octets("............\7example\3com\0"sv)), start(octets_.size()) {
    append_octets(octets_, octets_of(rdata));
  }

  Result<Octets> read(RRType type, RRClass rrclass = RRClass::IN) {
    WireReader reader(octets_, start);
    Octets rdata;
    VOUCH_CHECK(read_rdata(reader, octets_.size() - start, type, rrclass, rdata));
    return rdata;
  }

  Octets octets_;
  std::size_t start;
};

ErrorCode code_of(const Result<Octets>& result) {
  return result.ok() ? ErrorCode::verify_failed : result.error().code;
}

// RFC 3597 section 4: the types of RFC 1035, and RP, AFSDB, RT, SIG, PX, NXT, NAPTR, SRV; KX like
// them.
TEST(ReadRdata, expands_compressed_names_of_the_types_of_rfc_3597_section_4) {
  const Octets name = octets("\7example\3com\0"sv);
  for (const RRType type : {RRType::NS, RRType::MD, RRType::MF, RRType::CNAME, RRType::MB,
                            RRType::MG, RRType::MR, RRType::PTR}) {
    EXPECT_EQ(*Message("\xc0\x0c"sv).read(type), name) << text(type);
  }
  for (const RRType type : {RRType::MX, RRType::AFSDB, RRType::RT, RRType::KX}) {
    EXPECT_EQ(*Message("\0\5\xc0\x0c"sv).read(type), octets("\0\5\7example\3com\0"sv))
        << text(type);
  }
  for (const RRType type : {RRType::MINFO, RRType::RP}) {
    EXPECT_EQ(*Message("\xc0\x0c\1x\xc0\x0c"sv).read(type),
              octets("\7example\3com\0\1x\7example\3com\0"sv))
        << text(type);
  }
  EXPECT_EQ(*Message("\0\1\0\2\0\3\xc0\x0c"sv).read(RRType::SRV),
            octets("\0\1\0\2\0\3\7example\3com\0"sv));
  EXPECT_EQ(*Message("\0\1\xc0\x0c\xc0\x0c"sv).read(RRType::PX),
            octets("\0\1\7example\3com\0\7example\3com\0"sv));
  EXPECT_EQ(*Message("\0\1\0\2\0\0\0\xc0\x0c"sv).read(RRType::NAPTR),
            octets("\0\1\0\2\0\0\0\7example\3com\0"sv));
  EXPECT_EQ(*Message("\xc0\x0c\x40"sv).read(RRType::NXT), octets("\7example\3com\0\x40"sv));
}

TEST(ReadRdata, refuses_compressed_names_of_other_types) {
  EXPECT_EQ(code_of(Message("\xc0\x0c"sv).read(RRType::DNAME)), ErrorCode::bad_name);
  EXPECT_EQ(code_of(Message("\xc0\x0c\0\1\x40"sv).read(RRType::NSEC)), ErrorCode::bad_name);
  EXPECT_EQ(code_of(Message("\0\1\xc0\x0c"sv).read(RRType::SVCB)), ErrorCode::bad_name);
  EXPECT_EQ(code_of(Message("\0\1\xc0\x0c"sv).read(RRType::LP)), ErrorCode::bad_name);
  EXPECT_EQ(
      code_of(Message("\0\1\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xc0\x0csig"sv).read(RRType::RRSIG)),
      ErrorCode::bad_name);
}

TEST(ReadRdata, leaves_types_and_classes_without_a_form_as_they_are) {
  EXPECT_EQ(*Message("\xc0\x0c\xff"sv).read(RRType{65280}), octets("\xc0\x0c\xff"sv));
  EXPECT_EQ(*Message("xyz"sv).read(RRType::AAAA, RRClass::CH), octets("xyz"sv));
  EXPECT_EQ(*Message(""sv).read(RRType{65280}), Octets());
}

TEST(ReadRdata, appends_and_moves_the_cursor_behind_the_rdata) {
  Message message("\0\5\xc0\x0cmore"sv);
  WireReader reader(message.octets_, message.start);
  Octets target = {9};
  ASSERT_TRUE(read_rdata(reader, 4, RRType::MX, RRClass::IN, target).ok());
  EXPECT_EQ(target, octets("\x09\0\5\7example\3com\0"sv));
  EXPECT_EQ(reader.offset(), message.start + 4);
}

TEST(ReadRdata, leaves_target_and_cursor_as_they_were_on_error) {
  Message message("\0\5\1a\xc0\xff"sv);
  WireReader reader(message.octets_, message.start);
  Octets target = {9};
  ASSERT_FALSE(read_rdata(reader, 6, RRType::MX, RRClass::IN, target).ok());
  EXPECT_EQ(target, Octets{9});
  EXPECT_EQ(reader.offset(), message.start);
}

TEST(ReadRdata, does_not_read_past_its_length) {
  Message message("\0\5\1a\0"sv);
  for (std::size_t length = 0; length < 5; ++length) {
    WireReader reader(message.octets_, message.start);
    Octets target;
    const auto result = read_rdata(reader, length, RRType::MX, RRClass::IN, target);
    ASSERT_FALSE(result.ok()) << length;
    EXPECT_EQ(result.error().code, ErrorCode::truncated) << length;
  }
  WireReader reader(message.octets_, message.start);
  Octets target;
  EXPECT_EQ(read_rdata(reader, 6, RRType::MX, RRClass::IN, target).error().code,
            ErrorCode::truncated);
}

TEST(ReadRdata, refuses_octets_after_the_last_field) {
  EXPECT_EQ(code_of(Message("\0\5\1a\0x"sv).read(RRType::MX)), ErrorCode::trailing_octets);
  EXPECT_EQ(code_of(Message("\1\2\3\4\5"sv).read(RRType::A)), ErrorCode::trailing_octets);
  EXPECT_EQ(code_of(Message("\1\2\3"sv).read(RRType::A)), ErrorCode::truncated);
}

// RFC 2136 sections 2.4 and 2.5: records of updates stand for RRsets.
TEST(ReadRdata, takes_no_octets_in_classes_any_and_none) {
  EXPECT_TRUE(Message("").read(RRType::A, RRClass::ANY).ok());
  EXPECT_TRUE(Message("").read(RRType::SOA, RRClass::NONE).ok());
  EXPECT_FALSE(Message("").read(RRType::SOA, RRClass::IN).ok());
  EXPECT_FALSE(Message("").read(RRType::TSIG, RRClass::ANY).ok());
}

TEST(CheckRdata, refuses_more_than_65535_octets) {
  EXPECT_TRUE(check_rdata(RRType{65280}, RRClass::IN, Octets(65535)).ok());
  EXPECT_EQ(check_rdata(RRType{65280}, RRClass::IN, Octets(65536)).error().code,
            ErrorCode::too_long);
}

TEST(CheckRdata, refuses_compressed_names) {
  EXPECT_FALSE(check_rdata(RRType::NS, RRClass::IN, octets("\xc0\x00"sv)).ok());
  EXPECT_FALSE(check_rdata(RRType::MX, RRClass::IN, octets("\0\0\1a\xc0\x02"sv)).ok());
}

struct Malformed {
  RRType type;
  std::string_view rdata;
  const char* why;
};

TEST(CheckRdata, refuses_what_the_rfcs_call_malformed) {
  const Malformed all[] = {
      {RRType::TXT, ""sv, "no character string"},
      {RRType::TXT, "\2a"sv, "a string that ends too early"},
      {RRType::HINFO, "\1a"sv, "one string of two"},
      {RRType::ISDN, ""sv, "no address"},
      {RRType::ISDN, "\1a\1b\1c"sv, "three strings"},
      {RRType::X25,
       "\x03"
       "123"sv,
       "three digits"},
      {RRType::X25,
       "\x04"
       "123a"sv,
       "a letter"},
      {RRType::NSEC, "\1a\0"sv, "no bitmap"},
      {RRType::NSEC, "\1a\0\0\1\0"sv, "a bitmap that ends in zero"},
      {RRType::NSEC3, "\1\0\0\0\0\0\0\1\x40"sv, "no next hash"},
      {RRType::NSEC3, "\1\0\0\0\5ab"sv, "a salt that ends too early"},
      {RRType::NSEC3PARAM, "\1\0\0\0\1"sv, "the same"},
      {RRType::NSEC3PARAM, "\1\0\0\0\0x"sv, "octets after the salt"},
      {RRType::DNSKEY, "\1\0\3\x08"sv, "no key"},
      {RRType::DS, "\0\1\x08\2"sv, "no digest"},
      {RRType::SSHFP, "\1\1"sv, "no fingerprint"},
      {RRType::TLSA, "\3\1\1"sv, "no association"},
      {RRType::RRSIG, "\0\1\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv, "no signer"},
      {RRType::KEY, "\0\0\3\x08"sv, "no key, and no flags that say so"},
      {RRType::WKS, "\1\2\3\4"sv, "no protocol"},
      {RRType::A6, "\x81"sv, "a prefix of 129 bits"},
      {RRType::A6, "\x7c\xff\0"sv, "bits of the prefix in the suffix"},
      {RRType::NXT, "\0"sv, "no bitmap"},
      {RRType::NSAP, ""sv, "no address"},
      {RRType::ATMA, "\0"sv, "no address"},
      {RRType::ATMA, "\1x"sv, "a number with a letter"},
      {RRType::EUI48, "12345"sv, "five octets"},
      {RRType::TKEY, "\0\0\0\0\0\0\0\0\0\0\3\0\0\0\2x"sv, "a key that ends too early"},
  };
  for (const Malformed& one : all) {
    EXPECT_FALSE(check_rdata(one.type, RRClass::IN, octets_of(one.rdata)).ok())
        << text(one.type) << ": " << one.why;
  }
}

// Content, not form: the peers carry these too.
TEST(CheckRdata, carries_content_that_makes_no_sense) {
  // RFC 4034 section 3.1.8 names no least length of a signature.
  EXPECT_TRUE(
      check_rdata(RRType::RRSIG, RRClass::IN, octets("\0\1\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv))
          .ok());
  EXPECT_TRUE(check_rdata(RRType::DS, RRClass::IN, octets("\0\1\x08\2short"sv)).ok());
  EXPECT_TRUE(check_rdata(RRType::DNSKEY, RRClass::IN, octets("\0\0\0\0x"sv)).ok());
  EXPECT_TRUE(check_rdata(RRType::KEY, RRClass::IN, octets("\xc0\0\3\x08"sv)).ok());
  EXPECT_TRUE(check_rdata(RRType::NSEC3, RRClass::IN, octets("\x7f\xff\xff\xff\0\1h"sv)).ok());
  EXPECT_TRUE(check_rdata(RRType::GPOS, RRClass::IN, octets("\1x\1y\1z"sv)).ok());
}

TEST(WriteRdata, compresses_the_types_of_rfc_1035_only) {
  Octets message(12);
  WireWriter writer(message);
  NameCompressor compressor;
  compressor.write(writer, *Name::parse("example.com."));
  const auto written = [&](RRType type, std::string_view rdata) {
    const std::size_t before = message.size();
    write_rdata(writer, compressor, type, RRClass::IN, octets_of(rdata));
    return message.size() - before;
  };
  EXPECT_EQ(written(RRType::NS, "\7example\3com\0"sv), 2U);
  EXPECT_EQ(written(RRType::MX, "\0\5\4mail\7example\3com\0"sv), 2U + 5 + 2);
  EXPECT_EQ(
      written(RRType::SOA,
              "\7example\3com\0\1h\7example\3com\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5"sv),
      2U + 4 + 20);
  EXPECT_EQ(written(RRType::SRV, "\0\1\0\2\0\3\7example\3com\0"sv), 6U + 13);
  EXPECT_EQ(written(RRType::DNAME, "\7example\3com\0"sv), 13U);
  EXPECT_EQ(written(RRType::NSEC, "\7example\3com\0\0\1\x40"sv), 13U + 3);
  EXPECT_EQ(written(RRType{65280}, "\7example\3com\0"sv), 13U);
}

// The target of an SRV stands in full; the address record that follows may point at it.
TEST(WriteRdata, lets_later_names_point_into_names_that_are_not_compressed) {
  Octets message(12);
  WireWriter writer(message);
  NameCompressor compressor;
  write_rdata(writer, compressor, RRType::SRV, RRClass::IN,
              octets_of("\0\1\0\2\0\3\4host\7example\0"sv));
  const std::size_t before = message.size();
  compressor.write(writer, *Name::parse("host.example."));
  EXPECT_EQ(message.size() - before, 2U);
}

Octets canonical(RRType type, std::string_view rdata) {
  Octets octets;
  append_canonical_rdata(octets, type, RRClass::IN, octets_of(rdata));
  return octets;
}

// RFC 4034 section 6.2 as amended by RFC 6840 section 5.1.
TEST(CanonicalRdata, lowers_names_of_the_listed_types) {
  for (const RRType type :
       {RRType::NS,    RRType::MD,  RRType::MF,    RRType::CNAME, RRType::SOA,  RRType::MB,
        RRType::MG,    RRType::MR,  RRType::PTR,   RRType::MINFO, RRType::MX,   RRType::RP,
        RRType::AFSDB, RRType::RT,  RRType::SIG,   RRType::PX,    RRType::NXT,  RRType::NAPTR,
        RRType::KX,    RRType::SRV, RRType::DNAME, RRType::A6,    RRType::RRSIG}) {
    EXPECT_TRUE(has_lowered_names(type)) << text(type);
  }
  for (const RRType type :
       {RRType::A, RRType::HINFO, RRType::TXT, RRType::NSEC, RRType::NSEC3, RRType::DS,
        RRType::SVCB, RRType::HTTPS, RRType::LP, RRType::HIP, RRType::TALINK, RRType::IPSECKEY,
        RRType::AMTRELAY, RRType::DSYNC, RRType::NSAP_PTR, RRType{65280}}) {
    EXPECT_FALSE(has_lowered_names(type)) << text(type);
  }
}

TEST(CanonicalRdata, changes_nothing_but_the_names) {
  EXPECT_EQ(canonical(RRType::MX, "AB\1C\3ORG\0"sv), octets("AB\1c\3org\0"sv));
  EXPECT_EQ(canonical(RRType::RP, "\1A\0\1B\0"sv), octets("\1a\0\1b\0"sv));
  EXPECT_EQ(canonical(RRType::NAPTR, "ABCD\1S\1S\1S\1A\0"sv), octets("ABCD\1S\1S\1S\1a\0"sv));
  EXPECT_EQ(canonical(RRType::NSEC, "\1A\0\0\1\x40"sv), octets("\1A\0\0\1\x40"sv));
  EXPECT_EQ(canonical(RRType::A6, "\x70\x41\x42\1C\0"sv), octets("\x70\x41\x42\1c\0"sv));
  EXPECT_EQ(canonical(RRType::RRSIG, "AAAAAAAAAAAAAAAAAA\1Z\0SIG"sv),
            octets("AAAAAAAAAAAAAAAAAA\1z\0SIG"sv));
}

TEST(CompareCanonicalRdata, orders_lowered_names_and_then_by_length) {
  const auto order = [](RRType type, std::string_view left, std::string_view right) {
    return compare_canonical_rdata(type, RRClass::IN, octets_of(left), octets_of(right));
  };
  EXPECT_EQ(order(RRType::NS, "\1A\0"sv, "\1a\0"sv), 0);
  EXPECT_LT(order(RRType::NS, "\1A\0"sv, "\1b\0"sv), 0);
  EXPECT_GT(order(RRType::NS, "\1b\0"sv, "\1A\0"sv), 0);
  // Octets left to right, not the canonical order of names (RFC 4034 section 6.3).
  EXPECT_LT(order(RRType::NS, "\1z\1a\0"sv, "\2aa\1a\0"sv), 0);
  EXPECT_NE(order(RRType::TXT, "\1A"sv, "\1a"sv), 0);
  EXPECT_LT(order(RRType::TXT, "\1a"sv, "\1a\0"sv), 0);
  // The preference of an MX is no text: 0x4141 and 0x6141 differ.
  EXPECT_LT(order(RRType::MX, "AA\1a\0"sv, "aA\1a\0"sv), 0);
}

TEST(ForEachName, finds_names_with_their_offsets) {
  const auto names = [](RRType type, std::string_view rdata) {
    std::string found;
    for_each_name(
        type, RRClass::IN, octets_of(rdata),
        [](void* context, std::size_t offset, NameView name) {
          *static_cast<std::string*>(context) += std::to_string(offset) + name.text() + ' ';
        },
        &found);
    return found;
  };
  EXPECT_EQ(names(RRType::MX, "\0\5\1a\0"sv), "2a. ");
  EXPECT_EQ(names(RRType::MINFO, "\1a\0\1b\0"sv), "0a. 3b. ");
  EXPECT_EQ(names(RRType::A6, "\x78\7\1p\0"sv), "2p. ");
  EXPECT_EQ(names(RRType::A6,
                  "\0"
                  "0123456789abcdef"sv),
            "");
  EXPECT_EQ(names(RRType::A, "\1a\0\0"sv), "");
  EXPECT_EQ(names(RRType{65280}, "\1a\0"sv), "");
}

}  // namespace
}  // namespace vouch
