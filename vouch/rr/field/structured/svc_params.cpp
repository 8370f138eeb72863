// SvcParams of SVCB and HTTPS: key, length and value, in ascending order of keys (RFC 9460
// section 2.2), with the rules that bind keys to each other (sections 7.1.1 and 8).
#include <algorithm>
#include <vector>

#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/field/kinds.hpp"
#include "vouch/rr/field/structured/svc_keys.hpp"

namespace vouch::rr {
namespace {

enum Key : std::uint16_t { mandatory = 0, alpn = 1, no_default_alpn = 2, unusable = 65535 };

std::uint16_t u16_at(OctetView octets, std::size_t at) {
  return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}

// Whether checked parameters have the key.
bool has_key(OctetView params, std::uint16_t key) {
  for (std::size_t at = 0; at < params.size(); at += 4U + u16_at(params, at + 2)) {
    if (u16_at(params, at) == key) return true;
  }
  return false;
}

// What breaks a rule over several parameters, or over the order of keys; empty where nothing does.
std::string params_fault(OctetView params) {
  int last = -1;
  OctetView needed;
  for (std::size_t at = 0; at < params.size();) {
    if (params.size() - at < 4) return "a parameter is cut off";
    const std::uint16_t key = u16_at(params, at);
    const std::size_t size = u16_at(params, at + 2);
    if (params.size() - at - 4 < size) return "a parameter's value is cut off";
    if (key == unusable) return "the key 65535 is reserved";
    if (key == last) return svc_key_text(key) + " stands twice";
    if (key < last) return "keys are not in ascending order";
    const OctetView value = params.subspan(at + 4, size);
    if (const std::string_view fault = svc_value_fault(key, value); !fault.empty())
      return std::string(fault);
    if (key == mandatory) needed = value;
    last = key;
    at += 4 + size;
  }
  for (std::size_t at = 0; at < needed.size(); at += 2) {
    const std::uint16_t key = u16_at(needed, at);
    if (!has_key(params, key)) return "mandatory lists " + svc_key_text(key) + ", which is absent";
  }
  if (has_key(params, no_default_alpn) && !has_key(params, alpn))
    return "no-default-alpn needs alpn";
  return {};
}

Result<void> read(FieldReader& reader) {
  if (const std::string fault = params_fault(reader.rest()); !fault.empty())
    return reader.error(fault);
  reader.copy_rest();
  return {};
}

struct Param {
  std::uint16_t key;
  Octets value;
};

// `key=value` or `key="value"` is one token; a scanner that ends tokens at quotes gives `key=` and
// the quoted value apart.
Result<Param> parse_param(FieldParser& parser) {
  VOUCH_TRY(const Token token, parser.take("a parameter"));
  const std::size_t equals = token.text.find('=');
  const std::string_view name = token.text.substr(0, equals);
  const auto key = parse_svc_key(name);
  if (token.quoted || !key) {
    return parser.error(ErrorCode::bad_rdata,
                        "'" + std::string(name.substr(0, 40)) +
                            "' is no parameter; write key=value with the key's name or keyNNN");
  }
  std::string_view text;
  if (equals != std::string_view::npos) {
    text = token.text.substr(equals + 1);
    if (text.empty() && parser.left() > 0 && parser.tokens[parser.at].quoted)
      text = parser.tokens[parser.at++].text;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
      text = text.substr(1, text.size() - 2);
  }
  Param param{*key, {}};
  auto appended = append_svc_value(param.value, *key, text, equals != std::string_view::npos);
  if (!appended.ok()) return parser.place(std::move(appended).error());
  if (param.value.size() > 0xffff)
    return parser.error(ErrorCode::too_long, "a value of more than 65535 octets");
  return param;
}

Result<void> parse(FieldParser& parser) {
  std::vector<Param> params;
  while (parser.left() > 0) {
    VOUCH_TRY(Param param, parse_param(parser));
    params.push_back(std::move(param));
  }
  std::stable_sort(params.begin(), params.end(),
                   [](const Param& a, const Param& b) { return a.key < b.key; });
  const std::size_t start = parser.out.size();
  WireWriter writer(parser.out);
  for (const Param& param : params) {
    writer.u16(param.key);
    writer.u16(static_cast<std::uint16_t>(param.value.size()));
    writer.octets(param.value);
  }
  const std::string fault = params_fault(OctetView(parser.out).subspan(start));
  if (!fault.empty()) return parser.error(ErrorCode::bad_rdata, fault);
  return {};
}

void print(FieldPrinter& printer) {
  bool first = true;
  while (printer.cursor.left() > 0) {
    if (!first) printer.text += ' ';
    first = false;
    const std::uint16_t key = printer.cursor.u16();
    printer.text += svc_key_text(key);
    append_svc_value_text(printer.text, key, printer.cursor.counted_u16());
  }
}

void append_param(Octets& to, std::uint16_t key, OctetView value) {
  WireWriter writer(to);
  writer.u16(key);
  writer.u16(static_cast<std::uint16_t>(value.size()));
  writer.octets(value);
}

void random(FieldRandom& random) {
  const auto octets = [&](std::size_t count) {
    Octets drawn;
    for (; count > 0; --count) drawn.push_back(static_cast<std::uint8_t>(random.below(256)));
    return drawn;
  };
  const bool has_alpn = random.below(2) == 0;
  if (has_alpn && random.below(2) == 0) append_param(random.out, mandatory, Octets{0, alpn});
  if (has_alpn) {
    Octets list = octets(1 + random.below(6));
    list.insert(list.begin(), static_cast<std::uint8_t>(list.size()));
    append_param(random.out, alpn, list);
    if (random.below(2) == 0) append_param(random.out, no_default_alpn, {});
  }
  if (random.below(2) == 0) append_param(random.out, 3, octets(2));
  if (random.below(2) == 0) append_param(random.out, 4, octets(4 * (1 + random.below(3))));
  if (random.below(2) == 0) append_param(random.out, 5, octets(1 + random.below(30)));
  if (random.below(2) == 0) append_param(random.out, 6, octets(16 * (1 + random.below(2))));
  if (random.below(3) == 0) append_param(random.out, 7, octets(1 + random.below(20)));
  if (random.below(3) == 0) append_param(random.out, 8, {});
  if (random.below(3) == 0) append_param(random.out, 9, octets(2));
  if (random.below(3) == 0) append_param(random.out, 10, {});
  if (random.below(3) == 0)
    append_param(random.out, static_cast<std::uint16_t>(11 + random.below(60000)),
                 octets(random.below(20)));
}

void skip(FieldCursor& cursor) { cursor.take_rest(); }

}  // namespace

constexpr Field svc_params = {.kind = "svc_params",
                              .read = read,
                              .parse = parse,
                              .print = print,
                              .random = random,
                              .skip = skip,
                              .form = FieldForm::list};

}  // namespace vouch::rr
