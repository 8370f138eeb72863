#include "vouch/message/message_view.hpp"

#include "tests/unit/message/octets.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

// A reply with CNAME and A in the answer, SOA in the authority, OPT in the additional section;
// every owner compressed.
const std::string reply_hex =
    "1234 8180 0001 0002 0001 0001"
    "03777777076578616d706c6503636f6d00 0001 0001"  // www.example.com. at 12
    "c00c 0005 0001 0000012c 0004 0161c010"         // CNAME a.example.com., the target at 45
    "c02d 0001 0001 0000003c 0004 c0000201"         // a.example.com. A
    "c010 0006 0001 00000e10 0018 c02d c02d 00000001 00000002 00000003 00000004 00000005"
    "00 0029 04d0 00008000 0006 000f00020007";

std::string error_of(std::string_view hex) {
  const Octets octets = octets_from(hex);
  const auto read = MessageView::read(octets);
  return read.ok() ? "none" : std::string(mnemonic(read.error().code));
}

// The query with other counts and octets appended.
std::string with(std::string_view counts, std::string_view rest) {
  return "1234 0100 " + std::string(counts) + query_hex.substr(query_hex.find(" 07")) +
         std::string(rest);
}

constexpr const char* opt = "00 0029 04d0 00008000 0000";
constexpr const char* a_record = "c00c 0001 0001 0000012c 0004 c0000201";
constexpr const char* tsig =
    "036b657900 00fa 00ff 00000000 0019 076861736831323300 000000000001 012c 0000 1234 0000 0000";

}  // namespace

TEST(MessageView, gives_header_question_and_edns_of_a_query) {
  const Octets octets = octets_from(edns_query_hex);
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok()) << view.error().message();
  EXPECT_EQ(view->id(), 0x1234);
  EXPECT_TRUE(view->header().rd);
  ASSERT_TRUE(view->question());
  EXPECT_EQ(view->question()->name.text(), "example.com.");
  EXPECT_EQ(view->question()->name.wire().data(), octets.data() + 12) << "a view, not a copy";
  EXPECT_EQ(view->question()->type, RRType::A);
  EXPECT_EQ(view->question()->rrclass, RRClass::IN);
  EXPECT_EQ(base16_text(view->question_octets()), "076578616D706C6503636F6D0000010001");
  ASSERT_TRUE(view->edns());
  EXPECT_EQ(view->edns()->udp_size, 1232);
  EXPECT_TRUE(view->dnssec_ok());
  EXPECT_FALSE(view->tsig());
  EXPECT_TRUE(view->answer().empty());
}

TEST(MessageView, walks_the_sections_of_a_reply) {
  const Octets octets = octets_from(reply_hex);
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok()) << view.error().message();
  EXPECT_EQ(view->answer().size(), 2U);
  EXPECT_EQ(view->authority().size(), 1U);
  EXPECT_EQ(view->additional().size(), 1U);
  std::string seen;
  for (const RecordView& record : view->records()) {
    seen += record.owner().text() + ' ' + text(record.type()) + '\n';
  }
  EXPECT_EQ(seen, "www.example.com. CNAME\na.example.com. A\nexample.com. SOA\n. OPT\n");
  std::string answer;
  for (const RecordView& record : view->answer()) {
    const auto whole = record.record();
    ASSERT_TRUE(whole.ok());
    answer += whole->text() + '\n';
  }
  EXPECT_EQ(answer,
            "www.example.com.\t300\tIN\tCNAME\ta.example.com.\n"
            "a.example.com.\t60\tIN\tA\t192.0.2.1\n");
  const auto soa = view->authority().begin()->record();
  ASSERT_TRUE(soa.ok());
  EXPECT_EQ(soa->text(), "example.com.\t3600\tIN\tSOA\ta.example.com. a.example.com. 1 2 3 4 5");
}

TEST(MessageView, a_record_knows_its_place_and_raw_octets) {
  const Octets octets = octets_from(reply_hex);
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok());
  const RecordView cname = *view->answer().begin();
  EXPECT_EQ(cname.offset(), 33U);
  EXPECT_EQ(cname.rdata_offset(), 45U);
  EXPECT_EQ(cname.end(), 49U);
  EXPECT_EQ(base16_text(cname.raw_rdata()), "0161C010");
  EXPECT_TRUE(cname.owner_is(name("WWW.Example.com.")));
  EXPECT_FALSE(cname.owner_is(name("example.com.")));
  EXPECT_FALSE(cname.owner_is_root());
  Octets owner;
  cname.append_owner(owner);
  EXPECT_EQ(base16_text(owner), "03777777076578616D706C6503636F6D00");
}

