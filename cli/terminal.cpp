#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <stdio_ext.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

namespace vouch::cli {
namespace {

constexpr std::int64_t nanoseconds = 1'000'000'000;
constexpr std::int64_t first_draw_after = nanoseconds;
constexpr std::int64_t between_draws = nanoseconds / 5;
constexpr std::uint32_t records_between_looks = 256;
constexpr std::size_t longest_printable = 200;

std::int64_t steady_now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool is_dumb_terminal() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::strcmp(terminal, "dumb") == 0;
}

std::string_view code_of(Shade shade) {
  switch (shade) {
    case Shade::plain: break;
    case Shade::good: return "\x1b[32m";
    case Shade::warning: return "\x1b[33m";
    case Shade::bad: return "\x1b[31m";
    case Shade::faint: return "\x1b[2m";
    case Shade::strong: return "\x1b[1m";
  }
  return {};
}

std::string unwritten(int reason) {
  return "the output can't be written" +
         (reason == 0 ? std::string() : std::string(": ") + std::strerror(reason));
}

// So that what was told is not told again.
void forget_output() {
  ::__fpurge(stdout);
  std::clearerr(stdout);
}

}  // namespace

bool wants_color(ColorChoice choice) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  return !is_set("NO_COLOR") && !is_dumb_terminal() && ::isatty(STDOUT_FILENO) == 1;
}

std::string shaded(std::string_view text, Shade shade, bool color) {
  if (!color || shade == Shade::plain) return std::string(text);
  return fmt::format("{}{}\x1b[0m", code_of(shade), text);
}

std::string printable(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, longest_printable)) {
    if (c >= ' ' && c <= '~') {
      shown += c;
    } else {
      shown += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text.size() > longest_printable ? shown + "..." : shown;
}

int print_text(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

Result<void> write_output(std::string_view text) {
  errno = 0;
  const bool is_written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (is_written && std::ferror(stdout) == 0) return {};
  Error error = fail(ErrorCode::file_failure, unwritten(errno));
  forget_output();
  return error;
}

int finish_output(std::string_view subcommand, int exit_code) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
  // What failed earlier left no reason behind, so it is asked for once more.
  if (errno == 0 && ::write(STDOUT_FILENO, "\n", 1) == 1) errno = 0;
  fmt::print(stderr, "vouch{}{}: {}\n", subcommand.empty() ? "" : " ", subcommand,
             unwritten(errno));
  forget_output();
  return 1;
}

Progress::Progress(std::string what, std::uint64_t total, Step step)
    : what_(std::move(what)),
      total_(total),
      begun_(steady_now()),
      next_draw_(begun_ + first_draw_after),
      calls_between_looks_(step == Step::record ? records_between_looks : 1),
      wanted_(::isatty(STDERR_FILENO) == 1 && !is_dumb_terminal()) {}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::update(std::uint64_t done) {
  if (!wanted_ || ++calls_ % calls_between_looks_ != 0) return;
  const std::int64_t now = steady_now();
  if (now < next_draw_) return;
  next_draw_ = now + between_draws;
  draw(done, static_cast<double>(now - begun_) / nanoseconds);
}

void Progress::draw(std::uint64_t done, double seconds) {
  constexpr int width = 30;
  drawn_ = true;
  if (total_ == 0) {
    fmt::print(stderr, "\r\x1b[K{}: {} ({:.0f} s)", what_, done, seconds);
    return;
  }
  const double share =
      done >= total_ ? 1.0 : static_cast<double>(done) / static_cast<double>(total_);
  const auto full = static_cast<std::size_t>(share * width);
  const std::string bar = std::string(full, '#') + std::string(width - full, '.');
  const double left = share > 0 ? seconds / share - seconds : 0;
  fmt::print(stderr, "\r\x1b[K{} [{}] {:3.0f} % ({:.0f} s left)", what_, bar, share * 100, left);
}

}  // namespace vouch::cli
