#include <gtest/gtest.h>

#include "vouch/name/name.hpp"

namespace vouch {
namespace {

Octets octets(std::string_view text) { return {octets_of(text).begin(), octets_of(text).end()}; }

using namespace std::string_view_literals;

Result<Name> read_compressed(const Octets& message, std::size_t offset) {
  WireReader reader(message, offset);
  return Name::read_compressed(reader);
}

TEST(NameView, reads_an_uncompressed_name_without_copying) {
  const Octets message = octets("xx\3www\7example\0yy"sv);
  WireReader reader(message, 2);
  const auto name = NameView::read(reader);
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->text(), "www.example.");
  EXPECT_EQ(name->wire().data(), message.data() + 2);
  EXPECT_EQ(reader.offset(), 15U);
}

TEST(NameView, refuses_pointers_other_label_types_and_overlong_names) {
  for (const std::string_view wire : {"\xc0\x00"sv, "\1a\xc0\x00"sv, "\x40"sv, "\x80z\0"sv}) {
    const Octets message = octets(wire);
    WireReader reader(message);
    const auto name = NameView::read(reader);
    ASSERT_FALSE(name.ok());
    EXPECT_EQ(name.error().code, ErrorCode::bad_name);
    EXPECT_EQ(reader.offset(), 0U);
  }
  Octets message;
  for (int i = 0; i < 4; ++i) {
    message.push_back(63);
    message.resize(message.size() + 63, 'a');
  }
  message.push_back(0);
  WireReader reader(message);
  EXPECT_EQ(NameView::read(reader).error().code, ErrorCode::bad_name);
}

TEST(NameView, refuses_every_truncation) {
  const Octets message = octets("\3www\7example\0"sv);
  for (std::size_t size = 0; size < message.size(); ++size) {
    WireReader reader(OctetView(message).first(size));
    const auto name = NameView::read(reader);
    ASSERT_FALSE(name.ok());
    EXPECT_EQ(name.error().code, ErrorCode::truncated);
    EXPECT_FALSE(
        read_compressed(Octets(message.begin(), message.begin() + static_cast<int>(size)), 0).ok());
  }
}

TEST(CompressedName, follows_pointers_and_goes_on_after_the_first) {
  const Octets message = octets("\7example\3com\0\3www\xc0\x00\4mail\xc0\x0d!"sv);
  WireReader reader(message, 13);
  EXPECT_EQ(Name::read_compressed(reader)->text(), "www.example.com.");
  EXPECT_EQ(reader.offset(), 19U);
  EXPECT_EQ(Name::read_compressed(reader)->text(), "mail.www.example.com.");
  EXPECT_EQ(reader.offset(), 26U);
}

TEST(CompressedName, refuses_pointers_to_itself_forwards_and_in_circles) {
  struct Case {
    std::string_view message;
    std::size_t offset;
  };
  const Case cases[] = {
      {"\xc0\x00"sv, 0},                // to itself
      {"\xc0\x02\0"sv, 0},              // forwards
      {"\1a\xc0\x00"sv, 0},             // to its own first label
      {"\1a\xc0\x06\1b\xc0\x00"sv, 4},  // through another name and back
      {"\xc0\x02\xc0\x00"sv, 2},        // to one another
      {"\1a\1b\xc0\x02"sv, 0},          // into its own midst
  };
  for (const Case& wrong : cases) {
    const auto name = read_compressed(octets(wrong.message), wrong.offset);
    ASSERT_FALSE(name.ok()) << wrong.offset;
    EXPECT_EQ(name.error().code, ErrorCode::bad_pointer);
  }
}

TEST(CompressedName, refuses_more_pointers_than_a_name_has_labels) {
  Octets message = {0};
  for (std::size_t target = 0; message.size() < 1000; target = message.size() - 2) {
    message.push_back(static_cast<std::uint8_t>(0xc0 | target >> 8));
    message.push_back(static_cast<std::uint8_t>(target));
  }
  EXPECT_TRUE(read_compressed(message, 1 + 2 * 126)->is_root());
  EXPECT_EQ(read_compressed(message, 1 + 2 * 127).error().code, ErrorCode::bad_pointer);
}

TEST(CompressedName, refuses_what_expands_to_more_than_255_octets) {
  Octets message;
  for (int i = 0; i < 3; ++i) {
    message.push_back(63);
    message.resize(message.size() + 63, 'a');
  }
  message.push_back(0);
  const std::size_t base = message.size();
  message.push_back(61);
  message.resize(message.size() + 61, 'b');
  message.insert(message.end(), {0xc0, 0x00});
  EXPECT_EQ(read_compressed(message, base)->size(), 255U);
  message[base] = 62;
  message.insert(message.begin() + static_cast<int>(base) + 1, 'b');
  EXPECT_EQ(read_compressed(message, base).error().code, ErrorCode::bad_name);
}

TEST(CompressedName, refuses_a_pointer_whose_second_octet_is_missing) {
  const auto name = read_compressed(octets("\0\xc0"sv), 1);
  ASSERT_FALSE(name.ok());
  EXPECT_EQ(name.error().code, ErrorCode::truncated);
}

TEST(CompressedName, appends_nothing_on_error) {
  const Octets message = octets("\1a\xc0\x00"sv);
  WireReader reader(message);
  Octets target = {1, 2};
  EXPECT_FALSE(append_compressed_name(target, reader).ok());
  EXPECT_EQ(target, (Octets{1, 2}));
  EXPECT_EQ(reader.offset(), 0U);
  EXPECT_FALSE(append_parsed_name(target, "a..b", NameView()).ok());
  EXPECT_EQ(target, (Octets{1, 2}));
  EXPECT_TRUE(append_parsed_name(target, "a", NameView()).ok());
  EXPECT_EQ(target, (Octets{1, 2, 1, 'a', 0}));
}

}  // namespace
}  // namespace vouch
