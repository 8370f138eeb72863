#include "vouch/rr/rdata_json.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "vouch/base/encoding.hpp"
#include "vouch/rr/field/row.hpp"

namespace vouch {
namespace {

using nlohmann::ordered_json;
using rr::FieldForm;

// The end of the token that begins at `at`: the next blank outside of quotes.
std::size_t token_end(std::string_view text, std::size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      quoted = !quoted;
    } else if (text[at] == ' ' && !quoted) {
      break;
    }
  }
  return at < text.size() ? at : text.size();
}

std::string_view unquoted(std::string_view token) {
  const bool quoted = token.size() >= 2 && token.front() == '"' && token.back() == '"';
  return quoted ? token.substr(1, token.size() - 2) : token;
}

ordered_json tokens_json(std::string_view text) {
  ordered_json tokens = ordered_json::array();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = token_end(text, at);
    tokens.push_back(unquoted(text.substr(at, end - at)));
    at = end + 1;
  }
  return tokens;
}

ordered_json field_json(FieldForm form, std::string_view text) {
  switch (form) {
    case FieldForm::strings:
    case FieldForm::list: return tokens_json(text);
    case FieldForm::string: return unquoted(text);
    case FieldForm::number: {
      std::uint64_t number = 0;
      const char* const end = text.data() + text.size();
      if (std::from_chars(text.data(), end, number).ptr == end) return number;
      break;
    }
    case FieldForm::text:
    case FieldForm::name: break;
  }
  return text;
}

ordered_json octets_json(OctetView rdata) { return {{"octets", base16_text(rdata)}}; }

void add_rdata(ordered_json& to, RRType type, RRClass rrclass, OctetView rdata) {
  to["rdata"] = rdata_text(type, rrclass, rdata);
  to["fields"] = rdata_json(type, rrclass, rdata);
}

ordered_json head_json(NameView owner, RRType type, RRClass rrclass, Ttl ttl) {
  return {{"owner", owner.text()},
          {"type", text(type)},
          {"class", text(rrclass)},
          {"ttl", ttl.seconds}};
}

}  // namespace

ordered_json rdata_json(RRType type, RRClass rrclass, OctetView rdata) {
  const rr::RowForm* const form = rr::form_of(type, rrclass);
  const bool of_update = rdata.empty() && (rrclass == RRClass::ANY || rrclass == RRClass::NONE);
  const bool is_malformed = is_carried_malformed(type) && !check_rdata(type, rrclass, rdata).ok();
  if (form == nullptr || of_update || is_malformed) return octets_json(rdata);
  ordered_json fields = ordered_json::object();
  const RdataStyle style;
  rr::FieldCursor cursor{rdata};
  for (const rr::RowField& row : form->fields) {
    std::string text;
    rr::FieldPrinter printer{cursor, text, style};
    printer.label = row.label;
    row.field->print(printer);
    if (printer.needs_generic) return octets_json(rdata);
    fields[std::string(row.label)] = field_json(row.field->form, text);
  }
  return fields;
}

ordered_json record_json(const Record& record) {
  ordered_json json = head_json(record.owner, record.type, record.rrclass, record.ttl);
  add_rdata(json, record.type, record.rrclass, record.rdata);
  return json;
}

ordered_json rrset_json(const RRsetView& rrset) {
  ordered_json json = head_json(rrset.owner, rrset.type, rrset.rrclass, rrset.ttl);
  ordered_json records = ordered_json::array();
  for (const OctetView rdata : rrset.rdatas) {
    ordered_json record = ordered_json::object();
    add_rdata(record, rrset.type, rrset.rrclass, rdata);
    records.push_back(std::move(record));
  }
  json["records"] = std::move(records);
  return json;
}

}  // namespace vouch
