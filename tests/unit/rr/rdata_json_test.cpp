// JSON of RDATA, records and RRsets: one member for each field of the type's row.
#include "vouch/rr/rdata_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace vouch;

namespace {

std::string json_of(RRType type, std::string_view text, RRClass rrclass = RRClass::IN) {
  const auto rdata = parse_rdata_text(type, rrclass, text);
  if (!rdata.ok()) return rdata.error().message();
  return rdata_json(type, rrclass, *rdata).dump();
}

std::uint32_t draw(void* state) {
  auto& number = *static_cast<std::uint32_t*>(state);
  number = number * 1664525U + 1013904223U;
  return number >> 4;
}

}  // namespace

TEST(RdataJson, fields_have_the_names_and_forms_of_the_row) {
  EXPECT_EQ(json_of(RRType::A, "192.0.2.1"), R"({"address":"192.0.2.1"})");
  EXPECT_EQ(json_of(RRType::MX, "10 mail.example."),
            R"({"preference":10,"exchange":"mail.example."})");
  EXPECT_EQ(json_of(RRType::TXT, R"("a b" "say \"x\"" "")"),
            R"({"texts":["a b","say \\\"x\\\"",""]})");
  EXPECT_EQ(json_of(RRType::CAA, R"(0 issue "ca.example; a=b")"),
            R"({"flags":0,"tag":"issue","value":"ca.example; a=b"})");
  EXPECT_EQ(json_of(RRType::NSEC, "b.example. A NS RRSIG TYPE65280"),
            R"({"next":"b.example.","types":["A","NS","RRSIG","TYPE65280"]})");
  EXPECT_EQ(
      json_of(RRType::SVCB, R"(1 . alpn="h2,h3" port=53 key667="a b")"),
      R"({"priority":1,"target":".","params":["alpn=\"h2,h3\"","port=53","key667=\"a b\""]})");
}

TEST(RdataJson, signatures_and_keys_are_base64_without_blanks) {
  EXPECT_EQ(json_of(RRType::DNSKEY, "257 3 13 AQIDBA=="),
            R"({"flags":257,"protocol":3,"algorithm":13,"public_key":"AQIDBA=="})");
  EXPECT_EQ(json_of(RRType::RRSIG, "A 13 2 300 20260101000000 20251201000000 12345 example. AQID"),
            R"({"type_covered":"A","algorithm":13,"labels":2,"original_ttl":300,)"
            R"("expiration":"20260101000000","inception":"20251201000000","key_tag":12345,)"
            R"("signer":"example.","signature":"AQID"})");
}

TEST(RdataJson, rdata_without_a_form_is_hexadecimal) {
  EXPECT_EQ(json_of(RRType{65280}, "\\# 3 010203"), R"({"octets":"010203"})");
  EXPECT_EQ(json_of(RRType::NULL_, "\\# 1 ff"), R"({"octets":"FF"})");
  EXPECT_EQ(json_of(RRType::AAAA, "\\# 1 ff", RRClass::CH), R"({"octets":"FF"})");
  EXPECT_EQ(rdata_json(RRType::NS, RRClass::ANY, {}).dump(), R"({"octets":""})") << "of an update";
}

TEST(RdataJson, a_record_has_its_text_beside_its_fields) {
  const Record record{*Name::parse("a.example."), RRType::A, RRClass::IN, Ttl{300}, {192, 0, 2, 1}};
  EXPECT_EQ(record_json(record).dump(),
            R"({"owner":"a.example.","type":"A","class":"IN","ttl":300,"rdata":"192.0.2.1",)"
            R"("fields":{"address":"192.0.2.1"}})");
}

TEST(RdataJson, an_rrset_has_its_records) {
  RRset rrset(*Name::parse("a.example."), RRType::A, RRClass::IN, Ttl{300});
  rrset.add(Octets{192, 0, 2, 2});
  rrset.add(Octets{192, 0, 2, 1});
  EXPECT_EQ(rrset_json(rrset).dump(),
            R"({"owner":"a.example.","type":"A","class":"IN","ttl":300,"records":[)"
            R"({"rdata":"192.0.2.1","fields":{"address":"192.0.2.1"}},)"
            R"({"rdata":"192.0.2.2","fields":{"address":"192.0.2.2"}}]})");
}

// Bad UTF-8 would make dump() throw.
TEST(RdataJson, is_ascii_for_any_octets_of_any_type) {
  std::uint32_t state = 1;
  for (const TypeRow& row : all_type_rows()) {
    for (int i = 0; i < 50; ++i) {
      Octets rdata;
      append_random_rdata(rdata, row.type, RRClass::IN, draw, &state);
      for (const char c : rdata_json(row.type, RRClass::IN, rdata).dump()) {
        ASSERT_TRUE(c >= 0x20 && c < 0x7f) << text(row.type);
      }
    }
  }
}
