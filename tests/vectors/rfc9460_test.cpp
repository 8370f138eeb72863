// RFC 9460 appendix D: SVCB and HTTPS in presentation form, generic form and on the wire, and what
// must be refused.
#include <gtest/gtest.h>

#include "vouch/base/encoding.hpp"
#include "vouch/rr/rdata.hpp"

using namespace vouch;

namespace {

struct Vector {
  const char* figure;
  RRType type;
  const char* text;
  const char* printed;  ///< what is printed, where it is not `text`
  const char* wire;
};

constexpr Vector vectors[] = {
    {"2", RRType::HTTPS, "0 foo.example.com.", nullptr, "0000 03666f6f076578616d706c6503636f6d00"},
    {"3", RRType::SVCB, "1 .", nullptr, "0001 00"},
    {"4", RRType::SVCB, "16 foo.example.com. port=53", nullptr,
     "0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035"},
    {"5", RRType::SVCB, "1 foo.example.com. key667=hello", "1 foo.example.com. key667=\"hello\"",
     "0001 03666f6f076578616d706c6503636f6d00 029b 0005 68656c6c6f"},
    {"6", RRType::SVCB, "1 foo.example.com. key667=\"hello\\210qoo\"", nullptr,
     "0001 03666f6f076578616d706c6503636f6d00 029b 0009 68656c6c6fd2716f6f"},
    {"7", RRType::SVCB, "1 foo.example.com. ipv6hint=\"2001:db8::1,2001:db8::53:1\"",
     "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1",
     "0001 03666f6f076578616d706c6503636f6d00 0006 0020"
     "20010db8000000000000000000000001 20010db8000000000000000000530001"},
    {"8", RRType::SVCB, "1 example.com. ipv6hint=\"2001:db8:122:344::192.0.2.33\"",
     "1 example.com. ipv6hint=2001:db8:122:344::c000:221",
     "0001 076578616d706c6503636f6d00 0006 0010 20010db8012203440000 0000c0000221"},
    {"9", RRType::SVCB,
     "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
     "16 foo.example.org. mandatory=alpn,ipv4hint alpn=\"h2,h3-19\" ipv4hint=192.0.2.1",
     "0010 03666f6f076578616d706c65036f726700 0000 0004 0001 0004"
     "0001 0009 02 6832 05 68332d3139 0004 0004 c0000201"},
    {"10 in quotes", RRType::SVCB, "16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\"", nullptr,
     "0010 03666f6f076578616d706c65036f726700 0001 000c 08 665c6f6f2c626172 02 6832"},
    {"10 with decimal escapes", RRType::SVCB, "16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2",
     "16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\"",
     "0010 03666f6f076578616d706c65036f726700 0001 000c 08 665c6f6f2c626172 02 6832"},
};

Octets wire_of(const Vector& vector) {
  std::string digits;
  for (const char* c = vector.wire; *c != 0; ++c) {
    if (*c != ' ') digits += *c;
  }
  return *base16_octets(digits);
}

void expect_refused(const char* text, const char* why) {
  const auto read = parse_rdata_text(RRType::SVCB, RRClass::IN, text);
  ASSERT_FALSE(read.ok()) << text;
  EXPECT_NE(read.error().detail.find(why), std::string::npos)
      << text << ": " << read.error().detail;
}

}  // namespace

TEST(Rfc9460, appendix_d_text_becomes_wire) {
  for (const Vector& vector : vectors) {
    const auto read = parse_rdata_text(vector.type, RRClass::IN, vector.text);
    ASSERT_TRUE(read.ok()) << "figure " << vector.figure << ": " << read.error().message();
    EXPECT_EQ(base16_text(*read), base16_text(wire_of(vector))) << "figure " << vector.figure;
  }
}

TEST(Rfc9460, appendix_d_wire_becomes_text) {
  for (const Vector& vector : vectors) {
    const Octets wire = wire_of(vector);
    ASSERT_TRUE(check_rdata(vector.type, RRClass::IN, wire).ok()) << "figure " << vector.figure;
    EXPECT_EQ(rdata_text(vector.type, RRClass::IN, wire),
              vector.printed != nullptr ? vector.printed : vector.text);
  }
}

TEST(Rfc9460, appendix_d_generic_form_is_the_same) {
  for (const Vector& vector : vectors) {
    const Octets wire = wire_of(vector);
    const std::string generic =
        "\\# " + std::to_string(wire.size()) + " " + base16_text(wire, LetterCase::lower);
    const auto read = parse_rdata_text(vector.type, RRClass::IN, generic);
    ASSERT_TRUE(read.ok()) << "figure " << vector.figure << ": " << read.error().message();
    EXPECT_EQ(*read, wire);
  }
}

TEST(Rfc9460, figure_11_a_key_twice) {
  expect_refused("1 foo.example.com. key123=abc key123=def", "key123 stands twice");
}

TEST(Rfc9460, figure_12_values_that_must_not_be_empty) {
  expect_refused("1 foo.example.com. mandatory", "mandatory needs a value");
  expect_refused("1 foo.example.com. alpn", "alpn needs a value");
  expect_refused("1 foo.example.com. port", "port needs a value");
  expect_refused("1 foo.example.com. ipv4hint", "ipv4hint needs a value");
  expect_refused("1 foo.example.com. ipv6hint", "ipv6hint needs a value");
}

TEST(Rfc9460, figure_13_no_default_alpn_with_a_value) {
  expect_refused("1 foo.example.com. no-default-alpn=abc", "no-default-alpn has no value");
}

TEST(Rfc9460, figure_14_a_mandatory_key_that_is_absent) {
  expect_refused("1 foo.example.com. mandatory=key123", "mandatory lists key123, which is absent");
}

TEST(Rfc9460, figure_15_mandatory_lists_itself) {
  expect_refused("1 foo.example.com. mandatory=mandatory", "mandatory must not list itself");
}

TEST(Rfc9460, figure_16_a_mandatory_key_twice) {
  expect_refused("1 foo.example.com. mandatory=key123,key123 key123=abc",
                 "mandatory lists its keys in ascending order, once");
}
