#include "vouch/zonefile/record_parser.hpp"

#include "vouch/base/ascii.hpp"
#include "vouch/base/wire_reader.hpp"
#include "vouch/zonefile/complaint.hpp"

namespace vouch::zonefile {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// By far the most frequent word, recognised before the registries are asked.
bool is_class_in(const Token& token) { return equal_ignoring_case(token.text, "IN"); }

// The last four octets of a SOA's RDATA (RFC 1035 section 3.3.13).
Ttl soa_minimum(OctetView rdata) {
  WireReader reader(rdata, rdata.size() - 4);
  const auto minimum = reader.u32();
  return Ttl::from_wire(minimum.ok() ? *minimum : 0);
}

// An error about RDATA with the token that it is placed at, or placed at the type where it says no
// place.
Error rdata_complaint(Error error, const Token& type, std::span<const Token> rdata) {
  static constexpr std::string_view missing = "is missing";
  for (const Token& token : rdata) {
    if (token.line != error.where.line || token.column != error.where.column) continue;
    const std::string offender = shown(token.text);
    const bool is_missing = error.detail.size() > missing.size() &&
                            error.detail.substr(error.detail.size() - missing.size()) == missing;
    if (is_missing) error.detail = "after " + offender + ": " + error.detail;
    if (error.detail.find(offender) == std::string::npos)
      error.detail = offender + ": " + error.detail;
    return error;
  }
  if (error.where.line == 0) error.detail = "after " + shown(type.text) + ": " + error.detail;
  return std::move(error).at({}, type.line, type.column);
}

Error unknown_word(const Token& token) {
  if (token.quoted)
    return complaint(ErrorCode::bad_type, token,
                     " is quoted where a TTL, class or type is expected");
  if (token.text.front() == '$') {
    return complaint(ErrorCode::bad_type, token,
                     " is no type; a directive begins in the first column");
  }
  return complaint(ErrorCode::bad_type, token,
                   " is no TTL, class or type; write an unknown type as TYPE65280");
}

}  // namespace

RecordParser::RecordParser(const ZoneFileOptions& options)
    : origin_(options.origin),
      rrclass_(options.rrclass),
      any_class_(options.any_class),
      default_ttl_(options.default_ttl) {}

void RecordParser::set_origin(Name origin) {
  origin_ = std::move(origin);
  owner_.forget_text();
}

Result<void> RecordParser::read(std::span<const Token> tokens, bool owner_omitted,
                                ParsedRecord& record) {
  if (!owner_omitted) {
    VOUCH_CHECK(read_owner(tokens.front()));
  } else if (!owner_.known()) {
    return complaint(
        ErrorCode::bad_syntax, tokens.front(),
        ": the line begins with a blank, and no owner before it could be read; write the owner");
  }
  VOUCH_TRY(const RecordHead head, read_head(tokens, owner_omitted ? 0 : 1));
  return read_rdata(head, tokens[head.type_at], tokens.subspan(head.type_at + 1), record);
}

Result<RecordHead> RecordParser::read_head(std::span<const Token> tokens, std::size_t first) {
  RecordHead head;
  head.rrclass = rrclass_;
  bool has_class = false;
  for (std::size_t i = first; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.quoted || token.text.empty()) return unknown_word(token);
    VOUCH_TRY(const bool is_ttl, take_ttl(token, head));
    if (is_ttl) continue;
    if (const auto type = is_class_in(token) ? std::nullopt : types_.find(token.text)) {
      if (is_meta(*type))
        return complaint(ErrorCode::bad_type, token, " stands in messages only, not in zone files");
      head.type = *type;
      head.type_at = i;
      return head;
    }
    VOUCH_TRY(const bool is_class, take_class(token, head, has_class));
    if (!is_class) return unknown_word(token);
    has_class = true;
  }
  return missing_after(tokens.back(), "the record ends where its type is expected");
}

Result<bool> RecordParser::take_ttl(const Token& token, RecordHead& head) const {
  if (!is_digit(token.text.front())) return false;
  if (head.ttl)
    return complaint(ErrorCode::bad_syntax, token,
                     " is a second TTL where a class or type is expected");
  auto ttl = Ttl::parse(token.text);
  if (!ttl.ok()) {
    return complaint(ErrorCode::bad_number, token,
                     " is no TTL; write seconds up to 2147483647, or 1h30m");
  }
  head.ttl = *ttl;
  return true;
}

Result<bool> RecordParser::take_class(const Token& token, RecordHead& head, bool repeated) {
  const auto rrclass = is_class_in(token) ? RRClass::IN : parse_class(token.text);
  if (!rrclass) return false;
  if (repeated)
    return complaint(ErrorCode::bad_syntax, token, " is a second class where a type is expected");
  if (*rrclass == RRClass::ANY || *rrclass == RRClass::NONE || *rrclass == RRClass{0}) {
    return complaint(ErrorCode::bad_class, token, " is no class of records");
  }
  if (!any_class_ && *rrclass != rrclass_) {
    return complaint(ErrorCode::bad_class, token,
                     " is another class than the zone's, " + text(rrclass_));
  }
  head.rrclass = *rrclass;
  return true;
}

Result<void> RecordParser::read_rdata(const RecordHead& head, const Token& type,
                                      std::span<const Token> rdata, ParsedRecord& record) {
  rdata_.clear();
  auto parsed = parse_rdata(head.type, head.rrclass, rdata, origin_, rdata_);
  if (!parsed.ok()) return rdata_complaint(std::move(parsed).error(), type, rdata);
  if (rdata_.size() > max_rdata_octets) {
    return complaint(ErrorCode::too_long, type, " record has RDATA of more than 65535 octets");
  }
  VOUCH_CHECK(choose_ttl(head, type, record));
  rrclass_ = head.rrclass;
  record.owner = owner_.name();
  record.type = head.type;
  record.rrclass = head.rrclass;
  record.rdata = rdata_;
  return {};
}

// RFC 2308 section 4 where there is a $TTL; else the last TTL that was stated (RFC 1035
// section 5.1); a SOA that says none and follows none takes its minimum.
Result<void> RecordParser::choose_ttl(const RecordHead& head, const Token& type,
                                      ParsedRecord& record) {
  if (head.ttl) {
    record.ttl = *head.ttl;
    last_ttl_ = head.ttl;
  } else if (default_ttl_) {
    record.ttl = *default_ttl_;
  } else if (last_ttl_) {
    record.ttl = *last_ttl_;
  } else if (head.type == RRType::SOA && rdata_.size() >= 4) {
    record.ttl = soa_minimum(rdata_);
    last_ttl_ = record.ttl;
  } else {
    return complaint(ErrorCode::bad_syntax, type,
                     " record has no TTL; write one before it, or $TTL above");
  }
  return {};
}

}  // namespace vouch::zonefile
