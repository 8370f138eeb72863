// RRset, RRsetView, Record: owner, class, type, TTL and packed RDATA in canonical order without
// duplicates (RFC 2181 section 5, RFC 4034 section 6.3), so that signing, verifying, serving and
// transferring re-encode nothing.
//
// The packed form is one run of octets: for each RDATA two length octets in network order, then the
// RDATA.
#pragma once

#include <iterator>

#include "vouch/base/ttl.hpp"
#include "vouch/rr/rdata.hpp"

namespace vouch {

/// A view of packed RDATA; iteration gives the OctetView of each.
class RdataRange {
 public:
  class Iterator {
   public:
    using value_type = OctetView;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    using pointer = const OctetView*;
    using reference = OctetView;

    Iterator() = default;
    explicit Iterator(const std::uint8_t* at) : at_(at) {}
    OctetView operator*() const { return {at_ + 2, length()}; }
    Iterator& operator++() {
      at_ += 2 + length();
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(Iterator, Iterator) = default;

   private:
    std::size_t length() const { return static_cast<std::size_t>(at_[0] << 8 | at_[1]); }
    const std::uint8_t* at_ = nullptr;
  };

  RdataRange() = default;
  RdataRange(OctetView packed, std::size_t count) : packed_(packed), count_(count) {}

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  OctetView packed() const { return packed_; }
  Iterator begin() const { return Iterator(packed_.data()); }
  Iterator end() const { return Iterator(packed_.data() + packed_.size()); }
  OctetView front() const { return *begin(); }

 private:
  OctetView packed_;
  std::size_t count_ = 0;
};

/// An RRset that somebody else owns (a zone, a cache, an RRset).
struct RRsetView {
  NameView owner;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;
  Ttl ttl;
  RdataRange rdatas;

  std::size_t size() const { return rdatas.size(); }
  bool empty() const { return rdatas.empty(); }
};

/// One record that owns its octets.
struct Record {
  Name owner;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;
  Ttl ttl;
  Octets rdata;

  friend bool operator==(const Record&, const Record&) = default;

  /// `owner TTL class type rdata`, separated by tabs, with `ttl` in seconds.
  std::string text() const;
};

/// An RRset that owns its octets.
class RRset {
 public:
  RRset() = default;
  RRset(Name owner, RRType type, RRClass rrclass, Ttl ttl)
      : owner_(std::move(owner)), type_(type), rrclass_(rrclass), ttl_(ttl) {}
  explicit RRset(RRsetView view);
  /// Of checked RDATA in any order, with duplicates or without; the views are sorted where they
  /// stand.
  RRset(Name owner, RRType type, RRClass rrclass, Ttl ttl, std::span<OctetView> rdatas);

  const Name& owner() const { return owner_; }
  RRType type() const { return type_; }
  RRClass rrclass() const { return rrclass_; }
  Ttl ttl() const { return ttl_; }
  void set_ttl(Ttl ttl) { ttl_ = ttl; }
  void set_owner(Name owner) { owner_ = std::move(owner); }
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  RdataRange rdatas() const { return {packed_, count_}; }
  RRsetView view() const { return {owner_, type_, rrclass_, ttl_, rdatas()}; }
  operator RRsetView() const { return view(); }

  /// Adds checked RDATA at its canonical place; false where its like is there already.
  bool add(OctetView rdata);
  /// Takes RDATA out; false where it is not there.
  bool remove(OctetView rdata);
  bool contains(OctetView rdata) const;

 private:
  Name owner_;
  RRType type_ = RRType{0};
  RRClass rrclass_ = RRClass::IN;
  Ttl ttl_;
  Octets packed_;
  std::size_t count_ = 0;
};

/// An RRset with the RRSIGs that cover it; `signatures` has type RRSIG and may be empty.
struct SignedRRset {
  RRset rrset;
  RRset signatures;
  /// A record came that can't be read: what else came of the RRset was left out.
  bool is_malformed = false;
  /// An RRSIG came that can't be read; it is not among the signatures.
  bool has_malformed_signature = false;
};

/// Sorts RDATA into canonical order and drops duplicates; of those that differ in letter case only,
/// the first is kept. Returns how many are left; they stand in front.
std::size_t sort_rdatas(RRType type, RRClass rrclass, std::span<OctetView> rdatas);

/// Sorts and packs RDATA into canonical order without duplicates. Returns the count of distinct
/// RDATA.
std::size_t pack_rdatas(RRType type, RRClass rrclass, std::span<const OctetView> rdatas,
                        Octets& to);

/// Octets that a record has somewhere, for grouping.
struct RecordRef {
  NameView owner;
  RRType type = RRType{0};
  RRClass rrclass = RRClass::IN;
  Ttl ttl;
  OctetView rdata;            ///< of a malformed RRSIG the first two octets are enough
  bool is_malformed = false;  ///< the RDATA is not what the type asks for
};

/// Groups records into RRsets with their signatures, in the order of first appearance, in time
/// n log n whatever the records are. The TTL of an RRset is the lowest of its records (RFC 2181
/// section 5.2); RRSIGs whose RRset is absent come as an RRset that is empty.
std::vector<SignedRRset> group_rrsets(std::span<const Record> records);
std::vector<SignedRRset> group_record_refs(std::span<const RecordRef> records);

}  // namespace vouch
