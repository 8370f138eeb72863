#include "vouch/name/plain_name.hpp"

#include <gtest/gtest.h>

#include <random>

#include "vouch/name/name.hpp"

namespace vouch {
namespace {

struct Wire {
  std::uint8_t octets[NameView::max_octets + plain_name_slack];
  std::size_t size;

  Wire(std::string_view text, NameView origin, Kernel kernel) {
    std::string padded(text);
    padded.append(plain_name_slack, '.');
    size = read_plain_name(octets, std::string_view(padded).substr(0, text.size()), origin, kernel);
  }
  OctetView view() const { return {octets, size}; }
};

// What is read is what Name::parse reads; what is left to it is not read.
void expect_as_parsed(std::string_view text, NameView origin) {
  const auto parsed = Name::parse(text, origin);
  for (const Kernel kernel : {Kernel::best, Kernel::scalar}) {
    const Wire wire(text, origin, kernel);
    if (wire.size == 0) continue;
    ASSERT_TRUE(parsed.ok()) << text;
    ASSERT_TRUE(equal_octets(wire.view(), parsed->wire())) << text;
  }
  ASSERT_EQ(Wire(text, origin, Kernel::best).size, Wire(text, origin, Kernel::scalar).size) << text;
}

TEST(PlainName, reads_names_of_the_usual_kind) {
  const Name origin = *Name::parse("example.");
  for (const std::string_view text :
       {"a", "www", "www.example.com.", "a.b.c", "*.x", "_443._tcp.mail.example.net.",
        "xn--bcher-kva", "a-label-of-exactly-sixty-three-octets-0123456789012345678901234"}) {
    EXPECT_GT(Wire(text, origin, Kernel::best).size, 0U) << text;
    expect_as_parsed(text, origin);
  }
}

TEST(PlainName, leaves_to_others_what_is_not_plain) {
  const Name origin = *Name::parse("example.");
  for (const std::string_view text : {"", ".", "@", "..", "a..b", ".a", "a.."})
    EXPECT_EQ(Wire(text, origin, Kernel::best).size, 0U) << text;
  EXPECT_EQ(Wire(std::string(64, 'a'), origin, Kernel::best).size, 0U);
}

// Around the limits of 63 octets a label and 255 a name.
TEST(PlainName, is_what_is_parsed_at_every_length) {
  std::mt19937 random(63);
  for (const std::string_view origin_text : {".", "example.", "a.b.c.d.e.f.g."}) {
    const Name origin = *Name::parse(origin_text);
    for (std::size_t size = 1; size < 270; ++size) {
      for (int round = 0; round < 20; ++round) {
        std::string text(size, 'a');
        for (char& c : text) c = static_cast<char>('a' + random() % 26);
        for (std::size_t at = random() % 70; at < size; at += 1 + random() % 70) text[at] = '.';
        expect_as_parsed(text, origin);
      }
    }
  }
}

}  // namespace
}  // namespace vouch
