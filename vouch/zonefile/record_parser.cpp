#include "vouch/zonefile/record_parser.hpp"

#include "vouch/base/ascii.hpp"
#include "vouch/base/wire_reader.hpp"
#include "vouch/zonefile/complaint.hpp"

namespace vouch::zonefile {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// By far the most frequent word, recognised before the registries are asked.
bool is_class_in(const Token& token) {
  return token.text.size() == 2 && (token.text[0] | 0x20) == 'i' && (token.text[1] | 0x20) == 'n';
}

// Most TTLs are a few digits.
std::optional<Ttl> plain_ttl(std::string_view text) {
  if (text.size() > 9) return std::nullopt;
  std::uint32_t seconds = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    seconds = seconds * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return Ttl{seconds};
}

// What every RDATA fits into, whatever a field asks for to write its last octets.
constexpr std::size_t plain_room = max_rdata_octets + 1024;

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
      owner_(options.kernel),
      plain_rdata_(std::make_unique<std::uint8_t[]>(plain_room)),
      kernel_(options.kernel),
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
  const std::size_t first = owner_omitted ? 0 : 1;
  RecordHead head;
  if (!read_plain_head(tokens, first, head)) {
    VOUCH_TRY(head, read_head(tokens, first));
  }
  return read_rdata(head, tokens[head.type_at], tokens.subspan(head.type_at + 1), record);
}

// The usual head: TTL and IN, either or both, then the type. False for every other; read_head says
// what that is.
bool RecordParser::read_plain_head(std::span<const Token> tokens, std::size_t first,
                                   RecordHead& head) {
  if (kernel_ == Kernel::scalar || rrclass_ != RRClass::IN) return false;
  bool has_class = false;
  for (std::size_t at = first; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    if (!token.plain || token.quoted) return false;
    if (is_digit(token.text.front())) {
      if (head.ttl) return false;
      head.ttl = plain_ttl(token.text);
      if (!head.ttl) return false;
    } else if (is_class_in(token)) {
      if (has_class) return false;
      has_class = true;
    } else {
      const KnownType* const known = types_.find(token.text);
      if (known == nullptr) return false;
      head.type = known->type;
      head.type_at = at;
      head.plain = known->rdata;
      return true;
    }
  }
  return false;
}

void RecordParser::take_broken_owner(std::string_view word) {
  if (!word.empty() && word.front() == '$') return;
  owner_.forget();
  if (!word.empty()) (void)owner_.read({word, false, 0, 0}, origin_);
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
    if (const auto type = is_class_in(token) ? std::nullopt : parse_type(token.text)) {
      if (*type == RRType{0})
        return complaint(ErrorCode::bad_type, token, " is reserved (RFC 6895 section 3.1)");
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
  const auto plain = head.plain.parse(rdata, origin_, {plain_rdata_.get(), plain_room}, kernel_);
  if (plain) {
    record.rdata = {plain_rdata_.get(), *plain};
  } else {
    rdata_.clear();
    auto parsed = parse_rdata(head.type, head.rrclass, rdata, origin_, rdata_);
    if (!parsed.ok()) return rdata_complaint(std::move(parsed).error(), type, rdata);
    if (rdata_.size() > max_rdata_octets) {
      return complaint(ErrorCode::too_long, type, " record has RDATA of more than 65535 octets");
    }
    record.rdata = rdata_;
  }
  VOUCH_CHECK(choose_ttl(head, type, record.rdata, record));
  rrclass_ = head.rrclass;
  record.owner = owner_.name();
  record.type = head.type;
  record.rrclass = head.rrclass;
  return {};
}

// RFC 2308 section 4 where there is a $TTL; else the last TTL that was stated (RFC 1035
// section 5.1); a SOA that says none and follows none takes its minimum.
Result<void> RecordParser::choose_ttl(const RecordHead& head, const Token& type, OctetView rdata,
                                      ParsedRecord& record) {
  if (head.ttl) {
    record.ttl = *head.ttl;
    last_ttl_ = head.ttl;
  } else if (default_ttl_) {
    record.ttl = *default_ttl_;
  } else if (last_ttl_) {
    record.ttl = *last_ttl_;
  } else if (head.type == RRType::SOA && rdata.size() >= 4) {
    record.ttl = soa_minimum(rdata);
    last_ttl_ = record.ttl;
  } else {
    return complaint(ErrorCode::bad_syntax, type,
                     " record has no TTL; write one before it, or $TTL above");
  }
  return {};
}

}  // namespace vouch::zonefile
