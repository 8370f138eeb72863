#include "daemon/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "vouch/base/timestamp.hpp"

namespace vouch::daemon {
namespace {

// Text and fields travel through spdlog as one payload; what they hold of these octets is escaped
// before.
constexpr char before_key = '\x1e';
constexpr char before_value = '\x1f';

constexpr std::array<std::string_view, 4> level_words = {"debug", "info", "warning", "error"};

spdlog::level::level_enum native(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: break;
  }
  return spdlog::level::err;
}

std::string_view word_of(spdlog::level::level_enum level) {
  if (level <= spdlog::level::debug) return level_words[0];
  if (level == spdlog::level::info) return level_words[1];
  return level_words[level == spdlog::level::warn ? 2 : 3];
}

void append_escaped(std::string& to, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet != 0x7f) {
      to += c;
      continue;
    }
    to += "\\x";
    to += digits[octet >> 4];
    to += digits[octet & 0xf];
  }
}

std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  const std::string_view taken = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return taken;
}

class LineFormatter : public spdlog::formatter {
 public:
  explicit LineFormatter(bool json) : json_(json) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& to) override {
    const auto since =
        std::chrono::duration_cast<std::chrono::seconds>(message.time.time_since_epoch());
    const std::string time = Timestamp{since.count()}.iso();
    const std::string_view payload(message.payload.data(), message.payload.size());
    const std::string line = json_ ? json_line(time, word_of(message.level), payload)
                                   : text_line(time, word_of(message.level), payload);
    to.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(json_);
  }

 private:
  static std::string text_line(const std::string& time, std::string_view level,
                               std::string_view rest) {
    std::string line =
        time + " " + std::string(level) + ": " + std::string(take_until(rest, before_key));
    while (!rest.empty()) {
      std::string_view field = take_until(rest, before_key);
      const std::string_view key = take_until(field, before_value);
      line += " " + std::string(key) + "=" + std::string(field);
    }
    return line + "\n";
  }

  static std::string json_line(const std::string& time, std::string_view level,
                               std::string_view rest) {
    nlohmann::ordered_json line;
    line["time"] = time;
    line["level"] = level;
    line["text"] = take_until(rest, before_key);
    while (!rest.empty()) {
      std::string_view field = take_until(rest, before_key);
      const std::string key(take_until(field, before_value));
      line[key] = field;
    }
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  }

  bool json_;
};

void install(spdlog::sink_ptr sink, const LogOptions& options) {
  auto logger = std::make_shared<spdlog::logger>("vouch", std::move(sink));
  logger->set_formatter(std::make_unique<LineFormatter>(options.json));
  logger->set_level(native(options.level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

// The logger in force; held while it is used, since another thread may begin the log anew.
std::shared_ptr<spdlog::logger> current_logger() {
  static const bool first = (install(std::make_shared<spdlog::sinks::stderr_sink_mt>(), {}), true);
  (void)first;
  return spdlog::default_logger();
}

}  // namespace

Result<void> start_log(const LogOptions& options) {
  (void)current_logger();  // so that the log of the beginning does not come after this one
  if (options.file.empty()) {
    install(std::make_shared<spdlog::sinks::stderr_sink_mt>(), options);
    return {};
  }
  try {
    install(std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file), options);
  } catch (const spdlog::spdlog_ex& refused) {
    return fail(ErrorCode::file_failure, std::string("the log can't be opened: ") + refused.what())
        .at(options.file);
  }
  return {};
}

void log(LogLevel level, std::string_view text, std::initializer_list<LogField> fields) {
  const auto logger = current_logger();
  if (!logger->should_log(native(level))) return;
  std::string payload;
  append_escaped(payload, text);
  for (const LogField& field : fields) {
    payload += before_key;
    append_escaped(payload, field.key);
    payload += before_value;
    append_escaped(payload, field.value);
  }
  logger->log(native(level), spdlog::string_view_t(payload.data(), payload.size()));
}

bool is_logged(LogLevel level) { return current_logger()->should_log(native(level)); }

Result<LogLevel> parse_log_level(std::string_view word) {
  for (std::size_t i = 0; i < level_words.size(); ++i) {
    if (word == level_words[i]) return static_cast<LogLevel>(i);
  }
  return fail(ErrorCode::bad_usage, "'" + std::string(word.substr(0, 40)) +
                                        "' is no log level; write debug, info, warning or error");
}

}  // namespace vouch::daemon
