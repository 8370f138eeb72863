// What a person at a terminal sees more than a program in a pipe: colour, and progress of work over
// a second.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "vouch/base/result.hpp"

namespace vouch::cli {

enum class ColorChoice : std::uint8_t { automatic, always, never };

/// Whether text for standard output is coloured: as chosen, or where it is a terminal that can and
/// NO_COLOR is not set (https://no-color.org).
bool wants_color(ColorChoice choice);

enum class Shade : std::uint8_t { plain, good, warning, bad, faint, strong };

/// The text in the shade, or as it is where `color` is false.
std::string shaded(std::string_view text, Shade shade, bool color);

/// The text with everything but printable ASCII as \xNN, cut at 200 octets: what came from outside
/// can't steer the terminal.
std::string printable(std::string_view text);

/// Prints to standard output. Returns 0, the exit code so far: what could not be written is told by
/// finish_output(), once.
int print_text(std::string_view text);

/// The same for long output, which is to end where it can't be written. Errors: file_failure.
Result<void> write_output(std::string_view text);

/// Flushes standard output. The exit code is that given, or 1 with one line on standard error where
/// the output could not be written (a full disk); a second call does not tell it again.
int finish_output(std::string_view subcommand, int exit_code);

/// A line on standard error that says how far a piece of work is; only on a terminal, from one
/// second on, and gone when the work ends. One thread at a time.
class Progress {
 public:
  /// How much is done between two calls of update().
  enum class Step : std::uint8_t { record, piece };

  /// `total` in the units of update(); 0 where it is not known.
  Progress(std::string what, std::uint64_t total, Step step = Step::record);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Cheap enough to be called for every record.
  void update(std::uint64_t done);

 private:
  void draw(std::uint64_t done, double seconds);

  std::string what_;
  std::uint64_t total_;
  std::int64_t begun_;  ///< nanoseconds of the steady clock
  std::int64_t next_draw_;
  std::uint32_t calls_ = 0;
  std::uint32_t calls_between_looks_;
  bool wanted_;
  bool drawn_ = false;
};

}  // namespace vouch::cli
