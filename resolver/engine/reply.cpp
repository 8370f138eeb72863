#include "resolver/engine/reply.hpp"

#include <algorithm>

#include "vouch/message/builder.hpp"

namespace vouch::resolver {
namespace {

constexpr std::size_t longest_text = 300;  ///< octets of an extended error's text

bool is_of_dnssec(RRType type) {
  return type == RRType::RRSIG || type == RRType::NSEC || type == RRType::NSEC3;
}

Ttl aged(Ttl ttl, std::uint64_t age_ms) {
  const std::uint64_t seconds = age_ms / 1000;
  return Ttl{seconds >= ttl.seconds ? 0 : ttl.seconds - static_cast<std::uint32_t>(seconds)};
}

/// What a reply is written from, whether it was kept or just found out.
struct Source {
  Reason reason;
  Rcode rcode;
  bool nxname;
  bool has_rrsets;
  const Conclusion* conclusion;  ///< null where clients are told nothing of it
  std::uint64_t age_ms;
  bool was_known;
  bool is_synthesised = false;
  std::string_view limit = {};

  Status status() const { return row_of(reason).status; }
  bool is_refused() const { return status() == Status::bogus || status() == Status::failed; }
};

// False where it does not fit.
bool add(MessageBuilder& builder, const PackedRRset& each, const ClientQuery& query,
         std::uint64_t age_ms) {
  const RRType asked = query.question.type;
  const bool is_wanted = query.dnssec_ok || each.section == Section::answer ||
                         !is_of_dnssec(each.rrset.type) || asked == each.rrset.type;
  if (!is_wanted) return true;
  RecordDress dress;
  dress.ttl = aged(each.ttl, age_ms);
  const bool with_signatures = query.dnssec_ok || asked == RRType::RRSIG || asked == RRType::ANY;
  const RRsetView signatures = with_signatures ? each.signatures : RRsetView();
  if (each.rrset.empty()) return builder.add_rrset(each.section, signatures, {}, dress);
  return builder.add_rrset(each.section, each.rrset, signatures, dress);
}

std::string text_of(const Conclusion& conclusion) {
  std::string text = conclusion.text();
  if (text.size() <= longest_text) return text;
  // Not in the middle of a character of UTF-8.
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

void add_errors(Edns& edns, const Source& source) {
  if (!source.limit.empty()) {
    edns.options.push_back(
        ExtendedError{ExtendedErrorCode::other, "gave up after " + std::string(source.limit)}
            .option());
  }
  const auto code = row_of(source.reason).ede;
  if (code && source.conclusion != nullptr)
    edns.options.push_back(ExtendedError{*code, text_of(*source.conclusion)}.option());
  if (source.is_synthesised)
    edns.options.push_back(ExtendedError{ExtendedErrorCode::synthesized, {}}.option());
  if (source.is_refused() && source.was_known)
    edns.options.push_back(ExtendedError{ExtendedErrorCode::cached_error, {}}.option());
}

Rcode rcode_of(const ClientQuery& query, const Source& source) {
  const bool is_told = source.nxname && query.compact_ok && query.dnssec_ok;
  return is_told && source.status() == Status::secure ? Rcode::NXDOMAIN : source.rcode;
}

/// `for_each(visit)` calls visit(PackedRRset) until it returns false, and gives its last result.
template <typename ForEach>
void write(const ClientQuery& query, const Source& source, std::size_t limit, Octets& reply,
           ForEach&& for_each) {
  Edns edns;
  edns.dnssec_ok = query.dnssec_ok;
  edns.compact_ok = query.compact_ok;
  if (!query.header.cd || source.is_refused()) add_errors(edns, source);
  MessageBuilder builder(reply, limit);
  if (query.has_edns && !builder.reserve_edns(edns)) {
    edns.options.clear();
    builder.reserve_edns(edns);
  }
  builder.add_question(query.question);
  Header header = query.header.reply();
  header.ra = true;
  const bool wants_ad = query.dnssec_ok || query.header.ad;
  header.ad = wants_ad && source.status() == Status::secure && source.has_rrsets;
  const bool is_minimal = query.takes_minimal_any && query.question.type == RRType::ANY;
  for (const Section section : {Section::answer, Section::authority}) {
    if (source.is_refused() || header.tc) break;
    header.tc = !for_each([&](const PackedRRset& each) {
      const bool is_left_out = is_minimal && builder.count(Section::answer) > 0;
      if (each.section != section || is_left_out) return true;
      return add(builder, each, query, source.age_ms);
    });
  }
  builder.finish(header, rcode_of(query, source));
}

}  // namespace

void write_reply(const ClientQuery& query, const Answer& answer, std::size_t limit, Octets& reply) {
  const Verdict& verdict = *answer.verdict;
  const Source source{verdict.conclusion.reason, verdict.rcode,         verdict.nxname,
                      !verdict.rrsets.empty(),   &verdict.conclusion,   answer.age_ms,
                      answer.was_known,          answer.is_synthesised, answer.limit};
  write(query, source, limit, reply, [&](const auto& visit) {
    return std::all_of(verdict.rrsets.begin(), verdict.rrsets.end(), [&](const auto& each) {
      return visit(PackedRRset{each.section, each.status, each.reason, each.ttl,
                               each.is_synthesized, each.rrset.rrset.view(),
                               each.rrset.signatures.view()});
    });
  });
}

void write_known_reply(const ClientQuery& query, const KnownAnswer& known, std::size_t limit,
                       Moment now, Octets& reply) {
  const PackedVerdict& verdict = *known.verdict;
  const Source source{verdict.reason(),
                      verdict.rcode(),
                      verdict.nxname(),
                      verdict.has_rrsets(),
                      verdict.conclusion(),
                      now.ms - known.stored_ms,
                      true};
  write(query, source, limit, reply, [&](const auto& visit) {
    std::size_t offset = 0;
    for (PackedRRset each; verdict.next(offset, each);) {
      if (!visit(each)) return false;
    }
    return true;
  });
}

std::string log_line(const Question& question, const Verdict& verdict) {
  const ReasonRow& row = row_of(verdict.conclusion.reason);
  std::string line = question.text() + ": " + std::string(vouch::text(verdict.status())) + ", " +
                     std::string(row.id);
  if (row.ede) line += ", EDE " + std::to_string(static_cast<unsigned>(*row.ede));
  return line + ": " + verdict.text();
}

}  // namespace vouch::resolver
