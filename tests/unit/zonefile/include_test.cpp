// $INCLUDE: paths, what is put back at the end of the file, and its limits.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "tests/unit/zonefile/reading.hpp"

namespace vouch::test {
namespace {

// Reads `main.zone` out of files that exist in memory only.
Reading read_files(const std::map<std::string, std::string>& files,
                   ZoneFileOptions options = example_options(),
                   const std::string& main = "zones/main.zone") {
  options.load_include = [files](const std::string& path) -> Result<std::string> {
    const auto file = files.find(path);
    if (file == files.end()) return fail(ErrorCode::file_failure, "can't be opened: gone").at(path);
    return file->second;
  };
  return read_with(ZoneFileReader::from_text(files.at(main), main, std::move(options)));
}

TEST(Include, puts_the_records_of_a_file_in_its_place) {
  const Reading reading =
      read_files({{"zones/main.zone", "a A 192.0.2.1\n$INCLUDE sub.zone\nc A 192.0.2.3\n"},
                  {"zones/sub.zone", "b A 192.0.2.2"}});
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(
      reading.records,
      "a.example. 60 IN A 192.0.2.1\nb.example. 60 IN A 192.0.2.2\nc.example. 60 IN A 192.0.2.3\n");
  EXPECT_EQ(reading.lines, (std::vector<std::uint32_t>{1, 1, 3}));
}

TEST(Include, takes_relative_paths_from_the_folder_of_the_including_file) {
  const Reading reading =
      read_files({{"zones/main.zone", "$INCLUDE deep/sub.zone\n$INCLUDE \"/abs.zone\"\n"},
                  {"zones/deep/sub.zone", "$INCLUDE other.zone\n"},
                  {"zones/deep/other.zone", "a A 192.0.2.1\n"},
                  {"/abs.zone", "b A 192.0.2.2\n"}});
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.records, "a.example. 60 IN A 192.0.2.1\nb.example. 60 IN A 192.0.2.2\n");
}

TEST(Include, takes_a_path_with_blanks) {
  const Reading reading =
      read_files({{"zones/main.zone", "$INCLUDE \"my sub.zone\"\n$INCLUDE my\\032sub.zone\n"},
                  {"zones/my sub.zone", "a A 192.0.2.1\n"}});
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.lines.size(), 2U);
}

TEST(Include, completes_names_with_its_own_origin_inside_only) {
  const Reading reading = read_files({{"zones/main.zone", "$INCLUDE sub.zone sub\nb A 192.0.2.2\n"},
                                      {"zones/sub.zone", "a A 192.0.2.1\n@ A 192.0.2.3\n"}});
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.records,
            "a.sub.example. 60 IN A 192.0.2.1\nsub.example. 60 IN A 192.0.2.3\nb.example. 60 IN A "
            "192.0.2.2\n");
}

TEST(Include, puts_back_origin_and_owner_at_its_end) {
  const Reading reading = read_files(
      {{"zones/main.zone", "a A 192.0.2.1\n$INCLUDE sub.zone\n A 192.0.2.3\nb A 192.0.2.4\n"},
       {"zones/sub.zone", " A 192.0.2.9\n$ORIGIN other.\nx A 192.0.2.2\n"}});
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(
      reading.records,
      "a.example. 60 IN A 192.0.2.1\na.example. 60 IN A 192.0.2.9\nx.other. 60 IN A 192.0.2.2\n"
      "a.example. 60 IN A 192.0.2.3\nb.example. 60 IN A 192.0.2.4\n");
}

TEST(Include, keeps_the_default_ttl_of_the_included_file) {
  const Reading reading =
      read_files({{"zones/main.zone", "$TTL 1\n$INCLUDE sub.zone\na A 192.0.2.1\n"},
                  {"zones/sub.zone", "$TTL 2\n"}});
  EXPECT_EQ(reading.records, "a.example. 2 IN A 192.0.2.1\n");
}

TEST(Include, places_errors_in_the_included_file) {
  const Reading reading = read_files(
      {{"zones/main.zone", "\n$INCLUDE sub.zone\nb A x\n"}, {"zones/sub.zone", "\n\na A no\n"}});
  ASSERT_EQ(reading.errors.size(), 2U);
  EXPECT_EQ(reading.errors[0].where.source, "zones/sub.zone");
  EXPECT_EQ(reading.errors[0].where.line, 3U);
  EXPECT_EQ(reading.errors[1].where.source, "zones/main.zone");
  EXPECT_EQ(reading.errors[1].where.line, 3U);
}

