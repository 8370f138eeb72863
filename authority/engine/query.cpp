#include "authority/engine/query.hpp"

#include "authority/engine/cookie.hpp"
#include "vouch/base/wire_reader.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch::authority {
namespace {

constexpr std::size_t header_octets = 12;

std::uint16_t u16_at(OctetView octets, std::size_t at) {
  return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]);
}

/// A cursor that knows only whether all was well so far.
class Cursor {
 public:
  explicit Cursor(OctetView message) : message_(message), at_(header_octets) {}

  bool at_end() const { return at_ == message_.size(); }
  std::size_t at() const { return at_; }

  bool take(std::size_t count, OctetView& taken) {
    if (message_.size() - at_ < count) return false;
    taken = message_.subspan(at_, count);
    at_ += count;
    return true;
  }

  /// Passes over a name and a pointer that may end it; where the pointer leads is not looked at.
  bool skip_name(bool& is_root) {
    is_root = at_ < message_.size() && message_[at_] == 0;
    while (at_ < message_.size()) {
      const std::uint8_t length = message_[at_];
      if (length == 0) return ++at_, true;
      if (length >= 0xc0) return at_ += 2, at_ <= message_.size();
      if (length > 63) return false;
      at_ += length + 1U;
    }
    return false;
  }

  bool take_name(NameView& name) {
    WireReader reader(message_, at_);
    const auto read = NameView::read(reader);
    if (!read.ok()) return false;
    name = *read;
    at_ = reader.offset();
    return true;
  }

 private:
  OctetView message_;
  std::size_t at_;
};

bool read_option(EdnsOptionCode code, OctetView value, QueryEdns& edns) {
  if (code == EdnsOptionCode::nsid) edns.wants_nsid = true;
  if (code == EdnsOptionCode::tcp_keepalive) edns.wants_keepalive = true;
  if (code == EdnsOptionCode::cookie && edns.cookie.empty()) {
    if (!is_cookie_length(value.size())) return false;
    edns.cookie = value;
  }
  return true;
}

bool read_options(OctetView options, QueryEdns& edns) {
  while (!options.empty()) {
    if (options.size() < 4) return false;
    const std::size_t length = u16_at(options, 2);
    if (options.size() - 4 < length) return false;
    if (!read_option(EdnsOptionCode{u16_at(options, 0)}, options.subspan(4, length), edns))
      return false;
    options = options.subspan(4 + length);
  }
  return true;
}

struct RecordHead {
  std::size_t at = 0;  ///< of the owner
  bool owner_is_root = false;
  RRType type = RRType{0};
  OctetView fixed;  ///< type, class, TTL, length
  OctetView rdata;
};

bool take_record(Cursor& cursor, RecordHead& record) {
  record.at = cursor.at();
  if (!cursor.skip_name(record.owner_is_root) || !cursor.take(10, record.fixed)) return false;
  record.type = RRType{u16_at(record.fixed, 0)};
  return cursor.take(u16_at(record.fixed, 8), record.rdata);
}

bool read_opt(const RecordHead& record, Query& query) {
  if (query.edns || !record.owner_is_root) return false;
  QueryEdns edns;
  edns.udp_size = u16_at(record.fixed, 2);
  edns.version = record.fixed[5];
  edns.dnssec_ok = (record.fixed[6] & 0x80) != 0;
  // A later version's options may have another form (RFC 6891 section 6.1.3).
  if (edns.version == 0 && !read_options(record.rdata, edns)) return false;
  query.edns = edns;
  return true;
}

bool read_tsig(OctetView message, const RecordHead& record, Query& query) {
  WireReader reader(message, record.at);
  const auto name = NameView::read(reader);
  if (!name.ok() || !check_rdata(RRType::TSIG, RRClass::ANY, record.rdata).ok()) return false;
  query.tsig_name = name->wire();
  query.tsig_rdata = record.rdata;
  return true;
}

bool read_question(OctetView message, Cursor& cursor, Query& query) {
  const std::size_t start = cursor.at();
  OctetView type_and_class;
  if (!cursor.take_name(query.name) || !cursor.take(4, type_and_class)) return false;
  query.type = RRType{u16_at(type_and_class, 0)};
  query.rrclass = RRClass{u16_at(type_and_class, 2)};
  query.question = message.subspan(start, cursor.at() - start);
  query.has_question = true;
  return true;
}

bool read_body(OctetView message, Query& query) {
  Cursor cursor(message);
  const std::size_t questions = u16_at(message, 4);
  if (questions > 1 || (questions == 1 && !read_question(message, cursor, query))) return false;
  const std::size_t before = std::size_t{u16_at(message, 6)} + u16_at(message, 8);
  const std::size_t total = before + u16_at(message, 10);
  RecordHead record;
  for (std::size_t i = 0; i < total; ++i) {
    if (!take_record(cursor, record)) return false;
    const bool is_opt = record.type == RRType::OPT;
    const bool is_tsig = record.type == RRType::TSIG;
    if ((is_opt || is_tsig) && i < before) return false;
    if (is_opt && !read_opt(record, query)) return false;
    if (is_tsig && (i + 1 != total || !read_tsig(message, record, query))) return false;
  }
  return cursor.at_end();
}

}  // namespace

QueryForm read_query(OctetView message, Query& query) {
  if (message.size() < header_octets || (message[2] & 0x80) != 0) return QueryForm::not_a_query;
  query.id = u16_at(message, 0);
  query.opcode = Opcode{static_cast<std::uint8_t>(message[2] >> 3 & 15)};
  query.recursion_desired = (message[2] & 1) != 0;
  if (read_body(message, query)) return QueryForm::complete;
  query.edns.reset();
  return QueryForm::malformed;
}

}  // namespace vouch::authority
