// DenialMemory: NSEC records that were proven secure, and the denials of further names and types
// that follow from them, so that nobody has to be asked (RFC 8198, RFC 9077).
//
// Takes what a secure verdict rests on, nothing else: no answer to who set CD, nothing below a
// negative trust anchor. Knows no NSEC3, whose denials cost hashes, and makes no answers out of
// wildcards. One thread.
#pragma once

#include "resolver/engine/bounded_cache.hpp"
#include "resolver/engine/servers/server_address.hpp"
#include "vouch/validate/verdict.hpp"

namespace vouch::resolver {

class DenialMemory {
 public:
  explicit DenialMemory(std::size_t max_octets)
      : records_(max_octets / 4 * 3), authorities_(max_octets / 4) {}

  /// Keeps the NSEC records and the SOA of a secure denial, for `longest` seconds at most.
  void keep(const Verdict& verdict, std::uint32_t longest, Moment now);

  /// The denial that follows for the question, its TTLs as they are now; nothing where none does.
  std::optional<Verdict> deny(const Question& question, Moment now);

  void take(DenialMemory& other);
  /// Forgets the denials of the zones at and below the name.
  void forget_below(NameView name);

  std::size_t size() const { return records_.size(); }
  std::size_t octets() const { return records_.octets() + authorities_.octets(); }

 private:
  struct Kept {
    CheckedRRset checked;
    std::uint64_t expires_ms = 0;
  };
  /// The owner of a record of a zone, in canonical order within the zone.
  struct Place {
    Name zone;
    Name owner;
  };
  friend std::size_t held(const Place& place) {
    return resolver::held(place.zone) + resolver::held(place.owner);
  }
  struct PlaceLess {
    bool operator()(const Place& left, const Place& right) const;
  };

  std::optional<Verdict> deny_in(const Name& zone, const Question& question, Moment now);
  /// The record at the name or before it; null where the zone has none that is known.
  const Kept* find_span(const Name& zone, NameView name, Moment now);

  BoundedCache<Place, Kept, PlaceLess> records_;
  BoundedCache<Name, Kept, NameLess> authorities_;  ///< SOA, by zone
};

}  // namespace vouch::resolver