TEST(Include, ends_an_open_parenthesis_with_its_file) {
  const Reading reading =
      read_files({{"zones/main.zone", "$INCLUDE sub.zone\nb A 192.0.2.1 )\nc A 192.0.2.2\n"},
                  {"zones/sub.zone", "d A 192.0.2.4\na A (\n"}});
  ASSERT_EQ(reading.errors.size(), 2U);
  EXPECT_EQ(reading.errors[0].message(),
            "zones/sub.zone:2:5: the '(' here is not closed before the file ends; write the ')'");
  EXPECT_EQ(reading.errors[1].message(), "zones/main.zone:2:15: a ')' without its '('");
  EXPECT_EQ(reading.records, "d.example. 60 IN A 192.0.2.4\nc.example. 60 IN A 192.0.2.2\n");
}

TEST(Include, says_why_a_file_can_not_be_read_and_goes_on) {
  const Reading reading = read_files({{"zones/main.zone", "$INCLUDE gone.zone\na A 192.0.2.1\n"}});
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].code, ErrorCode::file_failure);
  EXPECT_EQ(reading.errors[0].message(),
            "zones/main.zone:1:10: 'gone.zone' can't be included: zones/gone.zone: can't be "
            "opened: gone");
  EXPECT_EQ(reading.records, "a.example. 60 IN A 192.0.2.1\n");
}

TEST(Include, refuses_a_file_that_includes_itself) {
  const Reading reading =
      read_files({{"zones/main.zone", "$INCLUDE a.zone\nx A 192.0.2.1\n"},
                  {"zones/a.zone", "$INCLUDE b.zone\n"},
                  {"zones/b.zone", "$INCLUDE a.zone\n$INCLUDE main.zone\n$INCLUDE b.zone\n"}});
  ASSERT_EQ(reading.errors.size(), 3U);
  for (const Error& error : reading.errors)
    EXPECT_NE(error.detail.find("includes itself"), std::string::npos);
  EXPECT_EQ(reading.records, "x.example. 60 IN A 192.0.2.1\n");
}

TEST(Include, may_read_the_same_file_twice_one_after_the_other) {
  const Reading reading = read_files({{"zones/main.zone", "$INCLUDE a.zone x\n$INCLUDE a.zone y\n"},
                                      {"zones/a.zone", "a A 192.0.2.1\n"}});
  EXPECT_EQ(messages(reading), "");
  EXPECT_EQ(reading.records, "a.x.example. 60 IN A 192.0.2.1\na.y.example. 60 IN A 192.0.2.1\n");
}

TEST(Include, bounds_how_deep_files_go) {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 12; ++i) {
    files["zones/" + std::to_string(i)] =
        "d" + std::to_string(i) + " A 192.0.2.1\n$INCLUDE " + std::to_string(i + 1);
  }
  const Reading reading = read_files(files, example_options(), "zones/0");
  EXPECT_EQ(reading.lines.size(), 9U);  // the outermost and eight inside each other
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_EQ(reading.errors[0].code, ErrorCode::limit_reached);
  EXPECT_EQ(reading.errors[0].where.source, "zones/8");
}

TEST(Include, bounds_how_many_files_there_are) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "$INCLUDE a\n";
  ZoneFileOptions options = example_options();
  options.max_includes = 5;
  const Reading reading =
      read_files({{"zones/main.zone", text}, {"zones/a", "a A 192.0.2.1\n"}}, options);
  EXPECT_EQ(reading.lines.size(), 5U);
  EXPECT_EQ(reading.errors.size(), 15U);
}

TEST(Include, passes_over_a_byte_order_mark_and_refuses_utf_16) {
  const Reading reading = read_files({{"zones/main.zone", "$INCLUDE a\n$INCLUDE b\n"},
                                      {"zones/a",
                                       "\xef\xbb\xbf"
                                       "a A 192.0.2.1\n"},
                                      {"zones/b",
                                       "\xff\xfe"
                                       "b"}});
  EXPECT_EQ(reading.records, "a.example. 60 IN A 192.0.2.1\n");
  ASSERT_EQ(reading.errors.size(), 1U);
  EXPECT_NE(reading.errors[0].detail.find("UTF-16"), std::string::npos);
}

class FolderWithZones : public testing::Test {
 protected:
  FolderWithZones() {
    char path[] = "/tmp/vouch-zonefile-XXXXXX";
    folder_ = ::mkdtemp(path);
  }
  ~FolderWithZones() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }
  std::string folder_;
};

