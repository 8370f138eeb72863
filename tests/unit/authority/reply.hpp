// Replies of the answer engine, read back for comparison: sections as lists of `owner TYPE` lines.
#pragma once

#include <string>
#include <vector>

#include "authority/engine/answer.hpp"

namespace vouch::authority {

struct Reply {
  std::size_t size = 0;  ///< octets; 0 where there was no reply
  std::uint16_t id = 0;
  std::string rcode;  ///< with the upper bits of OPT
  std::string flags;  ///< `aa tc rd`, in this order
  Opcode opcode = Opcode::QUERY;
  std::size_t questions = 0;
  std::vector<std::string> answer;  ///< `owner TYPE`, `owner RRSIG(TYPE)`; a line for each record
  std::vector<std::string> authority;
  std::vector<std::string> additional;  ///< without OPT
  std::vector<Record> records;          ///< of all sections
  bool has_opt = false;
  bool dnssec_ok = false;
  std::uint16_t udp_size = 0;
  std::vector<std::pair<std::uint16_t, Octets>> options;

  const Octets* option(EdnsOptionCode code) const;
};

/// Reads a whole reply; a test failure where it is malformed or has octets left over.
Reply read_reply(OctetView message);

/// The lines of a section in the order of the alphabet, for comparing without order.
std::vector<std::string> sorted(std::vector<std::string> lines);

enum class Edns : std::uint8_t { none, plain, dnssec };

/// A query as octets, with id 0x4242.
Octets make_query(const std::string& name, RRType type, Edns edns = Edns::none,
                  std::uint16_t udp_size = 4096);

}  // namespace vouch::authority
