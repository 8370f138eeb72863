#include "vouch/rr/field/structured/svc_keys.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>

#include "vouch/base/encoding.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/address.hpp"
#include "vouch/rr/field/escape.hpp"
#include "vouch/rr/field/fixed.hpp"

namespace vouch::rr {
namespace {

constexpr SvcKeyRow rows[] = {
    {0, "mandatory", SvcValue::keys_form},
    {1, "alpn", SvcValue::alpn_form},
    {2, "no-default-alpn", SvcValue::none_form},
    {3, "port", SvcValue::port_form},
    {4, "ipv4hint", SvcValue::ipv4_form},
    {5, "ech", SvcValue::base64_form},
    {6, "ipv6hint", SvcValue::ipv6_form},
    {7, "dohpath", SvcValue::text_form},
    {8, "ohttp", SvcValue::none_form},
    {9, "tls-supported-groups", SvcValue::groups_form},
    {10, "docpath", SvcValue::path_segments_form},
};

constexpr std::uint16_t invalid_key = 65535;  // RFC 9460 section 14.3.2

SvcValue value_of(std::uint16_t key) {
  const SvcKeyRow* row = svc_key_row(key);
  return row == nullptr ? SvcValue::opaque_form : row->value;
}

std::uint16_t u16_at(OctetView octets, std::size_t at) {
  return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}

std::optional<std::uint16_t> number(std::string_view text) {
  std::uint16_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (text.empty() || failure != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::string_view keys_fault(OctetView value) {
  if (value.empty() || value.size() % 2 != 0) return "mandatory lists one key or more";
  for (std::size_t at = 0; at < value.size(); at += 2) {
    if (u16_at(value, at) == 0) return "mandatory must not list itself";
    if (u16_at(value, at) == invalid_key) return "mandatory lists the reserved key 65535";
    if (at > 0 && u16_at(value, at) <= u16_at(value, at - 2))
      return "mandatory lists its keys in ascending order, once";
  }
  return {};
}

std::string_view counted_fault(OctetView value, bool may_be_empty, std::string_view rule) {
  if (value.empty() && !may_be_empty) return rule;
  for (std::size_t at = 0; at < value.size(); at += value[at] + 1U) {
    if (value[at] == 0 || at + value[at] >= value.size()) return rule;
  }
  return {};
}

std::string_view groups_fault(OctetView value) {
  if (value.empty() || value.size() % 2 != 0)
    return "tls-supported-groups lists one number or more";
  std::bitset<65536> seen;
  for (std::size_t at = 0; at < value.size(); at += 2) {
    const std::uint16_t group = u16_at(value, at);
    if (seen[group]) return "tls-supported-groups lists a group twice";
    seen.set(group);
  }
  return {};
}

// --- text in

// Splits at commas that no backslash precedes, as RFC 9460 appendix A.1 has it, after the escapes
// of the character string were undone; undoes `\,` and `\\` in the items.
Result<std::vector<std::string>> list_items(std::string_view text) {
  Octets octets;
  VOUCH_CHECK(append_unescaped(octets, text));
  const std::string_view value = text_of(octets);
  std::vector<std::string> items(1);
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == ',') {
      items.emplace_back();
      continue;
    }
    if (value[at] == '\\') {
      if (++at == value.size() || (value[at] != ',' && value[at] != '\\')) {
        return fail(ErrorCode::bad_text,
                    "in a list, a backslash is written \\\\\\\\ and a comma in an item \\\\,");
      }
    }
    items.back() += value[at];
  }
  return items;
}

Result<void> append_counted_items(Octets& to, std::string_view text) {
  VOUCH_TRY(const std::vector<std::string> items, list_items(text));
  for (const std::string& item : items) {
    if (item.empty() || item.size() > 255)
      return fail(ErrorCode::bad_rdata, "an item of a list has 1 to 255 octets");
    to.push_back(static_cast<std::uint8_t>(item.size()));
    append_octets(to, octets_of(item));
  }
  return {};
}

// Calls back for every item of a list whose items have no escapes.
template <typename Item>
Result<void> for_each_plain_item(std::string_view text, Item item) {
  while (true) {
    const std::size_t comma = text.find(',');
    VOUCH_CHECK(item(text.substr(0, comma)));
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
}

void push_u16(Octets& to, std::uint16_t value) { WireWriter(to).u16(value); }

Result<void> append_keys(Octets& to, std::string_view text) {
  std::vector<std::uint16_t> keys;
  VOUCH_CHECK(for_each_plain_item(text, [&](std::string_view item) -> Result<void> {
    const auto key = parse_svc_key(item);
    if (!key)
      return fail(ErrorCode::bad_rdata,
                  "'" + std::string(item) + "' is no key; write its name or keyNNN");
    keys.push_back(*key);
    return {};
  }));
  std::sort(keys.begin(), keys.end());
  for (const std::uint16_t key : keys) push_u16(to, key);
  return {};
}

Result<void> append_numbers(Octets& to, std::string_view text) {
  return for_each_plain_item(text, [&](std::string_view item) -> Result<void> {
    const auto value = number(item);
    if (!value)
      return fail(ErrorCode::bad_number,
                  "'" + std::string(item) + "' is no number from 0 to 65535");
    push_u16(to, *value);
    return {};
  });
}

Result<void> append_addresses(Octets& to, std::string_view text, bool four) {
  return for_each_plain_item(text, [&](std::string_view item) -> Result<void> {
    std::uint8_t address[16];
    if (!(four ? parse_ipv4(item, address) : parse_ipv6(item, address))) {
      return fail(ErrorCode::bad_address,
                  "'" + std::string(item) + "' is no address of the hint's family");
    }
    append_octets(to, {address, four ? 4U : 16U});
    return {};
  });
}

// --- text out

void append_plain(std::string& to, std::string_view separator, std::string_view item) {
  if (to.back() != '=') to += separator;
  to += item;
}

// Items between quotes: a comma or backslash inside an item is escaped for the list, and then for
// the string. Blanks are escaped too, as named does.
void append_counted_text(std::string& to, OctetView value) {
  std::string joined;
  for (std::size_t at = 0; at < value.size(); at += value[at] + 1U) {
    if (at > 0) joined += ',';
    for (const std::uint8_t octet : value.subspan(at + 1, value[at])) {
      if (octet == ',' || octet == '\\') joined += '\\';
      joined += static_cast<char>(octet);
    }
  }
  std::string quoted;
  append_quoted(quoted, octets_of(joined));
  for (const char c : quoted) {
    if (c == ' ') {
      to += "\\032";
    } else {
      to += c;
    }
  }
}

void append_address_texts(std::string& to, OctetView value, std::size_t octets) {
  for (std::size_t at = 0; at < value.size(); at += octets) {
    std::string address;
    if (octets == 4) {
      append_ipv4_text(address, value.data() + at);
    } else {
      append_ipv6_text(address, value.data() + at);
    }
    append_plain(to, ",", address);
  }
}

}  // namespace

const SvcKeyRow* svc_key_row(std::uint16_t key) {
  return key < std::size(rows) ? &rows[key] : nullptr;
}

std::string svc_key_text(std::uint16_t key) {
  const SvcKeyRow* row = svc_key_row(key);
  return row != nullptr ? std::string(row->mnemonic) : "key" + std::to_string(key);
}

std::optional<std::uint16_t> parse_svc_key(std::string_view text) {
  for (const SvcKeyRow& row : rows) {
    if (row.mnemonic == text) return row.key;
  }
  if (!text.starts_with("key")) return std::nullopt;
  text.remove_prefix(3);
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  const auto key = number(text);
  if (!key || *key == invalid_key) return std::nullopt;
  return key;
}

std::string_view svc_value_fault(std::uint16_t key, OctetView value) {
  switch (value_of(key)) {
    case SvcValue::keys_form: return keys_fault(value);
    case SvcValue::alpn_form:
      return counted_fault(value, false, "alpn lists one protocol or more, of 1 to 255 octets");
    case SvcValue::path_segments_form:
      return counted_fault(value, true, "docpath lists segments of 1 to 255 octets");
    case SvcValue::none_form:
      return value.empty() ? std::string_view() : "no-default-alpn and ohttp have no value";
    case SvcValue::port_form:
      return value.size() == 2 ? std::string_view() : "port is one number of 16 bits";
    case SvcValue::ipv4_form:
      return !value.empty() && value.size() % 4 == 0 ? std::string_view()
                                                     : "ipv4hint lists one IPv4 address or more";
    case SvcValue::ipv6_form:
      return !value.empty() && value.size() % 16 == 0 ? std::string_view()
                                                      : "ipv6hint lists one IPv6 address or more";
    case SvcValue::base64_form: return value.empty() ? "ech must not be empty" : std::string_view();
    case SvcValue::text_form:
      return value.empty() ? "dohpath must not be empty" : std::string_view();
    case SvcValue::groups_form: return groups_fault(value);
    case SvcValue::opaque_form: return {};
  }
  return {};
}

Result<void> append_svc_value(Octets& to, std::uint16_t key, std::string_view text, bool generic) {
  const SvcValue kind = generic ? SvcValue::opaque_form : value_of(key);
  if (kind == SvcValue::opaque_form || kind == SvcValue::text_form)
    return append_unescaped(to, text);
  if (kind == SvcValue::none_form || (kind == SvcValue::path_segments_form && text.empty())) {
    return text.empty()
               ? Result<void>()
               : Result<void>(fail(ErrorCode::bad_rdata, svc_key_text(key) + " has no value"));
  }
  if (text.empty()) return fail(ErrorCode::bad_rdata, svc_key_text(key) + " needs a value");
  if (kind == SvcValue::alpn_form || kind == SvcValue::path_segments_form)
    return append_counted_items(to, text);
  Octets plain;
  VOUCH_CHECK(append_unescaped(plain, text));
  const std::string_view value = text_of(plain);
  switch (kind) {
    case SvcValue::keys_form: return append_keys(to, value);
    case SvcValue::port_form:
    case SvcValue::groups_form: return append_numbers(to, value);
    case SvcValue::ipv4_form:
    case SvcValue::ipv6_form: return append_addresses(to, value, kind == SvcValue::ipv4_form);
    default: break;
  }
  VOUCH_TRY(const Octets decoded, base64_octets(value));
  append_octets(to, decoded);
  return {};
}

void append_svc_value_text(std::string& to, std::uint16_t key, OctetView value) {
  const SvcValue kind = value_of(key);
  if (value.empty()) return;
  to += '=';
  switch (kind) {
    case SvcValue::keys_form:
      for (std::size_t at = 0; at < value.size(); at += 2)
        append_plain(to, ",", svc_key_text(u16_at(value, at)));
      break;
    case SvcValue::port_form:
    case SvcValue::groups_form:
      for (std::size_t at = 0; at < value.size(); at += 2)
        append_plain(to, ",", std::to_string(u16_at(value, at)));
      break;
    case SvcValue::alpn_form:
    case SvcValue::path_segments_form: append_counted_text(to, value); break;
    case SvcValue::ipv4_form: append_address_texts(to, value, 4); break;
    case SvcValue::ipv6_form: append_address_texts(to, value, 16); break;
    case SvcValue::base64_form: to += base64_text(value); break;
    case SvcValue::none_form:
    case SvcValue::text_form:
    case SvcValue::opaque_form: append_quoted(to, value); break;
  }
}

}  // namespace vouch::rr
