#include "vouch/base/timestamp.hpp"

#include <cstdio>

#include "vouch/base/ttl.hpp"

namespace vouch {
namespace {

struct Calendar {
  std::int64_t year;
  unsigned month, day, hour, minute, second;
};

// Days since 1970-01-01 of the proleptic Gregorian calendar, with March as the first month so that
// the leap day comes last.
std::int64_t days_from(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

Calendar calendar_of(std::int64_t seconds) {
  std::int64_t days = seconds / 86400;
  std::int64_t rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  const auto of_day = static_cast<unsigned>(rest);
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0),
          month,
          day_of_year - (153 * shifted + 2) / 5 + 1,
          of_day / 3600,
          of_day / 60 % 60,
          of_day % 60};
}

bool is_leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

bool in_calendar(const Calendar& c) {
  static constexpr unsigned month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (c.month < 1 || c.month > 12 || c.day < 1) return false;
  const unsigned days = month_days[c.month - 1] + (c.month == 2 && is_leap(c.year) ? 1 : 0);
  return c.day <= days && c.hour < 24 && c.minute < 60 && c.second < 60;
}

bool all_digits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

unsigned number_of(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

Error bad_time(std::string_view text) {
  return fail(ErrorCode::bad_time, "'" + std::string(text.substr(0, 40)) +
                                       "' is no time; write YYYYMMDDHHMMSS, YYYY-MM-DDTHH:MM:SSZ, "
                                       "Unix seconds, now, +14d or -1h");
}

Result<std::int64_t> seconds_of_compact(std::string_view text) {
  const Calendar c = {number_of(text.substr(0, 4)),  number_of(text.substr(4, 2)),
                      number_of(text.substr(6, 2)),  number_of(text.substr(8, 2)),
                      number_of(text.substr(10, 2)), number_of(text.substr(12, 2))};
  if (!in_calendar(c)) return bad_time(text);
  return days_from(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
}

// ISO 8601 with '-' and ':' taken out is the compact form; a date alone means midnight.
Result<std::int64_t> seconds_of_iso(std::string_view text) {
  static constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
  std::string_view body = text;
  if (!body.empty() && (body.back() == 'Z' || body.back() == 'z')) body.remove_suffix(1);
  if (body.size() != shape.size() && body.size() != 10) return bad_time(text);
  std::string digits;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    const bool matches = shape[i] == 'd'   ? c >= '0' && c <= '9'
                         : shape[i] == 'T' ? c == 'T' || c == 't' || c == ' '
                                           : c == shape[i];
    if (!matches) return bad_time(text);
    if (shape[i] == 'd') digits += c;
  }
  digits.resize(14, '0');
  const auto seconds = seconds_of_compact(digits);
  if (!seconds.ok()) return bad_time(text);
  return *seconds;
}

std::string formatted(const char* format, std::int64_t seconds) {
  const Calendar c = calendar_of(seconds);
  char text[64];
  const int size = std::snprintf(text, sizeof text, format, static_cast<long>(c.year), c.month,
                                 c.day, c.hour, c.minute, c.second);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

Timestamp Timestamp::from_wire(std::uint32_t wire, Timestamp near) {
  const auto distance = static_cast<std::int32_t>(wire - near.to_wire());
  return near.plus(distance);
}

Result<Timestamp> Timestamp::parse(std::string_view text, Timestamp now) {
  if (text == "now") return now;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    const auto period = parse_period(text.substr(1));
    if (!period.ok()) return bad_time(text);
    const auto distance = static_cast<std::int64_t>(*period);
    return now.plus(text[0] == '+' ? distance : -distance);
  }
  if (all_digits(text) && text.size() == 14) {
    VOUCH_TRY(const std::int64_t seconds, seconds_of_compact(text));
    return Timestamp{seconds};
  }
  if (all_digits(text) && text.size() <= 11) {
    std::int64_t seconds = 0;
    for (const char c : text) seconds = seconds * 10 + (c - '0');
    return Timestamp{seconds};
  }
  VOUCH_TRY(const std::int64_t seconds, seconds_of_iso(text));
  return Timestamp{seconds};
}

// Signed zones have two of these in every other record.
std::string Timestamp::compact() const {
  const Calendar c = calendar_of(seconds);
  if (c.year < 0 || c.year > 9999) return formatted("%04ld%02u%02u%02u%02u%02u", seconds);
  char text[14];
  char* at = text;
  const auto append = [&at](unsigned number) {
    *at++ = static_cast<char>('0' + number / 10);
    *at++ = static_cast<char>('0' + number % 10);
  };
  const auto year = static_cast<unsigned>(c.year);
  for (const unsigned number : {year / 100, year % 100, c.month, c.day, c.hour, c.minute, c.second})
    append(number);
  return {text, sizeof text};
}
std::string Timestamp::iso() const { return formatted("%04ld-%02u-%02uT%02u:%02u:%02uZ", seconds); }
std::string Timestamp::readable() const {
  return formatted("%04ld-%02u-%02u %02u:%02u:%02u UTC", seconds);
}

Result<std::uint32_t> parse_rrsig_time(std::string_view text) {
  if (all_digits(text) && text.size() == 14) {
    VOUCH_TRY(const std::int64_t seconds, seconds_of_compact(text));
    if (seconds >= 0 && seconds <= 0xffffffffLL) return static_cast<std::uint32_t>(seconds);
  }
  if (all_digits(text) && text.size() <= 10) {
    std::uint64_t seconds = 0;
    for (const char c : text) seconds = seconds * 10 + static_cast<std::uint64_t>(c - '0');
    if (seconds <= 0xffffffffU) return static_cast<std::uint32_t>(seconds);
  }
  return fail(
      ErrorCode::bad_time,
      "'" + std::string(text.substr(0, 40)) +
          "' is no signature time; write YYYYMMDDHHMMSS, from 1970 to February 2106, or seconds");
}

std::string rrsig_time_text(std::uint32_t wire) { return Timestamp{wire}.compact(); }

}  // namespace vouch
