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

struct Param {
  std::uint16_t key;
  OctetView value;
};

// Takes the first of checked parameters off.
Param take_param(OctetView& params) {
  const std::size_t size = u16_at(params, 2);
  const Param param{u16_at(params, 0), params.subspan(4, size)};
  params = params.subspan(4 + size);
  return param;
}

// What is malformed (RFC 9460 section 2.2), as a sentence; empty where nothing is.
std::string form_fault(OctetView params) {
  int last = -1;
  while (!params.empty()) {
    if (params.size() < 4) return "a parameter is cut off";
    if (params.size() - 4 < u16_at(params, 2)) return "a parameter's value is cut off";
    const Param param = take_param(params);
    if (param.key == unusable) return "the key 65535 is reserved";
    if (param.key == last) return svc_key_text(param.key) + " stands twice";
    if (param.key < last) return "keys are not in ascending order";
    const std::string_view fault = svc_value_fault(param.key, param.value);
    if (!fault.empty()) return std::string(fault);
    last = param.key;
  }
  return {};
}

// What makes well-formed parameters contradict each other (RFC 9460 section 2.4.3), which zone
// files should not say but messages may. Both lists of keys ascend.
std::string contradiction(OctetView params) {
  OctetView needed;
  bool has_alpn = false;
  while (!params.empty()) {
    const Param param = take_param(params);
    if (param.key == mandatory) needed = param.value;
    if (param.key == alpn) has_alpn = true;
    if (param.key == no_default_alpn && !has_alpn) return "no-default-alpn needs alpn";
    if (needed.empty() || param.key == mandatory) continue;
    if (u16_at(needed, 0) < param.key) break;
    if (u16_at(needed, 0) == param.key) needed = needed.subspan(2);
  }
  if (needed.empty()) return {};
  return "mandatory lists " + svc_key_text(u16_at(needed, 0)) + ", which is absent";
}

// In AliasMode parameters mean nothing (RFC 9460 section 2.4.2), so that they can't contradict each
// other.
bool is_alias(OctetView before) { return before[0] == 0 && before[1] == 0; }

Result<void> read(FieldReader& reader) {
  if (const std::string fault = form_fault(reader.rest()); !fault.empty())
    return reader.error(fault);
  reader.copy_rest();
  return {};
}

struct WrittenParam {
  std::uint16_t key;
  Octets value;
};

// No registered key begins so.
bool is_generic(std::string_view name) { return name.starts_with("key"); }

// `key=value` or `key="value"` is one token; a scanner that ends tokens at quotes gives `key=` and
// the quoted value apart.
Result<WrittenParam> parse_param(FieldParser& parser) {
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
  WrittenParam param{*key, {}};
  auto appended = append_svc_value(param.value, *key, text, is_generic(name));
  if (!appended.ok()) return parser.place(std::move(appended).error());
  if (param.value.size() > 0xffff)
    return parser.error(ErrorCode::too_long, "a value of more than 65535 octets");
  return param;
}

Result<void> parse(FieldParser& parser) {
  std::vector<WrittenParam> params;
  while (parser.left() > 0) {
    VOUCH_TRY(WrittenParam param, parse_param(parser));
    params.push_back(std::move(param));
  }
  std::stable_sort(params.begin(), params.end(),
                   [](const WrittenParam& a, const WrittenParam& b) { return a.key < b.key; });
  const std::size_t start = parser.out.size();
  WireWriter writer(parser.out);
  for (const WrittenParam& param : params) {
    writer.u16(param.key);
    writer.u16(static_cast<std::uint16_t>(param.value.size()));
    writer.octets(param.value);
  }
  const OctetView written = OctetView(parser.out).subspan(start);
  std::string fault = form_fault(written);
  if (fault.empty() && !is_alias(parser.before())) fault = contradiction(written);
  if (!fault.empty()) return parser.error(ErrorCode::bad_rdata, fault);
  return {};
}

// What would not be read again is printed in the generic form.
void print(FieldPrinter& printer) {
  const bool alias = is_alias(printer.cursor.before());
  printer.needs_generic = !alias && !contradiction(printer.cursor.rest()).empty();
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
