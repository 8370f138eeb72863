#include "authority/engine/response.hpp"

#include <algorithm>

#include "vouch/base/wire_reader.hpp"

namespace vouch::authority {
namespace {

constexpr std::size_t header_octets = 12;
constexpr std::uint16_t question_pointer = 0xc000 | header_octets;
constexpr std::size_t max_pointer = 0x3fff;
constexpr std::size_t empty_opt_octets = 11;
constexpr std::size_t option_head_octets = 4;
constexpr std::size_t cookie_octets =
    option_head_octets + client_cookie_octets + server_cookie_octets;
constexpr std::size_t keepalive_octets = option_head_octets + 2;
constexpr std::size_t extended_error_octets = option_head_octets + 2;

}  // namespace

std::size_t size_limit(const Query& query, Transport transport, const AnswerPolicy& policy) {
  constexpr std::size_t without_edns = 512;
  if (transport == Transport::tcp) return 65535;
  if (!query.edns) return without_edns;
  return std::clamp<std::size_t>(query.edns->udp_size, without_edns,
                                 std::max<std::size_t>(policy.udp_size, without_edns));
}

Response::Response(Octets& out, const Query& query, const Client& client,
                   const AnswerPolicy& policy, std::size_t limit)
    : out_(out),
      writer_(out),
      query_(query),
      client_(client),
      policy_(policy),
      limit_(limit),
      wants_dnssec_(query.dnssec_ok()) {
  out_.resize(header_octets);
  if (query_.has_question) {
    compressor_.write_uncompressed(writer_, query_.name);
    writer_.octets(query_.question.subspan(query_.name.size()));
  }
  reserved_ = opt_octets();
}

std::size_t Response::opt_octets() const {
  if (!query_.edns) return 0;
  std::size_t octets = empty_opt_octets;
  if (policy_.cookies && !query_.edns->cookie.empty()) octets += cookie_octets;
  if (query_.edns->wants_nsid && !policy_.nsid.empty())
    octets += option_head_octets + policy_.nsid.size();
  if (query_.edns->wants_keepalive && client_.transport == Transport::tcp &&
      policy_.tcp_keepalive != 0)
    octets += keepalive_octets;
  return octets;
}

void Response::take_back(std::size_t mark) {
  out_.resize(mark);
  compressor_.forget_from(mark);
}

bool Response::knows(const ZoneRRset& set) const {
  const auto end = known_.begin() + static_cast<std::ptrdiff_t>(known_count_);
  return std::find(known_.begin(), end, set.rrset.rdatas.packed().data()) != end;
}

void Response::remember(const ZoneRRset& set) {
  if (known_count_ < max_known) known_[known_count_++] = set.rrset.rdatas.packed().data();
}

void Response::write_owner(NameView owner) {
  if (owner.wire().data() == query_.name.wire().data() && !owner.is_root()) {
    writer_.u16(question_pointer);
  } else {
    compressor_.write(writer_, owner);
  }
}

void Response::write_record_head(RRType type, RRClass rrclass, Ttl ttl) {
  writer_.u16(static_cast<std::uint16_t>(type));
  writer_.u16(static_cast<std::uint16_t>(rrclass));
  writer_.u32(ttl.seconds);
  writer_.u16(0);
}

void Response::write_records(NameView owner, const RRsetView& rrset, Ttl ttl) {
  const std::size_t first = out_.size();
  std::uint16_t pointer = 0;
  for (const OctetView rdata : rrset.rdatas) {
    if (pointer != 0) {
      writer_.u16(pointer);
    } else {
      write_owner(owner);
      if (out_[first] >= 0xc0) {
        pointer = static_cast<std::uint16_t>(out_[first] << 8 | out_[first + 1]);
      } else if (first <= max_pointer && out_[first] != 0) {
        pointer = static_cast<std::uint16_t>(0xc000 | first);
      }
    }
    write_record_head(rrset.type, rrset.rrclass, ttl);
    const std::size_t start = out_.size();
    write_rdata(writer_, compressor_, rrset.type, rrset.rrclass, rdata);
    writer_.patch_u16(start - 2, static_cast<std::uint16_t>(out_.size() - start));
    if (!fits()) return;
  }
}

bool Response::add(Section section, NameView owner, const ZoneRRset& set, std::optional<Ttl> ttl) {
  if (truncated_) return false;
  const std::size_t mark = out_.size();
  std::size_t records = set.rrset.size();
  write_records(owner, set.rrset, ttl.value_or(set.rrset.ttl));
  if (wants_dnssec_ && fits()) {
    write_records(owner, set.signatures, ttl.value_or(set.signatures.ttl));
    records += set.signatures.size();
  }
  if (!fits()) {
    take_back(mark);
    truncated_ = true;
    return false;
  }
  count(section, records);
  if (owner == set.rrset.owner) remember(set);
  return true;
}

bool Response::add_once(Section section, NameView owner, const ZoneRRset& set) {
  return knows(set) ? !truncated_ : add(section, owner, set);
}

bool Response::add_signatures(NameView owner, const ZoneRRset& set) {
  if (truncated_) return false;
  const std::size_t mark = out_.size();
  write_records(owner, set.signatures, set.signatures.ttl);
  if (!fits()) {
    take_back(mark);
    truncated_ = true;
    return false;
  }
  count(Section::answer, set.signatures.size());
  return true;
}

bool Response::add_additional(NameView owner, const ZoneRRset& set) {
  if (truncated_) return false;
  if (knows(set)) return true;
  const std::size_t mark = out_.size();
  write_records(owner, set.rrset, set.rrset.ttl);
  if (!fits()) {
    take_back(mark);
    return false;
  }
  count(Section::additional, set.rrset.size());
  remember(set);
  if (!wants_dnssec_ || set.signatures.empty()) return true;
  const std::size_t before_signatures = out_.size();
  write_records(owner, set.signatures, set.signatures.ttl);
  if (fits()) {
    count(Section::additional, set.signatures.size());
  } else {
    take_back(before_signatures);
  }
  return true;
}

bool Response::add_record(NameView owner, RRType type, RRClass rrclass, Ttl ttl, OctetView rdata) {
  if (truncated_) return false;
  const std::size_t mark = out_.size();
  write_owner(owner);
  write_record_head(type, rrclass, ttl);
  const std::size_t start = out_.size();
  write_rdata(writer_, compressor_, type, rrclass, rdata);
  writer_.patch_u16(start - 2, static_cast<std::uint16_t>(out_.size() - start));
  if (!fits()) {
    take_back(mark);
    truncated_ = true;
    return false;
  }
  count(Section::answer, 1);
  return true;
}

void Response::finish() {
  if (failed_) {
    take_back(header_octets + (query_.has_question ? query_.question.size() : 0));
    counts_ = {};
    rcode_ = Rcode::SERVFAIL;
    authoritative_ = truncated_ = false;
  }
  if (query_.edns) write_opt();
  if (refuses_tsig_) write_tsig_refusal();
  write_header();
}

void Response::write_opt() {
  const QueryEdns& edns = *query_.edns;
  const std::size_t options_at = out_.size() + empty_opt_octets;
  const auto option = [&](EdnsOptionCode code, std::size_t octets) {
    writer_.u16(static_cast<std::uint16_t>(code));
    writer_.u16(static_cast<std::uint16_t>(octets));
  };
  const auto code = static_cast<std::uint16_t>(rcode_);
  writer_.u8(0);
  writer_.u16(static_cast<std::uint16_t>(RRType::OPT));
  writer_.u16(policy_.udp_size);
  writer_.u8(static_cast<std::uint8_t>(code >> 4));
  writer_.u8(0);
  writer_.u16(edns.dnssec_ok ? 0x8000 : 0);
  writer_.u16(0);
  if (policy_.cookies && !edns.cookie.empty()) {
    option(EdnsOptionCode::cookie, client_cookie_octets + server_cookie_octets);
    writer_.octets(edns.cookie.first(client_cookie_octets));
    writer_.octets(
        make_server_cookie(policy_.cookies->current, edns.cookie, client_.address, client_.now));
  }
  if (edns.wants_nsid && !policy_.nsid.empty()) {
    option(EdnsOptionCode::nsid, policy_.nsid.size());
    writer_.octets(policy_.nsid);
  }
  if (edns.wants_keepalive && client_.transport == Transport::tcp && policy_.tcp_keepalive != 0) {
    option(EdnsOptionCode::tcp_keepalive, 2);
    writer_.u16(policy_.tcp_keepalive);
  }
  if (extended_error_ && out_.size() + extended_error_octets <= limit_) {
    option(EdnsOptionCode::extended_error, 2);
    writer_.u16(static_cast<std::uint16_t>(*extended_error_));
  }
  writer_.patch_u16(options_at - 2, static_cast<std::uint16_t>(out_.size() - options_at));
  count(Section::additional, 1);
}

void Response::write_tsig_refusal() {
  constexpr std::size_t time_and_fudge_octets = 8;
  constexpr std::size_t record_head_octets = 10;
  constexpr std::size_t after_fudge_octets = 8;
  WireReader rdata(query_.tsig_rdata);
  const auto algorithm = NameView::read(rdata);
  const auto time_and_fudge = rdata.octets(time_and_fudge_octets);
  const auto mac = rdata.counted_u16();
  const auto original_id = rdata.u16();
  if (!algorithm.ok() || !time_and_fudge.ok() || !mac.ok() || !original_id.ok()) return;
  const std::size_t octets = query_.tsig_name.size() + record_head_octets + algorithm->size() +
                             time_and_fudge_octets + after_fudge_octets;
  if (out_.size() + octets > limit_) return;
  writer_.octets(query_.tsig_name);
  write_record_head(RRType::TSIG, RRClass::ANY, Ttl{0});
  const std::size_t start = out_.size();
  writer_.octets(algorithm->wire());
  writer_.octets(*time_and_fudge);
  writer_.u16(0);
  writer_.u16(*original_id);
  writer_.u16(static_cast<std::uint16_t>(Rcode::BADKEY));
  writer_.u16(0);
  writer_.patch_u16(start - 2, static_cast<std::uint16_t>(out_.size() - start));
  count(Section::additional, 1);
}

void Response::write_header() {
  const auto opcode = static_cast<unsigned>(query_.opcode);
  unsigned flags = 0x8000U | opcode << 11 | (static_cast<unsigned>(rcode_) & 15U);
  if (authoritative_) flags |= 0x0400;
  if (truncated_) flags |= 0x0200;
  if (query_.recursion_desired) flags |= 0x0100;
  writer_.patch_u16(0, query_.id);
  writer_.patch_u16(2, static_cast<std::uint16_t>(flags));
  writer_.patch_u16(4, query_.has_question ? 1 : 0);
  for (std::size_t i = 0; i < counts_.size(); ++i) writer_.patch_u16(6 + 2 * i, counts_[i]);
}

}  // namespace vouch::authority
