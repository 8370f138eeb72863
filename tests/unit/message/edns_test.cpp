#include "vouch/message/edns.hpp"

#include "tests/unit/message/octets.hpp"
#include "vouch/message/edns_view.hpp"

using namespace vouch;
using namespace vouch::test;

namespace {

Octets octets_of_text(std::string_view text) {
  const OctetView view = octets_of(text);
  return {view.begin(), view.end()};
}

}  // namespace

TEST(EdnsView, takes_the_parts_of_an_opt_record) {
  const Octets options = octets_from("0003 0000 000a 0008 0102030405060708");
  const auto edns = EdnsView::read(4096, 0x0100c005, options);
  ASSERT_TRUE(edns.ok());
  EXPECT_EQ(edns->udp_size, 4096);
  EXPECT_EQ(edns->rcode_high, 1);
  EXPECT_EQ(edns->version, 0);
  EXPECT_TRUE(edns->dnssec_ok());
  EXPECT_TRUE(edns->compact_ok());
  EXPECT_EQ(edns->flags, 0xc005);
  EXPECT_TRUE(edns->options.contains(EdnsOptionCode::nsid));
  EXPECT_FALSE(edns->options.contains(EdnsOptionCode::padding));
  ASSERT_TRUE(edns->options.find(EdnsOptionCode::cookie));
  EXPECT_EQ(base16_text(*edns->options.find(EdnsOptionCode::cookie)), "0102030405060708");
}

TEST(EdnsView, refuses_options_that_are_cut_off) {
  for (const char* hex :
       {"00", "0003", "000300", "0003 0001", "0003 0000 00", "000a 0008 01020304050607"}) {
    EXPECT_FALSE(EdnsView::read(1232, 0, octets_from(hex)).ok()) << hex;
  }
}

TEST(EdnsView, does_not_judge_the_options_of_another_version) {
  const Octets options = octets_from("0003");
  const auto edns = EdnsView::read(1232, 0x00010000, options);
  ASSERT_TRUE(edns.ok());
  EXPECT_EQ(edns->version, 1);
  EXPECT_EQ(edns->options.begin(), edns->options.end()) << "and walking them is safe";
}

TEST(EdnsView, walks_options_in_their_order_with_repeats) {
  const Octets options = octets_from("000f 0002 0007 000f 0002 0016 0003 0000");
  std::vector<std::uint16_t> codes;
  for (const EdnsOptionView option : EdnsOptions(options))
    codes.push_back(static_cast<std::uint16_t>(option.code));
  EXPECT_EQ(codes, (std::vector<std::uint16_t>{15, 15, 3}));
}

TEST(Edns, what_is_owned_is_what_was_read) {
  const Octets options = octets_from("0003 0000 000a 0008 0102030405060708 fde9 0001 ff");
  const auto view = EdnsView::read(512, 0x0200c005, options);
  ASSERT_TRUE(view.ok());
  const Edns edns = view->owned();
  EXPECT_EQ(edns.udp_size, 512);
  EXPECT_EQ(edns.ttl_field(), 0x0200c005U);
  EXPECT_EQ(edns.rdata(), options);
  EXPECT_EQ(edns.record_octets(), 11 + options.size());
  ASSERT_NE(edns.find(EdnsOptionCode{65001}), nullptr);
  EXPECT_EQ(edns.find(EdnsOptionCode{65001})->value, Octets{0xff});
  EXPECT_EQ(edns.find(EdnsOptionCode::padding), nullptr);
}

TEST(ExtendedError, is_written_and_read) {
  const ExtendedError error{ExtendedErrorCode::signature_expired, "on \xc3\xa4ll servers"};
  const EdnsOption option = error.option();
  EXPECT_EQ(option.code, EdnsOptionCode::extended_error);
  const auto read = ExtendedError::read(option.value);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, error);
}

TEST(ExtendedError, bears_an_end_of_text_that_is_nul) {
  const auto error = ExtendedError::read(octets_from("0016 6f6b 00"));
  ASSERT_TRUE(error.ok());
  EXPECT_EQ(error->text, "ok");
}

TEST(ExtendedError, needs_two_octets) {
  EXPECT_FALSE(ExtendedError::read(octets_from("00")).ok());
  EXPECT_FALSE(ExtendedError::read({}).ok());
}

TEST(ExtendedError, all_of_a_message_are_found_and_malformed_ones_passed_over) {
  Edns edns;
  edns.options.push_back({EdnsOptionCode::extended_error, octets_from("0006")});
  edns.options.push_back({EdnsOptionCode::extended_error, octets_from("00")});
  edns.options.push_back({EdnsOptionCode::nsid, octets_of_text("x")});
  edns.options.push_back(ExtendedError{ExtendedErrorCode{999}, "why"}.option());
  const std::vector<ExtendedError> errors = edns.extended_errors();
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].code, ExtendedErrorCode::dnssec_bogus);
  EXPECT_EQ(errors[1].code, ExtendedErrorCode{999});
  EXPECT_EQ(errors[1].text, "why");
}
