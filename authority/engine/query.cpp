#include "authority/engine/query.hpp"

#include "vouch/message/edns_option.hpp"

namespace vouch::authority {
namespace {

bool take_edns(const EdnsView& view, Query& query) {
  QueryEdns edns{view.udp_size, view.version, view.dnssec_ok(), false, false, {}};
  // A later version's options may have another form (RFC 6891 section 6.1.3).
  if (view.version == 0) {
    for (const EdnsOptionView option : view.options) {
      if (option.code == EdnsOptionCode::nsid) edns.wants_nsid = true;
      if (option.code == EdnsOptionCode::tcp_keepalive) edns.wants_keepalive = true;
      if (option.code == EdnsOptionCode::cookie && edns.cookie.empty()) edns.cookie = option.value;
      if (option.code == EdnsOptionCode::cookie && !Cookie::read(option.value).ok()) return false;
    }
  }
  query.edns = edns;
  return true;
}

bool take_tsig(const RecordView& record, Query& query) {
  Octets rdata;
  query.tsig = record;
  return record.append_rdata(rdata).ok();
}

}  // namespace

QueryForm read_query(OctetView message, Query& query) {
  const auto leading = MessageView::read_leading(message);
  if (!leading.ok() || leading->message.header().qr) return QueryForm::not_a_query;
  const MessageView& view = leading->message;
  query.header = view.header();
  if (query.header.question_count > 1) return QueryForm::malformed;
  query.question = view.question();
  if (leading->fault) return QueryForm::malformed;
  if (view.edns() && !take_edns(*view.edns(), query)) return QueryForm::malformed;
  if (view.tsig() && !take_tsig(*view.tsig(), query)) return QueryForm::malformed;
  return QueryForm::complete;
}

}  // namespace vouch::authority
