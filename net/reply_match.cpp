#include "net/reply_match.hpp"

#include "vouch/base/ascii.hpp"
#include "vouch/name/name_view.hpp"

namespace vouch::net {
namespace {

constexpr std::size_t header_octets = 12;

std::uint16_t question_count(OctetView message) {
  return static_cast<std::uint16_t>(message[4] << 8 | message[5]);
}

// The first question's octets: name, type, class; empty where it is malformed.
OctetView first_question(OctetView message) {
  WireReader reader(message, header_octets);
  if (!NameView::read(reader).ok() || !reader.octets(4).ok()) return {};
  return message.subspan(header_octets, reader.offset() - header_octets);
}

bool is_same_question(OctetView asked, OctetView answered) {
  if (asked.empty() || asked.size() != answered.size()) return false;
  const std::size_t name = asked.size() - 4;
  return equal_ignoring_case(asked.first(name), answered.first(name)) &&
         equal_octets(asked.subspan(name), answered.subspan(name));
}

}  // namespace

bool is_continuation_of(OctetView query, OctetView reply) {
  if (query.size() < header_octets || reply.size() < header_octets) return false;
  const bool is_response = (reply[2] & 0x80) != 0;
  const bool same_opcode = ((query[2] ^ reply[2]) & 0x78) == 0;
  return is_response && same_opcode && query[0] == reply[0] && query[1] == reply[1];
}

bool is_reply_to(OctetView query, OctetView reply) {
  if (!is_continuation_of(query, reply)) return false;
  if (question_count(query) == 0) return true;
  const bool is_error = (reply[3] & 0x0f) != 0;
  if (question_count(reply) == 0) return is_error;
  return question_count(query) == question_count(reply) &&
         is_same_question(first_question(query), first_question(reply));
}

bool is_truncated(OctetView message) {
  return message.size() >= header_octets && (message[2] & 0x02) != 0;
}

}  // namespace vouch::net
