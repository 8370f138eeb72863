#include "vouch/base/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace vouch {
namespace {

class FileTest : public testing::Test {
 protected:
  FileTest() {
    std::string name = testing::TempDir() + "vouch_file_XXXXXX";
    folder_ = ::mkdtemp(name.data()) == nullptr ? std::string() : name;
  }
  ~FileTest() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::size_t files() const {
    const std::filesystem::directory_iterator all(folder_);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

  std::string folder_;
};

TEST_F(FileTest, reads_what_was_written) {
  const std::string text = std::string(100'000, 'x') + '\0' + "end";
  ASSERT_TRUE(write_file(path("a"), text).ok());
  EXPECT_EQ(*read_file(path("a")), text);
  ASSERT_TRUE(write_file(path("a"), "").ok());
  EXPECT_EQ(*read_file(path("a")), "");
  EXPECT_EQ(files(), 1U);
}

TEST_F(FileTest, what_was_there_stays_until_commit) {
  ASSERT_TRUE(write_file(path("a"), "old").ok());
  {
    auto replacement = FileReplacement::open(path("a"));
    ASSERT_TRUE(replacement.ok());
    ASSERT_TRUE(replacement->write("new").ok());
    EXPECT_EQ(*read_file(path("a")), "old");
  }
  EXPECT_EQ(*read_file(path("a")), "old");
  EXPECT_EQ(files(), 1U);
}

TEST_F(FileTest, never_takes_the_place_of_a_file_that_exists_unasked) {
  ASSERT_TRUE(write_file(path("a"), "old").ok());
  for (const char* name : {"a", "b"}) {
    auto replacement = FileReplacement::open(path(name));
    ASSERT_TRUE(replacement.ok());
    ASSERT_TRUE(replacement->write("new").ok());
    EXPECT_EQ(replacement->commit_new().ok(), *name == 'b');
  }
  EXPECT_EQ(*read_file(path("a")), "old");
  EXPECT_EQ(*read_file(path("b")), "new");
  EXPECT_EQ(files(), 2U);
}

TEST_F(FileTest, takes_another_name_aside_where_one_is_taken) {
  const std::string taken = path("a") + "." + std::to_string(::getpid()) + ".0";
  ASSERT_TRUE(write_file(taken, "another's").ok());
  ASSERT_TRUE(write_file(path("a"), "new").ok());
  EXPECT_EQ(*read_file(path("a")), "new");
  EXPECT_EQ(*read_file(taken), "another's");
  EXPECT_EQ(files(), 2U);
}

TEST_F(FileTest, writes_to_devices_and_never_replaces_them) {
  EXPECT_TRUE(write_file("/dev/null", "x").ok());
  const auto full = write_file("/dev/full", "x");
  ASSERT_FALSE(full.ok());
  EXPECT_NE(full.error().message().find("No space left"), std::string::npos);
  for (const char* device : {"/dev/null", "/dev/full"}) {
    struct stat status {};
    ASSERT_EQ(::stat(device, &status), 0);
    EXPECT_TRUE(S_ISCHR(status.st_mode)) << device;
  }
  EXPECT_FALSE(write_file(folder_, "x").ok());
}

TEST_F(FileTest, is_moved_without_losing_what_was_written) {
  auto opened = FileReplacement::open(path("a"));
  ASSERT_TRUE(opened.ok());
  FileReplacement first = std::move(opened).value();
  ASSERT_TRUE(first.write("one ").ok());
  FileReplacement second = std::move(first);
  ASSERT_TRUE(second.write("two").ok());
  ASSERT_TRUE(second.commit().ok());
  EXPECT_EQ(*read_file(path("a")), "one two");
}

TEST_F(FileTest, has_the_mode_that_was_asked_for) {
  ASSERT_TRUE(write_file(path("secret"), "key", 0600).ok());
  struct stat status {};
  ASSERT_EQ(::stat(path("secret").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(FileTest, says_which_file_and_why) {
  const auto missing = read_file(path("missing"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::file_failure);
  EXPECT_NE(missing.error().message().find(path("missing")), std::string::npos);
  EXPECT_NE(missing.error().message().find("No such file"), std::string::npos);
  EXPECT_FALSE(write_file(path("no/folder"), "x").ok());
  EXPECT_FALSE(read_file(folder_).ok());
}

TEST_F(FileTest, refuses_a_file_over_the_limit) {
  ASSERT_TRUE(write_file(path("a"), "12345").ok());
  EXPECT_TRUE(read_file(path("a"), 5).ok());
  const auto result = read_file(path("a"), 4);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::too_long);
}

}  // namespace
}  // namespace vouch
