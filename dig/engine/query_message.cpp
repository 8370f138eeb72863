#include "dig/engine/query_message.hpp"

#include "dig/engine/command_line.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/message/edns_option.hpp"
#include "vouch/rr/typed/zone.hpp"

namespace vouch::dig {
namespace {

Result<Edns> edns_of(const Request& request, OctetView cookie) {
  Edns edns;
  edns.version = request.edns_version;
  edns.udp_size = request.udp_size;
  edns.dnssec_ok = request.dnssec;
  edns.flags_rest = request.edns_flags & 0x3fff;
  if (request.nsid) edns.options.push_back({EdnsOptionCode::nsid, {}});
  if (request.subnet) {
    VOUCH_TRY(const ClientSubnet subnet, ClientSubnet::parse(*request.subnet));
    EdnsOption option{EdnsOptionCode::client_subnet, {}};
    subnet.append_value(option.value);
    edns.options.push_back(std::move(option));
  }
  if (request.cookie) {
    const Octets drawn(cookie.begin(), cookie.end());
    edns.options.push_back({EdnsOptionCode::cookie, request.cookie_value.value_or(drawn)});
  }
  if (request.expire) edns.options.push_back({EdnsOptionCode{9}, {}});
  if (request.keepalive) edns.options.push_back({EdnsOptionCode::tcp_keepalive, {}});
  edns.options.insert(edns.options.end(), request.options.begin(), request.options.end());
  return edns;
}

// IXFR tells the serial that is there already (RFC 1995 section 3).
Record soa_with(const Name& zone, std::uint32_t serial) {
  Record record{zone, RRType::SOA, RRClass::IN, Ttl{0}, {0, 0}};
  for (const std::uint32_t value : {serial, 0U, 0U, 0U, 0U}) {
    for (int shift = 24; shift >= 0; shift -= 8)
      record.rdata.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  return record;
}

}  // namespace

Result<Message> query_message(const Request& request, std::uint16_t id, OctetView cookie) {
  std::optional<Edns> edns;
  if (request.edns) {
    VOUCH_TRY(edns, edns_of(request, cookie));
  }
  VOUCH_TRY(Name name, name_of(request));
  Message message = make_query(request.id.value_or(id), {name, request.type, request.rrclass},
                               request.recurse, std::move(edns));
  Header& header = message.header;
  header.ad = request.authentic;
  header.aa = request.authoritative;
  header.cd = request.checking_disabled;
  header.z = request.reserved;
  header.tc = request.truncated;
  header.ra = request.recursion_available;
  if (request.opcode) header.opcode = *request.opcode;
  if (request.header_only) message.questions.clear();
  if (request.type == RRType::IXFR) message.authority.push_back(soa_with(name, request.serial));
  return message;
}

Octets query_octets(const Request& request, const Message& message) {
  Octets octets = message.write();
  if (request.padding == 0 || !message.edns) return octets;
  const std::size_t padding = padding_octets(octets.size(), request.padding, max_message_octets);
  if (padding < EdnsOptions::head_octets) return octets;
  Message padded = message;
  padded.edns->options.push_back(
      {EdnsOptionCode::padding, Octets(padding - EdnsOptions::head_octets, 0)});
  return padded.write();
}

}  // namespace vouch::dig