TEST_F(FolderWithZones, are_opened_with_what_they_include) {
  write("main.zone", "$INCLUDE sub.zone\n");
  write("sub.zone", "a A 192.0.2.1\n");
  auto reader = ZoneFileReader::open(folder_ + "/main.zone", example_options());
  ASSERT_TRUE(reader.ok());
  const auto record = reader->next();
  ASSERT_TRUE(record.ok() && record->has_value());
  EXPECT_EQ((*record)->source, folder_ + "/sub.zone");
}

TEST_F(FolderWithZones, fail_to_open_when_they_are_not_there) {
  const auto reader = ZoneFileReader::open(folder_ + "/gone.zone", example_options());
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().code, ErrorCode::file_failure);
  EXPECT_NE(reader.error().message().find("gone.zone"), std::string::npos);
}

TEST_F(FolderWithZones, fail_to_open_in_utf_16) {
  write("main.zone", std::string_view("\xff\xfe"
                                      "a\0",
                                      4));
  const auto reader = ZoneFileReader::open(folder_ + "/main.zone", example_options());
  ASSERT_FALSE(reader.ok());
  EXPECT_NE(reader.error().message().find("UTF-16"), std::string::npos);
}

// Who writes the zone file may not be allowed to read what is included.
TEST(Include, shows_nothing_of_a_file_that_does_not_begin_as_a_zone_file) {
  const char* const secrets[] = {"root:$6$S3cret:19000:0:99999:7:::\nbin:*:19000:::::\n",
                                 "; comment\n\n$6$S3cret\n",
                                 "a A 192.0.2.S3cret\n",
                                 "\"S3cret\n",
                                 "( S3cret\n",
                                 " S3cret A 192.0.2.1\n",
                                 "$ORIGIN S3cret..x\n",
                                 "$GENERATE S3cret a A 192.0.2.$\n",
                                 "Password: S3cret\n",
                                 "S3cret A\n"};
  for (const char* secret : secrets) {
    const Reading reading =
        read_files({{"zones/main.zone", "$INCLUDE sub.zone\na A 192.0.2.1\nbroken A x\n"},
                    {"zones/sub.zone", secret}});
    EXPECT_EQ(reading.records, "a.example. 60 IN A 192.0.2.1\n") << secret;
    ASSERT_EQ(reading.errors.size(), 2U) << secret << messages(reading);
    const std::string message = reading.errors[0].message();
    EXPECT_EQ(message.find("S3cret"), std::string::npos) << message;
    EXPECT_EQ(message.find("zones/sub.zone:"), 0U) << message;
    EXPECT_EQ(reading.errors[0].where.column, 0U) << "where words end says something, too";
    EXPECT_NE(reading.errors[1].message().find("'x'"), std::string::npos) << messages(reading);
  }
}

TEST(Include, quotes_a_file_that_began_as_a_zone_file) {
  for (const char* begin :
       {"a A 192.0.2.1\n", "$TTL 60\n", "$ORIGIN x.\n", "; words\n\n$TTL 1\n"}) {
    const Reading reading =
        read_files({{"zones/main.zone", "$INCLUDE sub.zone\n"},
                    {"zones/sub.zone", std::string(begin) + "b A wrong\nc A bad\n"}});
    EXPECT_NE(messages(reading).find("'wrong'"), std::string::npos) << messages(reading);
    EXPECT_NE(messages(reading).find("'bad'"), std::string::npos) << messages(reading);
  }
}

TEST(Include, takes_regular_files_only_and_waits_for_none) {
  const std::string folder = testing::TempDir() + "include_kinds";
  std::filesystem::create_directories(folder);
  const std::string pipe = folder + "/pipe";
  std::filesystem::remove(pipe);
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path :
       {pipe, std::string("/dev/zero"), std::string("/dev/tty"), folder}) {
    std::ofstream(folder + "/main.zone") << "$INCLUDE \"" << path << "\"\na A 192.0.2.1\n";
    auto reader = ZoneFileReader::open(folder + "/main.zone", example_options());
    ASSERT_TRUE(reader.ok());
    const Reading reading = read_with(std::move(*reader));
    EXPECT_EQ(reading.records, "a.example. 60 IN A 192.0.2.1\n") << path;
    ASSERT_EQ(reading.errors.size(), 1U) << path << messages(reading);
    EXPECT_EQ(reading.errors[0].code, ErrorCode::file_failure) << messages(reading);
  }
}

}  // namespace
}  // namespace vouch::test
