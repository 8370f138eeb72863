#include "vouch/message/query.hpp"

#include "vouch/message/edns_option.hpp"

namespace vouch {
namespace {

// Without the options of a later version, which may have another form (RFC 6891 section 6.1.3).
// False where a cookie has a length that none has.
bool take_options(const EdnsView& view, QueryEdns& edns) {
  if (view.version != 0) return true;
  bool cookies_have_form = true;
  for (const EdnsOptionView option : view.options) {
    if (option.code == EdnsOptionCode::nsid) edns.wants_nsid = true;
    if (option.code == EdnsOptionCode::tcp_keepalive) edns.wants_keepalive = true;
    if (option.code != EdnsOptionCode::cookie) continue;
    cookies_have_form = cookies_have_form && Cookie::read(option.value).ok();
    if (edns.cookie.empty()) edns.cookie = option.value;
  }
  if (!cookies_have_form) edns.cookie = {};
  return cookies_have_form;
}

bool has_tsig_form(const RecordView& record) {
  Octets rdata;
  return record.rrclass() == RRClass::ANY && record.raw_ttl() == 0 &&
         record.append_rdata(rdata).ok();
}

}  // namespace

std::optional<Query> read_query(OctetView message) {
  const auto leading = MessageView::read_leading(message);
  if (!leading.ok() || leading->message.header().qr) return std::nullopt;
  const MessageView& view = leading->message;
  Query query;
  query.header = view.header();
  bool is_whole = !leading->fault && query.header.question_count <= 1;
  if (query.header.question_count <= 1) query.question = view.question();
  if (view.edns()) {
    query.edns = {view.edns()->udp_size,
                  view.edns()->version,
                  view.edns()->dnssec_ok(),
                  view.edns()->compact_ok(),
                  false,
                  false,
                  {}};
    is_whole = take_options(*view.edns(), *query.edns) && is_whole;
  }
  if (view.tsig()) {
    is_whole = has_tsig_form(*view.tsig()) && is_whole;
    query.tsig = view.tsig();
  }
  query.form = is_whole ? QueryForm::complete : QueryForm::malformed;
  return query;
}

}  // namespace vouch