TEST(MessageView, joins_both_parts_of_the_rcode) {
  const Octets octets = octets_from("0000 8000 0000 0000 0000 0001 00 0029 04d0 01000000 0000");
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->rcode(), Rcode::BADVERS);
}

TEST(MessageView, a_ttl_with_the_top_bit_is_zero) {
  const Octets octets =
      octets_from("0000 8000 0000 0001 0000 0000 00 0001 0001 80000001 0004 c0000201");
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->answer().begin()->ttl().seconds, 0U);
  EXPECT_EQ(view->answer().begin()->raw_ttl(), 0x80000001U);
}

TEST(MessageView, no_questions_are_fine_and_more_than_one_are_all_given) {
  const Octets none = octets_from("0000 8000 0000 0000 0000 0000");
  const auto empty = MessageView::read(none);
  ASSERT_TRUE(empty.ok());
  EXPECT_FALSE(empty->question());
  EXPECT_TRUE(empty->question_octets().empty());
  const Octets two = octets_from(with("0002 0000 0000 0000", "0377 7777 c00c 001c 0001"));
  const auto view = MessageView::read(two);
  ASSERT_TRUE(view.ok());
  ASSERT_EQ(view->questions().size(), 2U);
  EXPECT_EQ(view->questions()[1].text(), "www.example.com. IN AAAA");
}

TEST(MessageView, every_cut_of_a_message_is_an_error) {
  for (const std::string& hex : {reply_hex, edns_query_hex}) {
    const Octets octets = octets_from(hex);
    for (std::size_t size = 0; size < octets.size(); ++size) {
      const auto read = MessageView::read(OctetView(octets).first(size));
      ASSERT_FALSE(read.ok()) << size;
      EXPECT_EQ(read.error().code, ErrorCode::truncated) << size;
    }
  }
}

TEST(MessageView, refuses_octets_after_the_last_record) {
  EXPECT_EQ(error_of(edns_query_hex + "00"), "trailing_octets");
}

TEST(MessageView, refuses_more_than_65535_octets) {
  Octets octets = octets_from("0000 0000 0000 0000 0000 0000");
  octets.resize(65536);
  const auto read = MessageView::read(octets);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::too_long);
}

TEST(MessageView, refuses_opt_records_that_are_not_the_one_of_the_additional_section) {
  EXPECT_EQ(error_of(with("0001 0000 0000 0001", opt)), "none");
  EXPECT_EQ(error_of(with("0001 0000 0000 0002", std::string(opt) + opt)), "bad_message");
  EXPECT_EQ(error_of(with("0001 0001 0000 0000", opt)), "bad_message");
  EXPECT_EQ(error_of(with("0001 0000 0001 0000", opt)), "bad_message");
  EXPECT_EQ(error_of(with("0001 0000 0000 0001", "c00c 0029 04d0 00008000 0000")), "bad_message");
  EXPECT_EQ(error_of(with("0001 0000 0000 0001", "00 0029 04d0 00008000 0001 00")), "bad_message");
  EXPECT_EQ(error_of(with("0001 0000 0000 0001", "00 0029 04d0 00018000 0001 00")), "none")
      << "of a later version";
  EXPECT_EQ(error_of(with("0001 0000 0000 0002", std::string(opt) + a_record)), "none")
      << "anywhere in the section";
}

TEST(MessageView, a_tsig_record_is_the_last) {
  const Octets octets = octets_from(with("0001 0000 0000 0002", std::string(opt) + tsig));
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok()) << view.error().message();
  ASSERT_TRUE(view->tsig());
  EXPECT_EQ(view->tsig()->owner().text(), "key.");
  EXPECT_EQ(view->tsig()->end(), octets.size());
  EXPECT_EQ(error_of(with("0001 0000 0000 0002", std::string(tsig) + opt)), "bad_message");
  EXPECT_EQ(error_of(with("0001 0001 0000 0000", tsig)), "bad_message");
}

