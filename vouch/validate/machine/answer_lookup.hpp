// What a response holds for one name of a chain: data, an alias to follow, or nothing (RFC 1034
// section 3.6.2, RFC 6672 section 3.2).
//
// For this folder only.
#pragma once

#include "vouch/validate/evidence.hpp"

namespace vouch::machine {

struct Found {
  enum class Kind : std::uint8_t { nothing, rrsets, cname, dname };

  Kind kind = Kind::nothing;
  std::vector<const SignedRRset*> rrsets = {};  ///< the alias alone, or the data
  /// A CNAME stands beside data that must not be there (RFC 2181 section 10.1).
  bool is_conflict = false;
};

/// Aliases are not looked for where the type forbids following them: CNAME and ANY.
Found find_answer(const Evidence& evidence, NameView name, RRType type);

/// Whether the response has something to say about a name that it was not asked for: data, an
/// alias, or a denial with the SOA of a zone at or above the name.
bool speaks_about(const Evidence& evidence, NameView name, RRType type);

/// The RRSIG records of the name, whatever they cover.
std::vector<const SignedRRset*> find_signatures(const Evidence& evidence, NameView name);

}  // namespace vouch::machine
