// ZoneBuilder: collects records in any order and makes a Zone of them: sorts, drops duplicates,
// puts RRSIGs with what they cover, fills in empty non-terminals, finds cuts and what they occlude
// (RFC 1034 section 4.2, RFC 4592, RFC 6672).
//
// Does not judge the content (zone_check.hpp does), but for what a Zone can't hold. One thread at a
// time.
#pragma once

#include <vector>

#include "vouch/zone/zone.hpp"

namespace vouch {

class ZoneBuilder {
 public:
  ZoneBuilder(NameView apex, RRClass rrclass = RRClass::IN) : apex_(apex), rrclass_(rrclass) {}

  /// Takes a record whose RDATA is checked. Errors: bad_zone (the owner is not at or below the
  /// apex).
  Result<void> add(NameView owner, RRType type, Ttl ttl, OctetView rdata);
  Result<void> add(const Record& record) {
    return add(record.owner, record.type, record.ttl, record.rdata);
  }
  Result<void> add(RRsetView rrset);

  std::size_t record_count() const { return records_.size(); }

  /// Makes the zone and leaves the builder empty. The TTL of an RRset is the lowest of its records
  /// (RFC 2181 section 5.2). Errors: bad_zone (no SOA at the apex), too_long (an RRset of more than
  /// 65535 records).
  Result<ZonePtr> build();

  /// As build(), for parts of zones and tests: a missing SOA is no error.
  Result<ZonePtr> build_without_soa();

 private:
  struct Owner {
    std::uint64_t order;  ///< name_order() of it
    std::size_t at;
    std::uint8_t octets;
  };
  struct Entry {
    std::size_t at;
    std::uint32_t owner;  ///< index into owners_
    std::uint32_t ttl;
    std::uint16_t octets;
    RRType type;
  };

  NameView name_of(const Owner& owner) const {
    return NameView::trusted(OctetView(octets_).subspan(owner.at, owner.octets));
  }
  OctetView rdata_of(const Entry& entry) const {
    return OctetView(octets_).subspan(entry.at, entry.octets);
  }
  std::uint64_t order_of(NameView owner) const;
  void sort();

  Name apex_;
  RRClass rrclass_;
  Octets octets_;
  std::vector<Owner> owners_;
  std::vector<Entry> records_;
};

}  // namespace vouch
