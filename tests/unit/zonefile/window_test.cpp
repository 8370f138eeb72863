// The text in pieces and by vectors: masks, the window, files that are longer than it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <random>
#include <thread>

#include "tests/unit/zonefile/reading.hpp"
#include "vouch/base/file.hpp"
#include "vouch/zonefile/character.hpp"
#include "vouch/zonefile/text_window.hpp"

namespace vouch {
namespace {

using zonefile::CharacterKind;
using zonefile::CharacterMasks;
using zonefile::TextWindow;

TEST(CharacterMasks, are_the_same_by_vectors_and_octet_by_octet) {
  std::mt19937 random(1035);
  constexpr std::size_t blocks = 64;
  std::string text(blocks * zonefile::masked_octets, '\0');
  for (int round = 0; round < 200; ++round) {
    // Every octet value, or mostly what has a meaning.
    for (char& c : text)
      c = round % 2 == 0 ? static_cast<char>(random()) : " \t\r\n;\"()\\\0ab"[random() % 12];
    CharacterMasks best[blocks];
    CharacterMasks scalar[blocks];
    zonefile::classify(text.data(), blocks, best, Kernel::best);
    zonefile::classify(text.data(), blocks, scalar, Kernel::scalar);
    for (std::size_t i = 0; i < blocks; ++i) ASSERT_EQ(best[i], scalar[i]) << round << ' ' << i;
  }
}

TEST(CharacterMasks, say_what_the_table_of_characters_says) {
  char text[256];
  for (int i = 0; i < 256; ++i) text[i] = static_cast<char>(i);
  CharacterMasks masks[4];
  zonefile::classify(text, 4, masks, Kernel::best);
  for (int i = 0; i < 256; ++i) {
    const CharacterKind kind = zonefile::kind_of(text[i]);
    EXPECT_EQ(masks[i / 64].edges >> i % 64 & 1, kind != CharacterKind::ordinary) << i;
    EXPECT_EQ(masks[i / 64].content >> i % 64 & 1, kind != CharacterKind::blank) << i;
  }
}

TEST(TextWindow, shows_a_text_piece_by_piece) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += std::to_string(i) + ' ';
  TextWindow window(text, Kernel::best, 64);
  EXPECT_EQ(window.end() - window.begin(), 64);
  EXPECT_FALSE(window.ends());
  EXPECT_EQ(window.total(), text.size());
  std::string seen;
  while (true) {
    seen.append(window.begin(), window.end());
    if (window.ends()) break;
    window.read_on(window.end());
  }
  EXPECT_EQ(seen, text);
  EXPECT_EQ(*window.end(), '\0');
}

TEST(TextWindow, grows_where_what_is_kept_fills_it) {
  const std::string text(1000, 'x');
  TextWindow window(text, Kernel::best, 64);
  while (!window.ends()) window.read_on(window.begin());
  EXPECT_EQ(std::string(window.begin(), window.end()), text);
  EXPECT_EQ(window.passed(), 0U);
  EXPECT_EQ(window.next_edge(window.begin()), window.end());
}

TEST(TextWindow, finds_edges_and_content_across_blocks) {
  std::string text(300, 'x');
  text += std::string(300, ' ') + "y";
  const TextWindow window(text, Kernel::best);
  EXPECT_EQ(window.next_edge(window.begin()) - window.begin(), 300);
  EXPECT_EQ(window.next_content(window.begin() + 300) - window.begin(), 600);
  EXPECT_EQ(window.next_content(window.begin() + 5) - window.begin(), 5);
}

// Records of all lengths, so that every part of one falls on every place of a window.
std::string long_zone() {
  std::string text = "@ 3600 SOA ns hostmaster 1 2 3 4 5\n";
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    text += "name" + std::to_string(i);
    switch (random() % 6) {
      case 0: text += " A 192.0.2." + std::to_string(i % 256); break;
      case 1: text += " TXT \"a ; \\\" (" + std::string(random() % 90, 'q') + "\" b\\ c"; break;
      case 2: text += " ( ; a comment\n MX ; another ( one\n 10\r\n mail ) ; end"; break;
      case 3: text += "   600 IN   AAAA 2001:db8::" + std::to_string(i % 1000); break;
      case 4:
        text += " TXT " + std::string(random() % 200 + 1, 'w') + "\n\n;" + std::string(99, 'c');
        break;
      default: text += " CNAME other" + std::string(random() % 50, '-'); break;
    }
    text += i % 7 == 0 ? "\r\n" : "\n";
  }
  return text;
}

