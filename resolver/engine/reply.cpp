#include "resolver/engine/reply.hpp"

#include <algorithm>

#include "vouch/message/builder.hpp"

namespace vouch::resolver {
namespace {

constexpr std::size_t longest_text = 300;  ///< octets of an extended error's text

bool is_refused(const Verdict& verdict) {
  return verdict.status() == Status::bogus || verdict.status() == Status::failed;
}

bool is_of_dnssec(RRType type) {
  return type == RRType::RRSIG || type == RRType::NSEC || type == RRType::NSEC3;
}

Ttl aged(Ttl ttl, std::uint64_t age_ms) {
  const std::uint64_t seconds = age_ms / 1000;
  return Ttl{seconds >= ttl.seconds ? 0 : ttl.seconds - static_cast<std::uint32_t>(seconds)};
}

// False where it does not fit.
bool add(MessageBuilder& builder, const CheckedRRset& each, const ClientQuery& query,
         std::uint64_t age_ms) {
  const RRset& rrset = each.rrset.rrset;
  const RRType asked = query.question.type;
  const bool is_wanted = query.dnssec_ok || each.section == Section::answer ||
                         !is_of_dnssec(rrset.type()) || asked == rrset.type();
  if (!is_wanted) return true;
  RecordDress dress;
  dress.ttl = aged(each.ttl, age_ms);
  const bool with_signatures = query.dnssec_ok || asked == RRType::RRSIG || asked == RRType::ANY;
  const RRsetView signatures = with_signatures ? each.rrset.signatures.view() : RRsetView();
  if (rrset.empty()) return builder.add_rrset(each.section, signatures, {}, dress);
  return builder.add_rrset(each.section, rrset, signatures, dress);
}

bool add_all(MessageBuilder& builder, const ClientQuery& query, const Answer& answer) {
  for (const Section section : {Section::answer, Section::authority}) {
    for (const CheckedRRset& each : answer.verdict->rrsets) {
      if (each.section == section && !add(builder, each, query, answer.age_ms)) return false;
    }
  }
  return true;
}

std::string text_of(const Conclusion& conclusion) {
  std::string text = conclusion.text();
  if (text.size() <= longest_text) return text;
  // Not in the middle of a character of UTF-8.
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

void add_errors(Edns& edns, const Answer& answer) {
  const Verdict& verdict = *answer.verdict;
  const auto code = verdict.ede();
  if (!answer.limit.empty())
    edns.options.push_back(
        ExtendedError{ExtendedErrorCode::other, "gave up after " + answer.limit}.option());
  if (code) edns.options.push_back(ExtendedError{*code, text_of(verdict.conclusion)}.option());
  if (answer.is_synthesised)
    edns.options.push_back(ExtendedError{ExtendedErrorCode::synthesized, {}}.option());
  if (is_refused(verdict) && answer.was_known)
    edns.options.push_back(ExtendedError{ExtendedErrorCode::cached_error, {}}.option());
}

Rcode rcode_of(const ClientQuery& query, const Verdict& verdict) {
  if (verdict.nxname && query.compact_ok && query.dnssec_ok && verdict.is_secure())
    return Rcode::NXDOMAIN;
  return verdict.rcode;
}

}  // namespace

void write_reply(const ClientQuery& query, const Answer& answer, std::size_t limit, Octets& reply) {
  const Verdict& verdict = *answer.verdict;
  Edns edns;
  edns.dnssec_ok = query.dnssec_ok;
  edns.compact_ok = query.compact_ok;
  if (!query.header.cd || is_refused(verdict)) add_errors(edns, answer);
  MessageBuilder builder(reply, limit);
  if (query.has_edns && !builder.reserve_edns(edns)) {
    edns.options.clear();
    builder.reserve_edns(edns);
  }
  builder.add_question(query.question);
  Header header = query.header.reply();
  header.ra = true;
  const bool wants_ad = query.dnssec_ok || query.header.ad;
  header.ad = wants_ad && verdict.is_secure() && !verdict.rrsets.empty();
  if (!is_refused(verdict) && !add_all(builder, query, answer)) header.tc = true;
  builder.finish(header, rcode_of(query, verdict));
}

std::string log_line(const Question& question, const Verdict& verdict) {
  const ReasonRow& row = row_of(verdict.conclusion.reason);
  std::string line = question.text() + ": " + std::string(vouch::text(verdict.status())) + ", " +
                     std::string(row.id);
  if (row.ede) line += ", EDE " + std::to_string(static_cast<unsigned>(*row.ede));
  return line + ": " + verdict.text();
}

}  // namespace vouch::resolver
