#include "vouch/name/compression.hpp"

#include <gtest/gtest.h>

#include <random>

#include "vouch/name/name.hpp"

namespace vouch {
namespace {

Name name(std::string_view text) { return Name::parse(text).value(); }

class CompressionTest : public testing::Test {
 protected:
  // The octets that the name took.
  std::size_t write(const Name& written) {
    const std::size_t before = message_.size();
    compressor_.write(writer_, written);
    return message_.size() - before;
  }

  Name read(std::size_t offset) const {
    WireReader reader(message_, offset);
    return Name::read_compressed(reader).value();
  }

  Octets message_ = Octets(12);
  WireWriter writer_{message_};
  NameCompressor compressor_;
};

TEST_F(CompressionTest, points_to_the_longest_suffix_written_before) {
  EXPECT_EQ(write(name("example.com.")), 13U);
  EXPECT_EQ(write(name("www.example.com.")), 6U);
  EXPECT_EQ(write(name("example.com.")), 2U);
  EXPECT_EQ(write(name("a.www.example.com.")), 4U);
  EXPECT_EQ(write(name("org.")), 5U);
  EXPECT_EQ(write(Name()), 1U);
  EXPECT_EQ(read(25).text(), "www.example.com.");
  EXPECT_EQ(read(33).text(), "a.www.example.com.");
}

// A pointer would give the name other letters than were asked for.
TEST_F(CompressionTest, does_not_change_the_letter_case_of_a_name) {
  write(name("example.com."));
  write(name("EXAMPLE.com."));
  EXPECT_EQ(read(25).text(), "EXAMPLE.com.");
  EXPECT_EQ(message_.size(), 25U + 8 + 2);
}

TEST_F(CompressionTest, remembers_names_that_it_writes_in_full) {
  compressor_.write_uncompressed(writer_, name("host.example."));
  compressor_.write_uncompressed(writer_, name("host.example."));
  EXPECT_EQ(message_.size(), 12U + 14 + 14);
  EXPECT_EQ(write(name("host.example.")), 2U);
  EXPECT_EQ(read(40).text(), "host.example.");
}

TEST_F(CompressionTest, forgets_what_is_taken_back) {
  write(name("example."));
  const std::size_t taken_back = message_.size();
  write(name("www.example."));
  message_.resize(taken_back);
  compressor_.forget_from(taken_back);
  EXPECT_EQ(write(name("mail.example.")), 7U);
  EXPECT_EQ(write(name("www.example.")), 6U);
  EXPECT_EQ(read(taken_back).text(), "mail.example.");
  EXPECT_EQ(read(taken_back + 7).text(), "www.example.");
}

TEST_F(CompressionTest, counts_offsets_from_the_start_of_the_message) {
  Octets framed = {0, 0};  // a length in front, as over TCP
  framed.resize(2 + 12);
  WireWriter writer(framed);
  NameCompressor compressor(2);
  compressor.write(writer, name("example."));
  compressor.write(writer, name("example."));
  EXPECT_EQ(framed[framed.size() - 2], 0xc0);
  EXPECT_EQ(framed[framed.size() - 1], 12);
}

TEST_F(CompressionTest, does_not_point_beyond_14_bits) {
  message_.resize(0x3fff);
  EXPECT_EQ(write(name("a.b.")), 5U);
  EXPECT_EQ(write(name("a.b.")), 2U);
  EXPECT_EQ(write(name("x.b.")), 5U);
  EXPECT_EQ(write(name("x.b.")), 5U);
  EXPECT_EQ(read(0x3fff + 5).text(), "a.b.");
}

TEST_F(CompressionTest, random_names_are_read_as_they_were_written) {
  std::mt19937 random(1035);
  std::vector<std::pair<std::size_t, Name>> written;
  for (int i = 0; i < 2000; ++i) {
    Name next;
    for (auto labels = random() % 6; labels > 0; --labels) {
      const Octets label(1 + random() % 2,
                         static_cast<std::uint8_t>((random() % 2 == 0 ? 'a' : 'A') + random() % 3));
      next = Name::prepend(label, next).value();
    }
    written.emplace_back(message_.size(), next);
    if (random() % 4 == 0) {
      compressor_.write_uncompressed(writer_, next);
    } else {
      compressor_.write(writer_, next);
    }
  }
  for (const auto& [offset, next] : written) {
    ASSERT_TRUE(equal_octets(read(offset).wire(), next.wire())) << next.text();
  }
}

}  // namespace
}  // namespace vouch