TEST(MessageView, refuses_pointers_that_do_not_point_backwards) {
  EXPECT_EQ(error_of("0000 0000 0001 0000 0000 0000 c00c 0001 0001"), "bad_name")
      << "a question's name that points to itself";
  EXPECT_EQ(error_of("0000 0000 0001 0000 0000 0000 c000 0001 0001"), "bad_name")
      << "into the header";
  EXPECT_EQ(error_of(with("0001 0001 0000 0000", "c01d 0001 0001 00000000 0000")), "bad_pointer");
  EXPECT_EQ(error_of(with("0001 0001 0000 0000", "c0ff 0001 0001 00000000 0000")), "bad_pointer");
  EXPECT_EQ(error_of(with("0001 0001 0000 0000", "4061 0001 0001 00000000 0000")), "bad_name");
}

TEST(MessageView, rdata_is_judged_when_it_is_taken) {
  const Octets octets =
      octets_from(with("0001 0001 0000 0000", "c00c 0001 0001 00000000 0003 c00002"));
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok());
  const auto record = view->answer().begin()->record();
  ASSERT_FALSE(record.ok());
  EXPECT_EQ(record.error().code, ErrorCode::truncated);
}

TEST(MessageView, records_of_updates_may_lack_rdata) {
  const Octets octets = octets_from(
      "0000 2800 0001 0001 0002 0000 076578616d706c6503636f6d00 0006 0001"
      "c00c 0002 00ff 00000000 0000"
      "c00c 00ff 00ff 00000000 0000"
      "c00c 0001 00fe 00000000 0004 c0000201");
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok()) << view.error().message();
  std::string seen;
  for (const RecordView& record : view->records()) {
    const auto whole = record.record();
    ASSERT_TRUE(whole.ok()) << whole.error().message();
    seen += whole->text() + '\n';
  }
  EXPECT_EQ(seen,
            "example.com.\t0\tANY\tNS\t\\# 0\n"
            "example.com.\t0\tANY\tANY\t\\# 0\n"
            "example.com.\t0\tNONE\tA\t\\# 4 C0000201\n");
}

TEST(MessageView, what_stands_before_a_fault_can_be_used) {
  const Octets octets =
      octets_from(with("0001 0002 0001 0000", std::string(a_record) + "c00c 0001 00"));
  const auto leading = MessageView::read_leading(octets);
  ASSERT_TRUE(leading.ok());
  ASSERT_TRUE(leading->fault);
  EXPECT_EQ(leading->fault->code, ErrorCode::truncated);
  const MessageView& view = leading->message;
  ASSERT_TRUE(view.question());
  EXPECT_EQ(view.question()->name.text(), "example.com.");
  EXPECT_EQ(view.answer().size(), 1U);
  EXPECT_EQ(view.header().answer_count, 1);
  EXPECT_EQ(view.authority().size(), 0U);
  EXPECT_EQ(view.answer().begin()->owner().text(), "example.com.");
  EXPECT_EQ(view.authority().begin(), view.authority().end());
}

TEST(MessageView, without_a_whole_header_nothing_can_be_used) {
  const Octets octets(11);
  const auto leading = MessageView::read_leading(octets);
  ASSERT_FALSE(leading.ok());
  EXPECT_EQ(leading.error().code, ErrorCode::truncated);
}

// A message as full of records as it can be, each with the longest chain of pointers.
TEST(MessageView, reading_names_made_to_waste_time_takes_little) {
  Octets octets = octets_from("0000 8000 0000 ffff 0000 0000");
  // Records without RDATA, each owner a pointer to the owner before; the first is the root.
  constexpr std::size_t record_octets = 12;
  append_octets(octets, octets_from("00 ff00 0001 00000000 0000"));
  std::size_t before = 12;
  const auto add_pointing_to = [&](std::size_t target) {
    before = octets.size();
    octets.push_back(static_cast<std::uint8_t>(0xc0 | target >> 8));
    octets.push_back(static_cast<std::uint8_t>(target));
    append_octets(octets, octets_from("ff00 0001 00000000 0000"));
  };
  for (int i = 1; i < 127; ++i) add_pointing_to(before);
  const std::size_t last = before;
  std::size_t count = 127;
  for (; octets.size() + record_octets <= 65535; ++count) add_pointing_to(last);
  octets[6] = static_cast<std::uint8_t>(count >> 8);
  octets[7] = static_cast<std::uint8_t>(count);
  const auto view = MessageView::read(octets);
  ASSERT_TRUE(view.ok()) << view.error().message();
  EXPECT_EQ(view->answer().size(), count);
}
