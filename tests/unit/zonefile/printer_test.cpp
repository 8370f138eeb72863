// Printed records: one line each, read by everybody.
#include <gtest/gtest.h>

#include "tests/unit/zonefile/reading.hpp"

namespace vouch::test {
namespace {

std::string printed(std::string_view owner, std::uint32_t ttl, RRClass rrclass, RRType type,
                    std::string_view rdata) {
  const auto octets = parse_rdata_text(type, rrclass, rdata);
  if (!octets.ok()) return octets.error().message();
  std::string text;
  append_record_text(text, *Name::parse(owner), Ttl{ttl}, rrclass, type, *octets);
  return text;
}

TEST(Printer, puts_tabs_between_and_the_ttl_in_seconds) {
  EXPECT_EQ(printed("www.example.", 86400, RRClass::IN, RRType::A, "192.0.2.1"),
            "www.example.\t86400\tIN\tA\t192.0.2.1\n");
  EXPECT_EQ(printed(".", 0, RRClass::IN, RRType::NS, "a.example."), ".\t0\tIN\tNS\ta.example.\n");
  EXPECT_EQ(printed(".", 2147483647, RRClass::CH, RRType::TXT, "\"x y\""),
            ".\t2147483647\tCH\tTXT\t\"x y\"\n");
}

TEST(Printer, writes_numbers_for_what_has_no_mnemonic) {
  EXPECT_EQ(printed("a.", 1, RRClass{65280}, RRType{65281}, "\\# 2 0a0b"),
            "a.\t1\tCLASS65280\tTYPE65281\t\\# 2 0A0B\n");
  EXPECT_EQ(printed("a.", 1, RRClass::IN, RRType{65281}, "\\# 0"), "a.\t1\tIN\tTYPE65281\t\\# 0\n");
}

TEST(Printer, escapes_owners_so_that_they_are_read_again) {
  const std::string_view owners[] = {"\\;a.", "\\(\\).", "\\\".",         "\\$ORIGIN.",
                                     "\\@.",  "a\\.b.",  "\\000.",        "\\032x.",
                                     "\\\\.", "\\255.",  "\\#\\010\\013."};
  for (const std::string_view owner : owners) {
    const auto name = Name::parse(owner);
    ASSERT_TRUE(name.ok()) << owner;
    std::string text;
    append_record_text(text, *name, Ttl{1}, RRClass::IN, RRType{65281}, {});
    auto reader = ZoneFileReader::from_text(text, "printed", {});
    const ParsedFile file = read_all(reader);
    ASSERT_EQ(file.records.size(), 1U) << text;
    EXPECT_EQ(file.records[0].owner, *name) << text;
  }
}

TEST(Printer, writes_an_rrset_as_its_records) {
  RRset rrset(*Name::parse("a."), RRType::A, RRClass::IN, Ttl{5});
  rrset.add(*parse_rdata_text(RRType::A, RRClass::IN, "192.0.2.2"));
  rrset.add(*parse_rdata_text(RRType::A, RRClass::IN, "192.0.2.1"));
  std::string text = "x\n";
  append_rrset_text(text, rrset);
  EXPECT_EQ(text, "x\na.\t5\tIN\tA\t192.0.2.1\na.\t5\tIN\tA\t192.0.2.2\n");
}

struct PrintedCase {
  RRType type;
  std::string_view rdata;
  std::string_view printed;  ///< type and RDATA
};

// The peers are asked in tests/interop; here is what they taught.
TEST(Printer, keeps_to_what_other_implementations_read) {
  const PrintedCase cases[] = {
      {RRType::MX, "10 Mail-1._x.*.a/b.", "MX\t10 Mail-1._x.*.a/b.\n"},
      {RRType::MX, "10 a\\?b.", "TYPE15\t\\# 7 000A03613F6200\n"},
      {RRType::MX, "10 a\\.b.", "MX\t10 a\\.b.\n"},
      {RRType::MX, "10 a\\032b.", "MX\t10 a\\032b.\n"},
      {RRType::NSEC, "a. A RRSIG NSEC TYPE65280", "NSEC\ta. A RRSIG NSEC TYPE65280\n"},
      {RRType::NSEC, "a. A RESINFO", "TYPE47\t\\# 9 016100000140010104\n"},
      {RRType::CSYNC, "1 3 A NS AAAA", "CSYNC\t1 3 A NS AAAA\n"},
      {RRType::CSYNC, "1 3 NXNAME",
       "TYPE62\t\\# 25 00000001000300110000000000000000000000000000000080\n"},
      {RRType::RESINFO, "qnamemin", "TYPE261\t\\# 9 08716E616D656D696E\n"},
      {RRType::X25, "311061700956", "TYPE19\t\\# 13 0C333131303631373030393536\n"},
      {RRType::SVCB, "1 . alpn=h2", "SVCB\t1 . alpn=\"h2\"\n"},
      {RRType::SVCB, "1 . alpn=h2 dohpath=/q{?dns}",
       "TYPE64\t\\# 22 00010000010003026832000700082F717B3F646E737D\n"},
      {RRType::SVCB, "0 a\\@b.", "TYPE64\t\\# 7 00000361406200\n"},
      {RRType::SPF, "\"v=spf1 -all\"", "TYPE99\t\\# 12 0B763D73706631202D616C6C\n"},
      {RRType::CSYNC, "1 3", "TYPE62\t\\# 6 000000010003\n"},
      {RRType::KEY, "256 3 5 AQID", "KEY\t256 3 5 AQID\n"},
      {RRType::KEY, "49152 3 0", "TYPE25\t\\# 4 C0000300\n"},
      {RRType::CERT, "PGP 0 0 AQID", "CERT\tPGP 0 0 AQID\n"},
      {RRType::CERT, "PKIX 1 12 AQID", "TYPE37\t\\# 8 000100010C010203\n"},
      {RRType::CERT, "PKIX 1 NSEC3RSASHA1 AQID", "TYPE37\t\\# 8 0001000107010203\n"},
      {RRType::CERT, "0 1 RSASHA1 AQID", "TYPE37\t\\# 8 0000000105010203\n"},
      {RRType::IPSECKEY, "10 1 2 192.0.2.38 AQID", "IPSECKEY\t10 1 2 192.0.2.38 AQID\n"},
      {RRType::IPSECKEY, "10 0 0 .", "TYPE45\t\\# 3 0A0000\n"},
      {RRType::TXT, "\"v=spf1 -all\"", "TXT\t\"v=spf1 -all\"\n"},
  };
  for (const PrintedCase& example : cases) {
    EXPECT_EQ(printed("a.", 1, RRClass::IN, example.type, example.rdata),
              "a.\t1\tIN\t" + std::string(example.printed))
        << example.rdata;
  }
}

TEST(Printer, mentions_young_types_of_signatures_by_number_only) {
  const std::string tail = " 13 2 3600 20240201000000 20240101000000 35273 a. AAAA";
  EXPECT_NE(printed("a.", 1, RRClass::IN, RRType::RRSIG, "A" + tail).find("RRSIG\tA 13 2"),
            std::string::npos);
  EXPECT_NE(printed("a.", 1, RRClass::IN, RRType::RRSIG, "WALLET" + tail).find("TYPE46\t\\# "),
            std::string::npos);
  EXPECT_NE(printed("a.", 1, RRClass::IN, RRType::RRSIG, "TYPE65280" + tail)
                .find("RRSIG\tTYPE65280 13 2"),
            std::string::npos);
}

struct Draw {
  std::uint64_t state;
};

std::uint32_t next_draw(void* context) {
  auto& state = static_cast<Draw*>(context)->state;
  state = state * 6364136223846793005U + 1442695040888963407U;
  return static_cast<std::uint32_t>(state >> 32);
}

// Every type of the table, with RDATA drawn at random.
TEST(Printer, prints_every_type_so_that_it_is_read_again) {
  Draw draw{2020};
  std::size_t types = 0;
  for (const TypeRow& row : all_type_rows()) {
    if (is_meta(row.type)) continue;
    ++types;
    for (int i = 0; i < 50; ++i) {
      const RRClass rrclass = row.rrclass.value_or(RRClass::IN);
      Record record{*Name::parse("a.example."), row.type, rrclass, Ttl{7}, {}};
      append_random_rdata(record.rdata, row.type, rrclass, next_draw, &draw);
      std::string text;
      append_record_text(text, record.owner, record.ttl, rrclass, row.type, record.rdata);
      ZoneFileOptions options;
      options.any_class = true;
      auto reader = ZoneFileReader::from_text(text, "printed", options);
      const ParsedFile file = read_all(reader);
      ASSERT_TRUE(file.errors.empty()) << text << file.errors[0].message();
      ASSERT_EQ(file.records.size(), 1U) << text;
      EXPECT_TRUE(file.records[0] == record) << text;
    }
  }
  EXPECT_GT(types, 60U);
}

// The short way of the types that zones are full of, beside the way by the table, with a printer
// that remembers.
TEST(Printer, prints_the_same_by_the_short_way_as_by_the_table) {
  Draw draw{7};
  const auto below = [&](std::uint32_t bound) { return next_draw(&draw) % bound; };
  RecordPrinter quick;
  RecordPrinter general(RecordPrinter::Way::general);
  std::string by_quick;
  std::string by_general;
  const std::string_view owners[] = {"a.example.", "A.example.", ".", "\\000\\.\\@x.b.", "*.x."};
  for (const TypeRow& row : all_type_rows()) {
    if (is_meta(row.type)) continue;
    for (int i = 0; i < 400; ++i) {
      Octets rdata;
      append_random_rdata(rdata, row.type, RRClass::IN, next_draw, &draw);
      // Names and bitmaps of random octets are mostly odd; plain ones are wanted as often.
      const bool odd = below(2) == 0;
      for (std::uint8_t& octet : rdata) {
        if (!odd && octet > 63) octet = static_cast<std::uint8_t>('a' + octet % 26);
      }
      if (!check_rdata(row.type, RRClass::IN, rdata).ok()) continue;
      const Name owner = *Name::parse(owners[below(std::size(owners))]);
      const RRClass rrclass = below(20) == 0 ? RRClass::CH : RRClass::IN;
      if (!check_rdata(row.type, rrclass, rdata).ok()) continue;
      quick.append(by_quick, owner, Ttl{i % 3 * 1000U}, rrclass, row.type, rdata);
      general.append(by_general, owner, Ttl{i % 3 * 1000U}, rrclass, row.type, rdata);
      ASSERT_EQ(by_quick, by_general) << row.mnemonic;
      if (by_quick.size() < 10000) continue;
      by_quick.clear();
      by_general.clear();
    }
  }
}

TEST(Printer, prints_the_same_by_the_short_way_at_the_edges) {
  struct Edge {
    RRType type;
    std::string rdata;
  };
  std::string long_name;
  while (long_name.size() < 240) long_name += std::string(59, 'n') + '.';
  std::string all_types;
  for (int type = 1; type < 600; ++type) {
    if (type == 41 || (type > 127 && type < 256)) continue;
    if (type < 54 || type > 600 - 64) all_types += " TYPE" + std::to_string(type);
  }
  std::string many_numbers;
  for (int type = 1000; type < 1080; ++type) many_numbers += " TYPE" + std::to_string(type);
  const std::string tail = " 13 2 4294967 20240201000000 19700101000000 0 ";
  const std::vector<Edge> edges = {
      {RRType::NS, "."},
      {RRType::NS, long_name},
      {RRType::NS, "a\\.b."},
      {RRType::NS, "a\\000."},
      {RRType::NS, "a$."},
      {RRType::MX, "65535 " + long_name},
      {RRType::AAAA, "::"},
      {RRType::AAAA, "::ffff:192.0.2.1"},
      {RRType::AAAA, "2001:db8:0:0:1:0:0:1"},
      {RRType::A, "255.255.255.255"},
      {RRType::A, "0.0.0.0"},
      {RRType::DS, "0 0 0 00"},
      {RRType::DS, "65535 255 255 " + std::string(2040, 'F')},
      {RRType::NSEC, "." + std::string(" A")},
      {RRType::NSEC, "a." + all_types},
      {RRType::NSEC, "a." + many_numbers},
      {RRType::NSEC, "a. A TYPE65535 TYPE300"},
      {RRType::NSEC, "a. RESINFO"},
      {RRType::NSEC3, "1 0 0 - 00"},
      {RRType::NSEC3,
       "1 255 65535 " + std::string(510, 'A') + " " + std::string(32, 'V') + " A RRSIG"},
      {RRType::RRSIG, "A" + tail + ". AAAA"},
      {RRType::RRSIG, "TYPE65280" + tail + long_name + " " + std::string(684, 'A')},
      {RRType::RRSIG, "NS" + tail + "odd\\200. AAA="},
      {RRType::RRSIG, "NS" + tail + "a. AA=="},
  };
  RecordPrinter quick;
  RecordPrinter general(RecordPrinter::Way::general);
  const Name owner = *Name::parse(long_name);
  for (const Edge& edge : edges) {
    const auto rdata = parse_rdata_text(edge.type, RRClass::IN, edge.rdata);
    ASSERT_TRUE(rdata.ok()) << edge.rdata << rdata.error().message();
    for (int twice = 0; twice < 2; ++twice) {
      std::string by_quick;
      std::string by_general;
      quick.append(by_quick, owner, Ttl{2147483647}, RRClass::IN, edge.type, *rdata);
      general.append(by_general, owner, Ttl{2147483647}, RRClass::IN, edge.type, *rdata);
      EXPECT_EQ(by_quick, by_general) << edge.rdata;
    }
  }
}

}  // namespace
}  // namespace vouch::test
