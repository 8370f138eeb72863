// Messages octet by octet, for tests of those who read them.
#pragma once

#include <initializer_list>

#include "vouch/base/wire_writer.hpp"
#include "vouch/name/name.hpp"

namespace vouch::testing_messages {

inline Octets joined(std::initializer_list<Octets> parts) {
  Octets all;
  for (const Octets& part : parts) append_octets(all, part);
  return all;
}

inline Octets header(std::uint16_t id, std::uint16_t flags, std::uint16_t questions,
                     std::uint16_t answers, std::uint16_t authorities, std::uint16_t additionals) {
  Octets octets;
  WireWriter writer(octets);
  for (const std::uint16_t value : {id, flags, questions, answers, authorities, additionals})
    writer.u16(value);
  return octets;
}

inline Octets question(std::string_view name, std::uint16_t type, std::uint16_t rrclass = 1) {
  Octets octets;
  WireWriter writer(octets);
  writer.octets(Name::parse(name).value().wire());
  writer.u16(type);
  writer.u16(rrclass);
  return octets;
}

inline Octets record(std::string_view owner, std::uint16_t type, std::uint16_t rrclass,
                     const Octets& rdata, std::uint32_t ttl = 0) {
  Octets octets = question(owner, type, rrclass);
  WireWriter writer(octets);
  writer.u32(ttl);
  writer.u16(static_cast<std::uint16_t>(rdata.size()));
  writer.octets(rdata);
  return octets;
}

inline Octets option(std::uint16_t code, const Octets& value) {
  Octets octets;
  WireWriter writer(octets);
  writer.u16(code);
  writer.u16(static_cast<std::uint16_t>(value.size()));
  writer.octets(value);
  return octets;
}

inline Octets opt(std::uint16_t udp_size, std::uint8_t version, std::uint16_t flags,
                  const Octets& options = {}) {
  return record(".", 41, udp_size, options, static_cast<std::uint32_t>(version) << 16 | flags);
}

}  // namespace vouch::testing_messages
