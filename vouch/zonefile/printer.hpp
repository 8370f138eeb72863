// Printing records as a zone file, one line each, in a form that every other implementation reads.
//
// Owners are absolute. Text is appended to a buffer that the caller writes out.
#pragma once

#include <string>

#include "vouch/rr/rrset.hpp"
#include "vouch/zonefile/quick_rdata.hpp"

namespace vouch {

/// Prints one RRset after another, faster than each on its own: what the one before had in common
/// with it is not made again. One thread at a time.
class RecordPrinter {
 public:
  /// Whether the types that zones are full of take the short way. The text is the same.
  enum class Way : bool { general, quick };

  explicit RecordPrinter(Way way = Way::quick) : way_(way) {}

  /// Appends `owner TAB ttl TAB class TAB type TAB rdata NEWLINE` for every record of the RRset,
  /// whose RDATA is checked.
  void append(std::string& to, RRsetView rrset);

  /// The same for one record.
  void append(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type,
              OctetView rdata);

 private:
  void begin(NameView owner, Ttl ttl, RRClass rrclass);
  void append_tail(std::string& to, RRClass rrclass, RRType type, OctetView rdata);

  /// An owner with every octet as \DDD, the largest TTL, a class and a type by number, three tabs.
  static constexpr std::size_t head_room = 4 * NameView::max_octets + 48;

  Way way_;
  std::uint8_t owner_[NameView::max_octets];
  std::size_t owner_octets_ = 0;  ///< of the owner whose text stands at the start of line_
  std::size_t owner_end_ = 0;
  std::size_t head_end_ = 0;  ///< what stands before the type, the same in all of an RRset
  char line_[head_room + zonefile::QuickRdata::room];
  zonefile::QuickRdata quick_;
};

/// Appends `owner TAB ttl TAB class TAB type TAB rdata NEWLINE` for checked RDATA.
void append_record_text(std::string& to, NameView owner, Ttl ttl, RRClass rrclass, RRType type,
                        OctetView rdata);

/// Appends every record of the RRset.
void append_rrset_text(std::string& to, RRsetView rrset);

}  // namespace vouch
