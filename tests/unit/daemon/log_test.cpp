#include "daemon/log.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "vouch/base/file.hpp"

namespace vouch::daemon {
namespace {

// Logs to a file, and back to standard error afterwards.
class LogTest : public testing::Test {
 protected:
  void start(LogLevel level, bool json) { ASSERT_TRUE(start_log({level, json, path_}).ok()); }
  ~LogTest() override {
    EXPECT_TRUE(start_log({}).ok());
    std::filesystem::remove(path_);
  }
  std::string written() const { return *read_file(path_); }

  std::string path_ = "/tmp/vouch-log-" + std::to_string(::getpid());
};

TEST_F(LogTest, writes_one_line_an_event) {
  start(LogLevel::info, false);
  log_info("serving");
  log_warning("zone expired", {{"zone", "example."}, {"serial", "7"}});
  const std::string text = written();
  ASSERT_GT(text.size(), 40U);
  EXPECT_EQ(text[4], '-');
  EXPECT_EQ(text.substr(19, 15), "Z info: serving");
  EXPECT_NE(text.find("Z warning: zone expired zone=example. serial=7\n"), std::string::npos);
}

TEST_F(LogTest, keeps_to_its_level) {
  start(LogLevel::warning, false);
  log_debug("a");
  log_info("b");
  log_warning("c");
  log_error("d");
  EXPECT_FALSE(is_logged(LogLevel::info));
  EXPECT_TRUE(is_logged(LogLevel::error));
  const std::string text = written();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST_F(LogTest, writes_json_lines) {
  start(LogLevel::debug, true);
  log_debug("a \"quoted\" text", {{"zone", "example."}});
  const auto line = nlohmann::json::parse(written());
  EXPECT_EQ(line["level"], "debug");
  EXPECT_EQ(line["text"], "a \"quoted\" text");
  EXPECT_EQ(line["zone"], "example.");
  EXPECT_EQ(line["time"].get<std::string>().size(), 20U);
}

TEST_F(LogTest, lets_nobody_write_lines_of_their_own) {
  for (const bool json : {false, true}) {
    start(LogLevel::info, json);
    log_info(
        "x\n2030-01-01T00:00:00Z error: forged\x1b[2J\x1e"
        "a\x1f"
        "b\xff",
        {{"k\n", "v\r\n"}});
  }
  const std::string text = written();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  for (const char c : text) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  EXPECT_NE(text.find("x\\x0a2030"), std::string::npos);
}

TEST_F(LogTest, takes_lines_of_several_threads_whole) {
  start(LogLevel::info, false);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int j = 0; j < 200; ++j) log_info("a line of its own");
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string text = written();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 800);
  std::size_t at = 0;
  for (int i = 0; i < 800; ++i) {
    const std::size_t end = text.find('\n', at);
    EXPECT_EQ(text.substr(at + 20, end - at - 20), " info: a line of its own");
    at = end + 1;
  }
}

TEST_F(LogTest, can_begin_anew_while_others_write) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the sanitizer does not see the reference counts inside the spdlog library";
#endif
  start(LogLevel::info, false);
  std::thread writer([] {
    for (int i = 0; i < 500; ++i) log_info("x");
  });
  for (int i = 0; i < 20; ++i) start(LogLevel::info, false);
  writer.join();
  const std::string text = written();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 500);
}

TEST(Log, says_why_it_can_not_be_opened) {
  const auto started = start_log({LogLevel::info, false, "/dev/null/log"});
  ASSERT_FALSE(started.ok());
  EXPECT_EQ(started.error().code, ErrorCode::file_failure);
  EXPECT_NE(started.error().message().find("/dev/null/log"), std::string::npos);
  EXPECT_TRUE(start_log({}).ok());
}

TEST(Log, reads_the_words_of_its_levels) {
  EXPECT_EQ(*parse_log_level("debug"), LogLevel::debug);
  EXPECT_EQ(*parse_log_level("error"), LogLevel::error);
  EXPECT_EQ(parse_log_level("loud").error().message(),
            "'loud' is no log level; write debug, info, warning or error");
}

}  // namespace
}  // namespace vouch::daemon
