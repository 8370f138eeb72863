// The zones that most tests of the answer engine ask: one `example.` with every shape of name, and
// a child zone that is served beside it.
#pragma once

#include "tests/unit/authority/reply.hpp"
#include "tests/unit/authority/signed_zone.hpp"

namespace vouch::authority {

/// The text of `example.`; a test may add lines.
extern const char* const example_text;

/// One chain's zones and how to ask them.
class World {
 public:
  explicit World(Chain chain, const std::string& more = "");

  Reply ask(const std::string& name, RRType type, Edns edns = Edns::dnssec,
            std::uint16_t udp_size = 4096) const;
  Reply ask_tcp(const std::string& name, RRType type, Edns edns = Edns::dnssec) const;
  Reply send(const Octets& message, Transport transport = Transport::udp) const;

  AnswerPolicy policy;
  std::vector<Record> records;  ///< of `example.`
  ZoneSet zones;
};

/// `owner TYPE` and `owner RRSIG(TYPE)`.
std::vector<std::string> with_signatures(const std::vector<std::string>& lines);

/// The lines of the NSEC3 of each name, with signatures.
std::vector<std::string> nsec3_lines(const std::vector<std::string>& names);

std::vector<std::string> operator+(std::vector<std::string> left,
                                   const std::vector<std::string>& right);

}  // namespace vouch::authority
