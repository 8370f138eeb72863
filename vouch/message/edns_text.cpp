// EDNS options as dig writes them. What dig does not know, or finds malformed, goes as hexadecimal
// digits.
#include "vouch/base/encoding.hpp"
#include "vouch/base/wire_reader.hpp"
#include "vouch/message/edns_option.hpp"

namespace vouch {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_printable(std::uint8_t octet) { return octet >= 0x20 && octet < 0x7f; }

/// `6c 61 62 ("lab")`
void append_octets_text(std::string& to, OctetView octets) {
  if (octets.empty()) return;
  for (const std::uint8_t octet : octets) {
    to += ' ';
    to += hex_digits[octet >> 4];
    to += hex_digits[octet & 15];
  }
  to += " (\"";
  for (const std::uint8_t octet : octets)
    to += is_printable(octet) ? static_cast<char>(octet) : '.';
  to += "\")";
}

/// How many octets the UTF-8 sequence at the beginning has (RFC 3629 section 4); 0 where there is
/// none.
std::size_t utf8_sequence(OctetView octets) {
  const std::uint8_t lead = octets[0];
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xc2 ? 0
                           : lead < 0xe0 ? 2
                           : lead < 0xf0 ? 3
                                         : 4;
  if (size == 0 || lead > 0xf4 || octets.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((octets[i] & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xe0 && octets[1] < 0xa0) || (lead == 0xf0 && octets[1] < 0x90);
  const bool surrogate = lead == 0xed && octets[1] > 0x9f;
  const bool too_large = lead == 0xf4 && octets[1] > 0x8f;
  return overlong || surrogate || too_large ? 0 : size;
}

/// A stranger's text for a terminal: controls and what is not UTF-8 become dots.
void append_readable(std::string& to, std::string_view text) {
  OctetView octets = octets_of(text);
  while (!octets.empty()) {
    const std::size_t size = utf8_sequence(octets);
    const bool control = size == 1 && !is_printable(octets[0]);
    const bool late_control = size == 2 && octets[0] == 0xc2 && octets[1] < 0xa0;
    if (size == 0 || control || late_control) {
      to += '.';
    } else {
      to += text_of(octets.first(size));
    }
    octets = octets.subspan(size == 0 ? 1 : size);
  }
}

/// `1 hour 1 minute 1 second`
void append_spoken_period(std::string& to, std::uint32_t seconds) {
  struct Unit {
    std::uint32_t seconds;
    std::string_view word;
  };
  constexpr Unit units[] = {
      {604800, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
  bool first = true;
  for (const Unit& unit : units) {
    const std::uint32_t count = seconds / unit.seconds;
    seconds %= unit.seconds;
    if (count == 0 && !(first && unit.seconds == 1)) continue;
    if (!first) to += ' ';
    first = false;
    to += std::to_string(count);
    to += ' ';
    to += unit.word;
    if (count != 1) to += 's';
  }
}

bool append_llq(std::string& to, OctetView value) {
  constexpr std::size_t octets = 18;
  if (value.size() != octets) return false;
  const auto number = [&](std::size_t at, std::size_t size) {
    std::uint64_t sum = 0;
    for (const std::uint8_t octet : value.subspan(at, size)) sum = sum << 8 | octet;
    return std::to_string(sum);
  };
  to += " Version: " + number(0, 2) + ", Opcode: " + number(2, 2) + ", Error: " + number(4, 2) +
        ", Identifier: " + number(6, 8) + ", Lifetime: " + number(14, 4);
  return true;
}

bool append_subnet(std::string& to, OctetView value) {
  const auto subnet = ClientSubnet::read(value);
  if (!subnet.ok()) return false;
  to += ' ' + subnet->text();
  return true;
}

bool append_expire(std::string& to, OctetView value) {
  if (value.size() != 4) return value.empty();
  WireReader reader(value);
  const std::uint32_t seconds = *reader.u32();
  to += ' ' + std::to_string(seconds) + " (";
  append_spoken_period(to, seconds);
  to += ')';
  return true;
}

bool append_cookie(std::string& to, OctetView value) {
  to += ' ';
  append_base16_text(to, value, LetterCase::lower);
  return true;
}

/// Tenths of seconds (RFC 7828 section 3.1).
bool append_keepalive(std::string& to, OctetView value) {
  if (value.size() != 2) return value.empty();
  const int tenths = value[0] << 8 | value[1];
  to += ' ' + std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " secs";
  return true;
}

bool append_padding(std::string& to, OctetView value) {
  if (!value.empty()) to += " (" + std::to_string(value.size()) + " bytes)";
  return true;
}

bool append_key_tags(std::string& to, OctetView value) {
  if (value.empty() || value.size() % 2 != 0) return false;
  for (std::size_t at = 0; at < value.size(); at += 2) {
    to += at == 0 ? " " : ", ";
    to += std::to_string(value[at] << 8 | value[at + 1]);
  }
  return true;
}

bool append_tag(std::string& to, OctetView value) {
  if (value.size() != 2) return false;
  to += ' ' + std::to_string(value[0] << 8 | value[1]);
  return true;
}

bool append_extended_error(std::string& to, OctetView value) {
  const auto error = ExtendedError::read(value);
  if (!error.ok()) return false;
  const std::string number = std::to_string(static_cast<unsigned>(error->code));
  to += ' ' + number;
  if (const std::string purpose = text(error->code); purpose != number) to += " (" + purpose + ')';
  if (error->text.empty()) return true;
  to += ": (";
  append_readable(to, error->text);
  to += ')';
  return true;
}

struct OptionText {
  EdnsOptionCode code;
  std::string_view name;
  bool (*append)(std::string& to, OctetView value);  ///< false: the value is malformed
};

constexpr OptionText option_texts[] = {
    {EdnsOptionCode::llq, "LLQ", append_llq},
    {EdnsOptionCode::nsid, "NSID", nullptr},
    {EdnsOptionCode::client_subnet, "CLIENT-SUBNET", append_subnet},
    {EdnsOptionCode::expire, "EXPIRE", append_expire},
    {EdnsOptionCode::cookie, "COOKIE", append_cookie},
    {EdnsOptionCode::tcp_keepalive, "TCP KEEPALIVE", append_keepalive},
    {EdnsOptionCode::padding, "PAD", append_padding},
    {EdnsOptionCode::key_tag, "KEY-TAG", append_key_tags},
    {EdnsOptionCode::extended_error, "EDE", append_extended_error},
    {EdnsOptionCode::client_tag, "CLIENT-TAG", append_tag},
    {EdnsOptionCode::server_tag, "SERVER-TAG", append_tag},
};

}  // namespace

void append_option_text(std::string& to, EdnsOptionView option) {
  const OptionText* known = nullptr;
  for (const OptionText& row : option_texts) {
    if (row.code == option.code) known = &row;
  }
  if (known == nullptr) {
    to += "OPT=" + std::to_string(static_cast<unsigned>(option.code)) + ':';
  } else {
    to += known->name;
    to += ':';
    const std::size_t size = to.size();
    if (known->append != nullptr && known->append(to, option.value)) return;
    to.resize(size);
  }
  append_octets_text(to, option.value);
}

std::string text(EdnsOptionView option) {
  std::string text;
  append_option_text(text, option);
  return text;
}

}  // namespace vouch
