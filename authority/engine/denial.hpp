// Denial: the NSEC or NSEC3 RRsets that prove what a negative, wildcard or referral answer says
// (RFC 4035 section 3.1.3, RFC 5155 section 7.2).
//
// Adds nothing where the client wants no DNSSEC or the zone has no chain. Uses NSEC3 where the zone
// has an NSEC3PARAM.
#pragma once

#include "authority/engine/response.hpp"

namespace vouch::authority {

/// One thread. Costs at most a search of the chain for each label of a name, with NSEC3 a hash for
/// each as well; with every name of the zone in the chain it is three searches.
class Denial {
 public:
  Denial(const Zone& zone, Response& response) : zone_(zone), response_(response) {}

  /// Neither the name nor a wildcard that could match it exists (RFC 4035 section 3.1.3.2, RFC 5155
  /// section 7.2.2).
  void prove_no_name(NameView name, NameView closest_encloser);

  /// The name exists, as an empty non-terminal perhaps, without the type (RFC 4035 section 3.1.3.1,
  /// RFC 5155 sections 7.2.3 and 7.2.4); also that a delegation has no DS (RFC 4035 section 3.1.4,
  /// RFC 5155 section 7.2.7).
  void prove_no_type(const ZoneNode& node);

  /// A wildcard matches the name, without the type (RFC 4035 section 3.1.3.4, RFC 5155
  /// section 7.2.5).
  void prove_wildcard_no_type(NameView name, NameView closest_encloser, const ZoneNode& wildcard);

  /// No name is closer than the wildcard that was expanded (RFC 4035 section 3.1.3.3, RFC 5155
  /// section 7.2.6).
  void prove_wildcard_answer(NameView name, NameView closest_encloser);

 private:
  bool applies();
  void add_nsec(NameView name);
  void add_nsec_of(const ZoneNode& node);

  bool add_matching(NameView name);
  void add_covering(NameView name);
  NameView add_closest_encloser(NameView name, std::size_t labels);

  const Zone& zone_;
  Response& response_;
  std::optional<Zone::Nsec3Chain> nsec3_;
};

}  // namespace vouch::authority
