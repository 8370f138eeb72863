// ZoneContent: what each authoritative server of a zone has, and what the zone above says of it, as
// a recording has it: the matter of findings that do not decide the verdict.
//
// Empty where a resolver was asked: what came through it is of no server.
#pragma once

#include <map>
#include <set>

#include "chain/engine/recording.hpp"

namespace vouch::chain {

/// What is asked of every server of a zone, besides what the question itself needs: the types at
/// the apex that others act on, a name and a type that do not exist.
std::vector<Question> probe_questions(const Name& zone);

/// A record that lives longer than its signature says.
struct LongTtl {
  Name owner;
  RRType type = RRType{0};  ///< of the RRset, or RRSIG
  std::uint32_t ttl = 0;
  std::uint32_t original = 0;
};

/// What one server answered for the zone.
struct ServerContent {
  std::string name;  ///< text_of_server
  std::map<std::pair<Name, RRType>, SignedRRset> rrsets;
  std::set<std::pair<Name, RRType>> asked;  ///< with an authoritative answer
  std::vector<LongTtl> long_ttls;
  unsigned answers = 0;
  unsigned without_edns = 0;
  unsigned without_do = 0;  ///< with EDNS, but the DO flag was not repeated (RFC 3225 section 3)

  /// At the apex or elsewhere; null where the server did not send it.
  const SignedRRset* find(const Name& owner, RRType type) const;
  bool was_asked(const Name& owner, RRType type) const { return asked.count({owner, type}) != 0; }
};

struct ZoneContent {
  Name zone;
  std::vector<ServerContent> servers;
  std::set<Name> parent_ns;               ///< of referrals
  std::map<Name, std::set<Octets>> glue;  ///< addresses by name server
  std::vector<Octets> ds;                 ///< RDATA
  RRset ds_rrset = {};

  /// Of the first server that sent it; null where none did.
  const SignedRRset* find(const Name& owner, RRType type) const;
};

ZoneContent content_of(const Recording& recording, const Name& zone);

}  // namespace vouch::chain
