#include "dig/engine/plus_options.hpp"

#include <algorithm>
#include <charconv>

#include "vouch/base/encoding.hpp"

namespace vouch::dig {
namespace {

using Value = std::optional<std::string_view>;

/// An option: what it does with `on` (false after `no`) and its value.
struct Row {
  std::string_view name;
  Result<void> (*apply)(Request& request, bool on, Value value);
};

// dig's two lines.
Error bad_value(std::string_view what, Value value, std::string_view why = "not a valid number") {
  const std::string name(what);
  return fail(ErrorCode::bad_number, "invalid " + name + " '" + std::string(value.value_or("")) +
                                         "': " + std::string(why) + "\ndig: Couldn't parse " +
                                         name);
}

template <typename T>
Result<T> number(std::string_view what, Value value, unsigned long most) {
  unsigned long result = 0;
  if (!value || value->empty()) return bad_value(what, value);
  const char* const end = value->data() + value->size();
  const bool is_hex = value->starts_with("0x");
  const auto [after, error] =
      std::from_chars(value->data() + (is_hex ? 2 : 0), end, result, is_hex ? 16 : 10);
  if (error == std::errc::invalid_argument || after != end) return bad_value(what, value);
  if (error != std::errc() || result > most) return bad_value(what, value, "out of range");
  return static_cast<T>(result);
}

template <bool Display::*member>
Result<void> show(Request& request, bool on, Value) {
  request.display.*member = on;
  return {};
}

template <bool Request::*member>
Result<void> set(Request& request, bool on, Value) {
  request.*member = on;
  return {};
}

template <bool Request::*member>
Result<void> set_edns(Request& request, bool on, Value) {
  request.*member = on;
  if (on) request.edns = true;
  return {};
}

Result<void> all(Request& request, bool on, Value) {
  Display& display = request.display;
  display.command = display.comments = display.question = display.answer = on;
  display.authority = display.additional = display.statistics = on;
  return {};
}

Result<void> brief(Request& request, bool on, Value) {
  Display& display = request.display;
  display.brief = on;
  if (!on) return {};
  display.command = display.comments = display.question = display.statistics = false;
  display.authority = display.additional = false;
  display.answer = true;
  display.record_comments = display.record_comments.value_or(false);
  return {};
}

Result<void> record_comments(Request& request, bool on, Value) {
  request.display.record_comments = on;
  return {};
}

Result<void> multiline(Request& request, bool on, Value) {
  request.display.multiline = on;
  return {};
}

Result<void> split(Request& request, bool on, Value value) {
  if (!on) {
    request.display.split = 0;
    return {};
  }
  VOUCH_TRY(const unsigned width, number<unsigned>("split", value, 4096));
  // dig rounds up to groups of four.
  request.display.split = (width + 3) / 4 * 4;
  return {};
}

Result<void> ttl_units(Request& request, bool on, Value) {
  request.display.ttl_units = on;
  request.display.ttl = true;
  return {};
}

Result<void> trace(Request& request, bool on, Value) {
  request.trace = on;
  if (!on) return {};
  request.recurse = false;
  request.dnssec = request.edns = true;
  Display& display = request.display;
  display.identify = true;
  display.comments = display.statistics = display.question = display.additional = false;
  display.authority = true;
  return {};
}

Result<void> ns_search(Request& request, bool on, Value) {
  request.ns_search = on;
  if (!on) return {};
  request.type = RRType::NS;
  request.recurse = true;
  request.display.identify = true;
  Display& display = request.display;
  display.comments = display.statistics = display.question = display.authority = false;
  display.additional = false;
  display.record_comments = false;
  return {};
}

Result<void> validate(Request& request, bool on, Value) {
  request.validate = on;
  return {};
}

Result<void> chase(Request& request, bool on, Value) {
  request.chase = on;
  if (on) request.dnssec = request.edns = true;
  return {};
}

Result<void> edns(Request& request, bool on, Value value) {
  request.edns = on;
  if (!on || !value) return {};
  VOUCH_TRY(request.edns_version, number<std::uint8_t>("edns", value, 255));
  return {};
}

Result<void> udp_size(Request& request, bool on, Value value) {
  if (!on || !value) {
    request.udp_size = 1232;
    return {};
  }
  VOUCH_TRY(request.udp_size, number<std::uint16_t>("buffer size", value, 65535));
  request.edns = true;
  return {};
}

Result<void> edns_flags(Request& request, bool on, Value value) {
  request.edns_flags = 0;
  if (!on || !value) return {};
  VOUCH_TRY(request.edns_flags, number<std::uint16_t>("ednsflags", value, 65535));
  return {};
}

Result<void> edns_option(Request& request, bool on, Value value) {
  if (!on) {
    request.options.clear();
    return {};
  }
  if (!value) return bad_value("ednsopt", value, "a code is needed");
  const std::size_t colon = value->find(':');
  VOUCH_TRY(const auto code, number<std::uint16_t>("ednsopt", value->substr(0, colon), 65535));
  EdnsOption option{EdnsOptionCode{code}, {}};
  if (colon != std::string_view::npos) {
    auto octets = base16_octets(value->substr(colon + 1));
    if (!octets.ok()) return bad_value("ednsopt", value, "not hexadecimal");
    option.value = *std::move(octets);
  }
  request.options.push_back(std::move(option));
  request.edns = true;
  return {};
}

Result<void> cookie(Request& request, bool on, Value value) {
  request.cookie = on;
  request.cookie_value.reset();
  if (!on || !value) return {};
  auto octets = base16_octets(*value);
  if (!octets.ok()) return bad_value("cookie", value, "not hexadecimal");
  request.cookie_value = *std::move(octets);
  return {};
}

Result<void> subnet(Request& request, bool on, Value value) {
  request.subnet.reset();
  if (!on) return {};
  if (!value) return bad_value("subnet", value, "an address is needed");
  request.subnet = std::string(*value);
  request.edns = true;
  return {};
}

Result<void> padding(Request& request, bool on, Value value) {
  request.padding = 0;
  if (!on) return {};
  VOUCH_TRY(request.padding, number<unsigned>("padding", value ? value : Value("128"), 512));
  request.edns = true;
  return {};
}

Result<void> timeout(Request& request, bool on, Value value) {
  if (!on) return {};
  VOUCH_TRY(request.timeout, number<unsigned>("timeout", value, 65535));
  request.timeout = std::max(request.timeout, 1U);
  return {};
}

Result<void> tries(Request& request, bool on, Value value) {
  if (!on) return {};
  VOUCH_TRY(request.tries, number<unsigned>("tries", value, 100));
  request.tries = std::max(request.tries, 1U);
  return {};
}

Result<void> retries(Request& request, bool on, Value value) {
  if (!on) return {};
  VOUCH_TRY(request.tries, number<unsigned>("retries", value, 99));
  ++request.tries;
  return {};
}

Result<void> opcode(Request& request, bool on, Value value) {
  request.opcode.reset();
  if (!on || !value) return {};
  request.opcode = parse_opcode(*value);
  if (request.opcode) return {};
  VOUCH_TRY(const auto code, number<std::uint8_t>("opcode", value, 15));
  request.opcode = Opcode{code};
  return {};
}

Result<void> message_id(Request& request, bool on, Value value) {
  request.id.reset();
  if (!on || !value) return {};
  VOUCH_TRY(const auto id, number<std::uint16_t>("qid", value, 65535));
  request.id = id;
  return {};
}

template <std::string Request::*member>
Result<void> text(Request& request, bool on, Value value) {
  request.*member = on ? std::string(value.value_or("")) : std::string();
  return {};
}

Result<void> suffix(Request& request, bool on, Value value) {
  request.suffix = on ? std::string(value.value_or("")) : std::string();
  request.search = request.search || !request.suffix.empty();
  return {};
}

Result<void> dots(Request& request, bool on, Value value) {
  request.dots.reset();
  if (!on) return {};
  VOUCH_TRY(const auto count, number<unsigned>("ndots", value, 15));
  request.dots = count;
  return {};
}

Result<void> show_search(Request& request, bool on, Value) {
  request.shows_search = on;
  request.search = request.search || on;
  return {};
}

// +notopdown and its like say what is done anyway.
Result<void> only_off(Request&, bool on, Value) {
  if (!on) return {};
  return fail(ErrorCode::bad_usage, "this release does not offer it");
}

Result<void> no_effect(Request&, bool, Value) { return {}; }

constexpr Row rows[] = {
    {"aa", set<&Request::authoritative>},
    {"aaflag", set<&Request::authoritative>},
    {"aaonly", set<&Request::authoritative>},
    {"additional", show<&Display::additional>},
    {"ad", set<&Request::authentic>},
    {"adflag", set<&Request::authentic>},
    {"all", all},
    {"anchor", text<&Request::anchors>},
    {"answer", show<&Display::answer>},
    {"at", text<&Request::at>},
    {"authority", show<&Display::authority>},
    {"badcookie", set<&Request::retries_bad_cookie>},
    {"besteffort", show<&Display::best_effort>},
    {"bufsize", udp_size},
    {"cd", set<&Request::checking_disabled>},
    {"cdflag", set<&Request::checking_disabled>},
    {"class", show<&Display::rrclass>},
    {"cl", show<&Display::rrclass>},
    {"cmd", show<&Display::command>},
    {"comments", show<&Display::comments>},
    {"cookie", cookie},
    {"crypto", show<&Display::crypto>},
    {"defname", set<&Request::search>},
    {"dnssec", set_edns<&Request::dnssec>},
    {"do", set_edns<&Request::dnssec>},
    {"domain", suffix},
    {"edns", edns},
    {"ednsflags", edns_flags},
    {"ednsnegotiation", set<&Request::negotiates_edns>},
    {"ednsopt", edns_option},
    {"expandaaaa", show<&Display::expand_addresses>},
    {"expire", set_edns<&Request::expire>},
    {"fail", set<&Request::fail>},
    {"header-only", set<&Request::header_only>},
    {"https", only_off},
    {"identify", show<&Display::identify>},
    {"idnin", only_off},
    {"idnout", only_off},
    {"ignore", set<&Request::ignore_truncation>},
    {"json", show<&Display::json>},
    {"keepalive", set_edns<&Request::keepalive>},
    {"keepopen", only_off},
    {"multiline", multiline},
    {"ndots", dots},
    {"nsid", set_edns<&Request::nsid>},
    {"nssearch", ns_search},
    {"onesoa", show<&Display::one_soa>},
    {"opcode", opcode},
    {"padding", padding},
    {"qid", message_id},
    {"qr", show<&Display::query>},
    {"question", show<&Display::question>},
    {"raflag", set<&Request::recursion_available>},
    {"rdflag", set<&Request::recurse>},
    {"recurse", set<&Request::recurse>},
    {"retry", retries},
    {"roothints", text<&Request::hints>},
    {"rrcomments", record_comments},
    {"search", set<&Request::search>},
    {"short", brief},
    {"showsearch", show_search},
    {"sigchase", chase},
    {"sigtrace", chase},
    {"split", split},
    {"stats", show<&Display::statistics>},
    {"subnet", subnet},
    {"tcflag", set<&Request::truncated>},
    {"tcp", set<&Request::tcp>},
    {"time", timeout},
    {"timeout", timeout},
    {"tls", only_off},
    {"topdown", no_effect},
    {"trace", trace},
    {"tries", tries},
    {"trusted-key", text<&Request::anchors>},
    {"ttlid", show<&Display::ttl>},
    {"ttl", show<&Display::ttl>},
    {"ttlunits", ttl_units},
    {"unknownformat", show<&Display::generic>},
    {"validate", validate},
    {"vc", set<&Request::tcp>},
    {"yaml", only_off},
    {"zflag", set<&Request::reserved>},
};

// The row of the word or its unique abbreviation; null where there is none.
const Row* find_row(std::string_view word) {
  const Row* found = nullptr;
  for (const Row& row : rows) {
    if (row.name == word) return &row;
    if (!row.name.starts_with(word)) continue;
    // Names for the same thing are no conflict.
    if (found != nullptr && found->apply != row.apply) return nullptr;
    found = &row;
  }
  return found;
}

Error invalid(std::string_view word) {
  return fail(ErrorCode::bad_usage, "Invalid option: +" + std::string(word));
}

}  // namespace

Result<void> apply_plus_option(std::string_view word, Request& request,
                               std::vector<std::string>& notes) {
  Value value;
  std::string_view name = word;
  if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
    value = word.substr(equals + 1);
    name = word.substr(0, equals);
  }
  std::string lowered(name);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  bool on = true;
  const Row* row = lowered.empty() ? nullptr : find_row(lowered);
  if (row == nullptr && lowered.starts_with("no") && lowered.size() > 2) {
    on = false;
    row = find_row(std::string_view(lowered).substr(2));
  }
  if (row == nullptr) return invalid(word);
  const auto applied = row->apply(request, on, value);
  if (!applied.ok() && row->apply == only_off)
    return fail(ErrorCode::bad_usage,
                "+" + std::string(row->name) + " is not offered by this release");
  if (row->name == "topdown" && on)
    notes.emplace_back("+topdown has no effect: the whole chain is printed");
  return applied;
}

}  // namespace vouch::dig