class Windows : public testing::TestWithParam<std::size_t> {};

TEST_P(Windows, of_every_size_give_the_same_records) {
  const std::string text = long_zone();
  const auto whole = test::read_text(text);
  EXPECT_EQ(whole.lines.size(), 3001U);
  ZoneFileOptions options = test::example_options();
  options.window_octets = GetParam();
  const auto pieces = test::read_text(text, options);
  EXPECT_EQ(pieces.records, whole.records);
  EXPECT_EQ(pieces.lines, whole.lines);
}

// Errors too, with their places.
TEST_P(Windows, of_every_size_give_the_same_errors) {
  std::string text = long_zone();
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) text[random() % text.size()] = "\"()\\;\n\0 "[random() % 8];
  const auto whole = test::read_text(text);
  EXPECT_GT(whole.errors.size(), 20U);
  ZoneFileOptions options = test::example_options();
  options.window_octets = GetParam();
  const auto pieces = test::read_text(text, options);
  EXPECT_EQ(pieces.records, whole.records);
  EXPECT_EQ(test::messages(pieces), test::messages(whole));
}

INSTANTIATE_TEST_SUITE_P(, Windows, testing::Values(0, 1, 64, 128, 192, 320, 1024, 4096, 65536));

// Writes a text to a file that goes with the test.
struct FileWith {
  explicit FileWith(std::string_view text)
      : path(testing::TempDir() + "vouch_window_" + std::to_string(::getpid())) {
    EXPECT_TRUE(write_file(path, text).ok());
  }
  ~FileWith() { ::unlink(path.c_str()); }

  std::string path;
};

TEST(ZoneFileReader, reads_a_file_that_is_longer_than_its_window) {
  const FileWith file(long_zone());
  ZoneFileOptions options = test::example_options();
  options.window_octets = 256;
  auto reader = ZoneFileReader::open(file.path, options);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(reader->octets_total(), long_zone().size());
  ParsedRecord record;
  std::size_t records = 0;
  while (true) {
    const auto found = reader->read(record);
    ASSERT_TRUE(found.ok()) << found.error().message();
    if (!*found) break;
    ++records;
    EXPECT_LE(reader->octets_done(), reader->octets_total());
  }
  EXPECT_EQ(records, 3001U);
  EXPECT_EQ(reader->octets_done(), reader->octets_total());
}

TEST(ZoneFileReader, reads_a_pipe_that_gives_little_at_a_time) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string text = long_zone().substr(0, 20000) + "\n";
  std::thread writer([&] {
    for (std::size_t at = 0; at < text.size(); at += 7)
      ASSERT_GT(::write(ends[1], text.data() + at, std::min<std::size_t>(7, text.size() - at)), 0);
    ::close(ends[1]);
  });
  auto reader = ZoneFileReader::open("/dev/fd/" + std::to_string(ends[0]), test::example_options());
  ASSERT_TRUE(reader.ok()) << reader.error().message();
  const auto reading = test::read_with(std::move(*reader));
  writer.join();
  ::close(ends[0]);
  EXPECT_EQ(reading.records, test::read_text(text).records);
}

TEST(ZoneFileReader, refuses_a_folder) {
  const auto reader = ZoneFileReader::open(testing::TempDir(), {});
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().code, ErrorCode::file_failure);
}

}  // namespace
}  // namespace vouch
