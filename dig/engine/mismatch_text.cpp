#include "dig/engine/mismatch_text.hpp"

#include <fmt/format.h>

#include "vouch/message/header.hpp"
#include "vouch/message/message_view.hpp"

namespace vouch::dig {
namespace {

constexpr std::size_t header_octets = 12;

unsigned id_of(OctetView message) { return static_cast<unsigned>(message[0] << 8 | message[1]); }

Opcode opcode_of(OctetView message) {
  return Opcode{static_cast<std::uint8_t>(message[2] >> 3 & 0x0f)};
}

std::string question_text(OctetView message) {
  WireReader reader(message, header_octets);
  const auto name = NameView::read(reader);
  const auto rest = reader.octets(4);
  const bool has_question = message[4] != 0 || message[5] != 0;
  if (!has_question || !name.ok() || !rest.ok()) return "none that can be read";
  std::string owner = name->text();
  if (owner.size() > 1) owner.pop_back();
  const OctetView octets = *rest;
  return fmt::format("{}/{}/{}", owner,
                     text(RRType{static_cast<std::uint16_t>(octets[0] << 8 | octets[1])}),
                     text(RRClass{static_cast<std::uint16_t>(octets[2] << 8 | octets[3])}));
}

}  // namespace

std::string mismatch_text(OctetView query, OctetView received) {
  if (received.size() < header_octets)
    return ";; Warning: short (< header size) message received\n";
  if (id_of(query) != id_of(received))
    return fmt::format(";; Warning: ID mismatch: expected ID {}, got {}\n", id_of(query),
                       id_of(received));
  if ((received[2] & 0x80) == 0) return ";; Warning: query response not set\n";
  if (opcode_of(query) != opcode_of(received))
    return fmt::format(";; Warning: Opcode mismatch: expected {}, got {}\n", text(opcode_of(query)),
                       text(opcode_of(received)));
  return fmt::format(";; ;; Question section mismatch: got {}\n", question_text(received));
}

}  // namespace vouch::dig
