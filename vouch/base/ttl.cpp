#include "vouch/base/ttl.hpp"

namespace vouch {
namespace {

std::uint32_t unit_seconds(char unit) {
  switch (unit | 0x20) {
    case 's': return 1;
    case 'm': return 60;
    case 'h': return 3600;
    case 'd': return 86400;
    case 'w': return 604800;
    default: return 0;
  }
}

Error bad_period(std::string_view text) {
  return fail(ErrorCode::bad_number,
              "'" + std::string(text.substr(0, 32)) + "' is no count of seconds; write 3600 or 1h");
}

}  // namespace

Result<std::uint32_t> parse_period(std::string_view text) {
  if (text.empty()) return bad_period(text);
  std::uint64_t total = 0;
  std::uint64_t number = 0;
  bool digits = false;
  bool units = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + static_cast<std::uint64_t>(c - '0');
      digits = true;
      if (number > 0xffffffffU) return bad_period(text);
      continue;
    }
    const std::uint32_t unit = unit_seconds(c);
    if (unit == 0 || !digits) return bad_period(text);
    total += number * unit;
    number = 0;
    digits = false;
    units = true;
  }
  if (digits && units) return bad_period(text);
  total += number;
  if (total > 0xffffffffU) return bad_period(text);
  return static_cast<std::uint32_t>(total);
}

Result<Ttl> Ttl::parse(std::string_view text) {
  VOUCH_TRY(const std::uint32_t seconds, parse_period(text));
  if (seconds > max_seconds) {
    return fail(ErrorCode::bad_number,
                "a TTL of " + std::string(text) + " is over 2147483647 seconds");
  }
  return Ttl{seconds};
}

std::string period_text(std::uint32_t seconds) {
  if (seconds == 0) return "0s";
  static constexpr struct {
    std::uint32_t seconds;
    char unit;
  } units[] = {{604800, 'w'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
  std::string text;
  for (const auto& unit : units) {
    const std::uint32_t count = seconds / unit.seconds;
    if (count == 0) continue;
    text += std::to_string(count) + unit.unit;
    seconds %= unit.seconds;
  }
  return text;
}

}  // namespace vouch
