// ZoneBuilder: collects records in any order and makes a Zone of them: sorts, drops duplicates,
// puts RRSIGs with what they cover, fills in empty non-terminals, finds cuts and what they occlude
// (RFC 1034 section 4.2, RFC 4592, RFC 6672).
//
// Records whose owners come in canonical order (what walks a zone, transfers, files that were
// written sorted) are packed as they come and are not held twice; others are kept until the end,
// and then sorted and merged. Does not judge the content (zone_check.hpp does), but for what a Zone
// can't hold. One thread at a time.
#pragma once

#include <memory>

#include "vouch/zone/zone.hpp"

namespace vouch {

class ZoneBuilder {
 public:
  explicit ZoneBuilder(NameView apex, RRClass rrclass = RRClass::IN);
  ZoneBuilder(ZoneBuilder&&) noexcept;
  ZoneBuilder& operator=(ZoneBuilder&&) noexcept;
  ~ZoneBuilder();

  /// Takes a record whose RDATA is checked. Errors: bad_zone (the owner is not at or below the
  /// apex).
  Result<void> add(NameView owner, RRType type, Ttl ttl, OctetView rdata);
  Result<void> add(const Record& record) {
    return add(record.owner, record.type, record.ttl, record.rdata);
  }
  Result<void> add(RRsetView rrset);

  std::size_t record_count() const;

  /// Makes the zone and leaves the builder empty. The TTL of an RRset is the lowest of its records
  /// (RFC 2181 section 5.2). Errors: bad_zone (no SOA at the apex), too_long (an RRset of more than
  /// 65535 records).
  Result<ZonePtr> build();

  /// As build(), for parts of zones and tests: a missing SOA is no error.
  Result<ZonePtr> build_without_soa();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace vouch
