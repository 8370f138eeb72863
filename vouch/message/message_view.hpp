// MessageView: a DNS message read where it lies (RFC 1035 section 4, RFC 6891, RFC 8945).
//
// Reading walks the sections once: counts, names and bounds are checked, RDATA is not until a
// record is materialised. Nothing is allocated for a well-formed message. The octets must outlive
// the view and what comes from it. Decides nothing about answers; does not check TSIG.
#pragma once

#include <iterator>
#include <optional>

#include "vouch/message/edns_view.hpp"
#include "vouch/message/header.hpp"
#include "vouch/rr/rrset.hpp"

namespace vouch {

/// One record of a message, whose octets must outlive it.
class RecordView {
 public:
  /// Errors: truncated, bad_name, bad_pointer. `reader` stands at the record and then after it.
  static Result<RecordView> read(WireReader& reader);

  RRType type() const { return type_; }
  RRClass rrclass() const { return rrclass_; }
  /// Zero where its top bit was set (RFC 2181 section 8).
  Ttl ttl() const { return Ttl::from_wire(raw_ttl_); }
  std::uint32_t raw_ttl() const { return raw_ttl_; }

  /// Offsets into the message: of the owner, of the RDATA, and of what follows the record.
  std::size_t offset() const { return offset_; }
  std::size_t rdata_offset() const { return rdata_offset_; }
  std::size_t end() const { return rdata_offset_ + rdata_octets_; }

  Name owner() const;
  /// Appends the uncompressed owner.
  void append_owner(Octets& to) const;
  bool owner_is(NameView name) const;
  bool owner_is_root() const { return message_[offset_] == 0; }

  /// The RDATA as it stands: names in it may be compressed.
  OctetView raw_rdata() const { return message_.subspan(rdata_offset_, rdata_octets_); }
  /// Appends the RDATA, checked and with its names expanded. Errors as read_rdata.
  Result<void> append_rdata(Octets& to) const;
  /// The record with octets of its own. Errors as read_rdata.
  Result<Record> record() const;

 private:
  friend class MessageView;
  friend class RecordRange;
  RecordView() = default;
  /// As read(), with the owner in octets of the caller's.
  static Result<RecordView> read(WireReader& reader,
                                 std::span<std::uint8_t, NameView::max_octets> buffer,
                                 NameView& owner);
  /// As read(), of a record whose owner was read before and is well-formed.
  static Result<RecordView> read_again(WireReader& reader);
  static Result<RecordView> read_behind_owner(std::size_t offset, WireReader& reader);

  OctetView message_;
  std::size_t offset_ = 0;
  std::size_t rdata_offset_ = 0;
  std::size_t rdata_octets_ = 0;
  RRType type_ = RRType{0};
  RRClass rrclass_ = RRClass::IN;
  std::uint32_t raw_ttl_ = 0;
};

/// Records of one section or of several that follow each other.
class RecordRange {
 public:
  class Iterator {
   public:
    using value_type = RecordView;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using pointer = const RecordView*;
    using reference = const RecordView&;

    Iterator() = default;
    Iterator(OctetView message, std::size_t offset, std::size_t left);
    const RecordView& operator*() const { return *current_; }
    const RecordView* operator->() const { return &*current_; }
    Iterator& operator++();
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& left, const Iterator& right) {
      return left.left_ == right.left_;
    }

   private:
    void read_current(std::size_t offset);

    OctetView message_;
    std::size_t left_ = 0;  ///< records from the current one to the end
    std::optional<RecordView> current_;
  };

  RecordRange() = default;
  RecordRange(OctetView message, std::size_t offset, std::size_t count)
      : message_(message), offset_(offset), count_(count) {}

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Iterator begin() const { return Iterator(message_, offset_, count_); }
  Iterator end() const { return Iterator(); }

 private:
  OctetView message_;
  std::size_t offset_ = 0;
  std::size_t count_ = 0;
};

struct LeadingMessage;

/// Sees every record of a message while it is read, so that owners need not be read again.
class RecordVisitor {
 public:
  virtual ~RecordVisitor() = default;
  /// `owner` is gone afterwards. An error ends the reading.
  virtual Result<void> visit(Section section, const RecordView& record, NameView owner) = 0;
};

class MessageView {
 public:
  /// Reads a whole message. Errors: truncated; bad_name and bad_pointer (in questions and owners);
  /// trailing_octets (after the last record); too_long (over 65535 octets); bad_message (more than
  /// one OPT record, one elsewhere than in the additional section or with an owner other than the
  /// root, options that do not fill it, a TSIG record that is not the last). All of them are
  /// FORMERR to a server, which can still reply to what Header::read gives; where that fails too,
  /// there must be no reply.
  static Result<MessageView> read(OctetView message);
  /// The same; the visitor sees the records in their order. Its errors are given on.
  static Result<MessageView> read(OctetView message, RecordVisitor& visitor);

  /// Reads as much of a message as is well-formed, for those who must show or answer what is not.
  /// Errors: truncated (no whole header).
  static Result<LeadingMessage> read_leading(OctetView message);

  OctetView octets() const { return octets_; }
  const Header& header() const { return header_; }
  std::uint16_t id() const { return header_.id; }
  /// All twelve bits (RFC 6891 section 6.1.3).
  Rcode rcode() const;

  /// The first question, or nothing where there is none. Its name stands uncompressed in the
  /// message.
  std::optional<QuestionView> question() const;
  /// The octets of the first question: name, type, class; empty where there is none.
  OctetView question_octets() const;
  std::vector<Question> questions() const;

  /// OPT and TSIG are among the records of the additional section.
  RecordRange section(Section section) const;
  RecordRange answer() const { return section(Section::answer); }
  RecordRange authority() const { return section(Section::authority); }
  RecordRange additional() const { return section(Section::additional); }
  /// All three sections.
  RecordRange records() const;

  const std::optional<EdnsView>& edns() const { return edns_; }
  bool dnssec_ok() const { return edns_ && edns_->dnssec_ok(); }
  /// The TSIG record, which is the last one (RFC 8945 section 5.1).
  const std::optional<RecordView>& tsig() const { return tsig_; }

 private:
  explicit MessageView(OctetView message, const Header& header)
      : octets_(message), header_(header) {}
  static Result<LeadingMessage> read_leading(OctetView message, RecordVisitor* visitor);
  Result<void> walk(RecordVisitor* visitor);
  Result<void> walk_questions(WireReader& reader, std::size_t count);
  Result<void> walk_section(WireReader& reader, Section section, std::size_t count,
                            RecordVisitor* visitor);
  Result<void> take_opt(const RecordView& record, Section section);
  Result<void> take_tsig(const RecordView& record, Section section, bool last);

  OctetView octets_;
  Header header_;
  std::size_t question_name_octets_ = 0;  ///< of the first question; 0 where there is none
  std::size_t section_offsets_[std::size(all_sections)] = {};
  std::optional<EdnsView> edns_;
  std::optional<RecordView> tsig_;
};

/// The part of a message that is well-formed, and what is wrong after it. Counts in the header are
/// lowered to what was read.
struct LeadingMessage {
  MessageView message;
  std::optional<Error> fault;
};

}  // namespace vouch
