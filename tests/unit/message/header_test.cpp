#include "vouch/message/header.hpp"

#include "tests/unit/message/octets.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

Header header_of(std::string_view hex) {
  const Octets octets = octets_from(hex);
  WireReader reader(octets);
  const auto header = Header::read(reader);
  EXPECT_TRUE(header.ok());
  return header.ok() ? *header : Header();
}

Octets written(const Header& header) {
  Octets octets;
  WireWriter writer(octets);
  header.write(writer);
  return octets;
}

}  // namespace

TEST(Header, every_flag_has_its_bit) {
  const struct {
    const char* flags;
    bool Header::*flag;
    const char* text;
  } rows[] = {
      {"8000", &Header::qr, "qr"}, {"0400", &Header::aa, "aa"}, {"0200", &Header::tc, "tc"},
      {"0100", &Header::rd, "rd"}, {"0080", &Header::ra, "ra"}, {"0040", &Header::z, "z"},
      {"0020", &Header::ad, "ad"}, {"0010", &Header::cd, "cd"},
  };
  for (const auto& row : rows) {
    const std::string hex = std::string("0000") + row.flags + "0000000000000000";
    const Header header = header_of(hex);
    EXPECT_TRUE(header.*row.flag);
    EXPECT_EQ(header.flags_text(), row.text);
    EXPECT_EQ(written(header), octets_from(hex));
  }
}

TEST(Header, flags_are_written_in_digs_order) {
  EXPECT_EQ(header_of("0000 87b0 0000 0000 0000 0000").flags_text(), "qr aa tc rd ra ad cd");
  EXPECT_EQ(Header().flags_text(), "");
}

TEST(Header, any_opcode_rcode_and_count_is_kept) {
  for (unsigned flags = 0; flags <= 0xffff; ++flags) {
    const std::uint8_t octets[12] = {0xab,
                                     0xcd,
                                     static_cast<std::uint8_t>(flags >> 8),
                                     static_cast<std::uint8_t>(flags),
                                     0,
                                     1,
                                     2,
                                     3,
                                     4,
                                     5,
                                     6,
                                     7};
    WireReader reader(octets);
    const auto header = Header::read(reader);
    ASSERT_TRUE(header.ok());
    ASSERT_TRUE(equal_octets(written(*header), octets)) << flags;
  }
  const Header header = header_of("abcd 2805 0001 0203 0405 0607");
  EXPECT_EQ(header.id, 0xabcd);
  EXPECT_EQ(header.opcode, Opcode::UPDATE);
  EXPECT_EQ(header.rcode, static_cast<std::uint8_t>(Rcode::REFUSED));
  EXPECT_EQ(header.question_count, 1);
  EXPECT_EQ(header.count(Section::answer), 0x0203);
  EXPECT_EQ(header.count(Section::authority), 0x0405);
  EXPECT_EQ(header.count(Section::additional), 0x0607);
}

TEST(Header, fewer_than_twelve_octets_are_none) {
  for (std::size_t size = 0; size < Header::octets; ++size) {
    const Octets octets(size);
    WireReader reader(octets);
    const auto header = Header::read(reader);
    ASSERT_FALSE(header.ok());
    EXPECT_EQ(header.error().code, ErrorCode::truncated);
  }
}

TEST(Header, a_reply_keeps_id_opcode_rd_and_cd_alone) {
  const Header reply = header_of("1234 2ff5 0001 0002 0003 0004").reply();
  EXPECT_EQ(written(reply), octets_from("1234 a910 0000 0000 0000 0000"));
}

TEST(Question, reads_and_shows_itself) {
  const Octets octets = octets_from("03777777076578616d706c6500 001c 0001");
  WireReader reader(octets);
  const auto question = Question::read(reader);
  ASSERT_TRUE(question.ok());
  EXPECT_EQ(question->text(), "www.example. IN AAAA");
  EXPECT_TRUE(reader.at_end());
}
