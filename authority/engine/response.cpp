#include "authority/engine/response.hpp"

#include <algorithm>

#include "vouch/base/wire_reader.hpp"

namespace vouch::authority {
namespace {

constexpr std::size_t empty_opt_octets = 11;
constexpr std::size_t cookie_option_octets =
    EdnsOptions::head_octets + client_cookie_octets + server_cookie_octets;
constexpr std::size_t u16_option_octets = EdnsOptions::head_octets + 2;
constexpr unsigned header_rcode_bits = 4;

void write_option_head(WireWriter& writer, EdnsOptionCode code, std::size_t octets) {
  writer.u16(static_cast<std::uint16_t>(code));
  writer.u16(static_cast<std::uint16_t>(octets));
}

/// One more record in the additional section of a finished message.
void count_appended(Octets& message) {
  constexpr std::size_t count_at = Header::octets - 2;
  WireWriter(message).patch_u16(
      count_at, static_cast<std::uint16_t>((message[count_at] << 8 | message[count_at + 1]) + 1));
}

}  // namespace

std::size_t size_limit(const Query& query, Transport transport, const AnswerPolicy& policy) {
  constexpr std::size_t without_edns = 512;
  if (transport == Transport::tcp) return max_message_octets;
  if (!query.edns) return without_edns;
  return std::clamp<std::size_t>(query.edns->udp_size, without_edns,
                                 std::max<std::size_t>(policy.udp_size, without_edns));
}

Response::Response(Octets& out, const Query& query, const Client& client,
                   const AnswerPolicy& policy, std::size_t limit)
    : out_(out),
      query_(query),
      client_(client),
      policy_(policy),
      limit_(limit),
      builder_(out, limit),
      wants_dnssec_(query.dnssec_ok()) {
  if (query_.question) builder_.add_question(*query_.question);
  if (query_.edns) builder_.reserve(opt_octets());
}

// ---- records

// What a wildcard stands for is another RRset under each name, and none of these is remembered: one
// name is answered once.
bool Response::knows(NameView owner, const ZoneRRset& set) const {
  if (owner != set.rrset.owner) return false;
  const auto end = known_.begin() + static_cast<std::ptrdiff_t>(known_count_);
  return std::find(known_.begin(), end, set.rrset.rdatas.packed().data()) != end;
}

void Response::remember(NameView owner, const ZoneRRset& set) {
  if (owner == set.rrset.owner && known_count_ < max_known)
    known_[known_count_++] = set.rrset.rdatas.packed().data();
}

bool Response::truncated_unless(bool fitted) {
  truncated_ = truncated_ || !fitted;
  return fitted;
}

bool Response::add(Section section, NameView owner, const ZoneRRset& set, std::optional<Ttl> ttl) {
  if (truncated_) return false;
  if (!truncated_unless(builder_.add_rrset(section, set.rrset, signatures_of(set), {owner, ttl}))) {
    return false;
  }
  remember(owner, set);
  return true;
}

bool Response::add_once(Section section, NameView owner, const ZoneRRset& set) {
  return knows(owner, set) ? !truncated_ : add(section, owner, set);
}

bool Response::add_signatures(NameView owner, const ZoneRRset& set) {
  if (truncated_) return false;
  if (wants_dnssec_ && knows(owner, set)) return true;
  return truncated_unless(builder_.add_rrset(Section::answer, set.signatures, {}, {owner, {}}));
}

bool Response::add_additional(NameView owner, const ZoneRRset& set) {
  if (truncated_) return false;
  if (knows(owner, set)) return true;
  const RecordDress dress{owner, {}};
  // Without room for both the signatures are left out, and TC is not for them (RFC 4035 section
  // 3.1.1).
  if (!builder_.add_rrset(Section::additional, set.rrset, signatures_of(set), dress) &&
      !builder_.add_rrset(Section::additional, set.rrset, {}, dress)) {
    return false;
  }
  remember(owner, set);
  return true;
}

bool Response::add_record(NameView owner, RRType type, RRClass rrclass, Ttl ttl, OctetView rdata) {
  if (truncated_) return false;
  return truncated_unless(builder_.add_record(Section::answer, owner, type, rrclass, ttl, rdata));
}

// ---- the end

void Response::finish() {
  if (failed_) {
    builder_.remove_records();
    rcode_ = Rcode::SERVFAIL;
    authoritative_ = truncated_ = false;
  }
  Header header;
  header.id = query_.header.id;
  header.qr = true;
  header.opcode = query_.header.opcode;
  header.aa = authoritative_;
  header.tc = truncated_;
  header.rd = query_.header.rd;
  // Its high bits go into the OPT record.
  constexpr unsigned header_part = (1U << header_rcode_bits) - 1;
  builder_.finish(header, Rcode(static_cast<unsigned>(rcode_) & header_part));
  if (query_.edns) append_opt();
  if (refuses_tsig_) append_tsig_refusal();
}

std::size_t Response::opt_octets() const {
  const QueryEdns& edns = *query_.edns;
  std::size_t octets = empty_opt_octets;
  if (policy_.cookies && !edns.cookie.empty()) octets += cookie_option_octets;
  if (edns.wants_nsid && !policy_.nsid.empty()) {
    octets += EdnsOptions::head_octets + policy_.nsid.size();
  }
  if (edns.wants_keepalive && client_.transport == Transport::tcp && policy_.tcp_keepalive != 0) {
    octets += u16_option_octets;
  }
  return octets;
}

// Written here, since an Edns owns its options and allocates.
void Response::append_opt() {
  const QueryEdns& edns = *query_.edns;
  const std::size_t options_at = out_.size() + empty_opt_octets;
  WireWriter writer(out_);
  writer.u8(0);
  writer.u16(static_cast<std::uint16_t>(RRType::OPT));
  writer.u16(policy_.udp_size);
  writer.u8(static_cast<std::uint8_t>(static_cast<unsigned>(rcode_) >> header_rcode_bits));
  writer.u8(0);
  writer.u16(edns.dnssec_ok ? EdnsView::dnssec_ok_flag : 0);
  writer.u16(0);
  if (policy_.cookies && !edns.cookie.empty()) {
    write_option_head(writer, EdnsOptionCode::cookie, client_cookie_octets + server_cookie_octets);
    writer.octets(edns.cookie.first(client_cookie_octets));
    writer.octets(
        make_server_cookie(policy_.cookies->current, edns.cookie, client_.address, client_.now));
  }
  if (edns.wants_nsid && !policy_.nsid.empty()) {
    write_option_head(writer, EdnsOptionCode::nsid, policy_.nsid.size());
    writer.octets(policy_.nsid);
  }
  if (edns.wants_keepalive && client_.transport == Transport::tcp && policy_.tcp_keepalive != 0) {
    write_option_head(writer, EdnsOptionCode::tcp_keepalive, 2);
    writer.u16(policy_.tcp_keepalive);
  }
  if (extended_error_ && out_.size() + u16_option_octets <= limit_) {
    write_option_head(writer, EdnsOptionCode::extended_error, 2);
    writer.u16(static_cast<std::uint16_t>(*extended_error_));
  }
  writer.patch_u16(options_at - 2, static_cast<std::uint16_t>(out_.size() - options_at));
  count_appended(out_);
}

void Response::append_tsig_refusal() {
  constexpr std::size_t time_and_fudge_octets = 8;
  constexpr std::size_t record_head_octets = 10;
  Octets asked;
  if (!query_.tsig || !query_.tsig->append_rdata(asked).ok()) return;
  WireReader reader(asked);
  const auto algorithm = NameView::read(reader);
  const auto time_and_fudge = reader.octets(time_and_fudge_octets);
  const auto mac = reader.counted_u16();
  const auto original_id = reader.u16();
  if (!algorithm.ok() || !time_and_fudge.ok() || !mac.ok() || !original_id.ok()) return;
  Record refusal{query_.tsig->owner(), RRType::TSIG, RRClass::ANY, Ttl{0}, {}};
  WireWriter writer(refusal.rdata);
  writer.octets(algorithm->wire());
  writer.octets(*time_and_fudge);
  writer.u16(0);
  writer.u16(*original_id);
  writer.u16(static_cast<std::uint16_t>(Rcode::BADKEY));
  writer.u16(0);
  const std::size_t octets = refusal.owner.size() + record_head_octets + refusal.rdata.size();
  if (out_.size() + octets <= limit_) append_additional(out_, 0, refusal);
}

}  // namespace vouch::authority
