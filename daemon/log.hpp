// The log of a long-running program: one line an event, as text or JSON, to standard error or a
// file.
//
// One log a process, kept by spdlog; any thread. What remote data brings into a line is escaped, so
// that no packet can write lines of its own.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "vouch/base/result.hpp"

namespace vouch::daemon {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

struct LogOptions {
  LogLevel level = LogLevel::info;  ///< and those above
  bool json = false;  ///< `{"time":"...","level":"info","text":"...","zone":"example."}`
  std::string file;   ///< appended to; empty for standard error
};

/// A detail of an event: ` zone=example.` in text.
struct LogField {
  std::string_view key;
  std::string_view value;
};

/// Begins the log, or begins it anew with other options (after a rotation, say); before, the log is
/// text of level info on standard error. Errors: file_failure.
Result<void> start_log(const LogOptions& options);

void log(LogLevel level, std::string_view text, std::initializer_list<LogField> fields = {});
inline void log_debug(std::string_view text, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::debug, text, fields);
}
inline void log_info(std::string_view text, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::info, text, fields);
}
inline void log_warning(std::string_view text, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::warning, text, fields);
}
inline void log_error(std::string_view text, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::error, text, fields);
}

/// Whether lines of the level are written, before work is spent on one.
bool is_logged(LogLevel level);

/// `debug`, `info`, `warning` or `error`; bad_usage for another word.
Result<LogLevel> parse_log_level(std::string_view word);

}  // namespace vouch::daemon
