// MessageBuilder: writes one message into octets that it is given, section by section, within a
// size limit (RFC 1035 section 4, RFC 2181 section 9, RFC 6891).
//
// RRsets go in whole or not at all. Names are always compressed. Nothing is allocated where the
// octets have room for the limit and one record more. What goes in, and in which order, is the
// caller's; sections must come in their order. One builder, one message, one thread.
#pragma once

#include <iterator>
#include <optional>
#include <span>

#include "vouch/message/edns.hpp"
#include "vouch/message/header.hpp"
#include "vouch/name/compression.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {

/// What an RRset is written with instead of its own.
struct RecordDress {
  std::optional<NameView> owner;  ///< the question's letters, or the name a wildcard is expanded to
  std::optional<Ttl> ttl;
};

class MessageBuilder {
 public:
  /// Begins a message at the end of `out` (which may hold the length octets of TCP already);
  /// `limit` is the largest size of the message, at most 65535 octets.
  explicit MessageBuilder(Octets& out, std::size_t limit = max_message_octets);
  MessageBuilder(const MessageBuilder&) = delete;
  MessageBuilder& operator=(const MessageBuilder&) = delete;

  /// Keeps room for an OPT record, which finish() writes last. `edns` must outlive the builder, and
  /// may be changed until finish() as long as it does not grow. False where there is no room.
  bool reserve_edns(const Edns& edns);
  /// Keeps room for so many octets after the message: a TSIG record. False where there is none.
  bool reserve(std::size_t octets);

  /// False where it does not fit.
  bool add_question(QuestionView question);

  /// Adds all records of an RRset and, where `signatures` is not empty, its RRSIGs. Where they do
  /// not fit, nothing is added and false is returned; TC is then for the caller to set.
  bool add_rrset(Section section, const RRsetView& rrset, const RRsetView& signatures = {},
                 const RecordDress& dress = {});

  /// Adds one record. False where it does not fit.
  bool add_record(Section section, NameView owner, RRType type, RRClass rrclass, Ttl ttl,
                  OctetView rdata);
  bool add_record(Section section, const Record& record) {
    return add_records(section, {&record, 1});
  }
  /// Adds all of the records. Where they do not fit, nothing is added and false is returned.
  bool add_records(Section section, std::span<const Record> records);

  /// Takes back every record, for an answer that is given up. Questions and reservations stay.
  void remove_records();

  /// Octets of the message so far, without what is reserved.
  std::size_t size() const { return out_.size() - start_; }
  /// Octets that records may still take.
  std::size_t left() const;
  std::uint16_t count(Section section) const { return counts_[static_cast<std::size_t>(section)]; }

  /// Writes the OPT record and the header, whose counts are set to what was added, and splits the
  /// RCODE between both (RFC 6891 section 6.1.3). Without EDNS an RCODE over 15 is written as
  /// SERVFAIL. Nothing may be added afterwards.
  void finish(Header header, Rcode rcode = Rcode::NOERROR);

 private:
  bool fits() const { return size() + reserved_ <= limit_; }
  void write_after_owner(RRType type, RRClass rrclass, Ttl ttl, OctetView rdata);
  bool write_rrset(const RRsetView& rrset, const RecordDress& dress);
  void take_back(std::size_t mark);
  void count(Section section, std::size_t records);
  void write_opt(unsigned rcode_high);

  Octets& out_;
  WireWriter writer_;
  std::size_t start_;
  std::size_t limit_;
  std::size_t reserved_ = 0;
  std::size_t records_begin_;  ///< after the questions
  NameCompressor compressor_;
  const Edns* edns_ = nullptr;
  std::uint16_t question_count_ = 0;
  std::uint16_t counts_[std::size(all_sections)] = {};
};

/// Appends a record to the additional section of a finished message that begins at `start` and ends
/// with `message`, and raises its count; names are not compressed. For TSIG (RFC 8945 section 5.3).
void append_additional(Octets& message, std::size_t start, const Record& record);

}  // namespace vouch
