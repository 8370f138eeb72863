#include "vouch/message/message_view.hpp"

#include <array>

namespace vouch {
namespace {

using NameOctets = std::array<std::uint8_t, NameView::max_octets>;

constexpr std::size_t type_and_class_octets = 4;

// Past a name that was read before, and so ends with the root or a pointer.
void skip_name(WireReader& reader) {
  constexpr std::uint8_t pointer = 0xc0;
  const OctetView octets = reader.whole();
  std::size_t at = reader.offset();
  while (at < octets.size() && octets[at] != 0 && octets[at] < pointer) at += octets[at] + 1U;
  reader.seek(at + (at < octets.size() && octets[at] >= pointer ? 2 : 1));
}

Error malformed(std::size_t offset, std::string detail) {
  Error error = fail(ErrorCode::bad_message, std::move(detail));
  error.where.offset = offset;
  return error;
}

}  // namespace

// --- records

Result<RecordView> RecordView::read(WireReader& reader) {
  NameOctets octets;
  NameView owner;
  return read(reader, octets, owner);
}

Result<RecordView> RecordView::read(WireReader& reader,
                                    std::span<std::uint8_t, NameView::max_octets> buffer,
                                    NameView& owner) {
  const std::size_t offset = reader.offset();
  VOUCH_TRY(owner, read_compressed_name(reader, buffer));
  return read_behind_owner(offset, reader);
}

Result<RecordView> RecordView::read_again(WireReader& reader) {
  const std::size_t offset = reader.offset();
  skip_name(reader);
  return read_behind_owner(offset, reader);
}

Result<RecordView> RecordView::read_behind_owner(std::size_t offset, WireReader& reader) {
  RecordView record;
  record.message_ = reader.whole();
  record.offset_ = offset;
  VOUCH_TRY(const std::uint16_t type, reader.u16());
  VOUCH_TRY(const std::uint16_t rrclass, reader.u16());
  VOUCH_TRY(record.raw_ttl_, reader.u32());
  VOUCH_TRY(const OctetView rdata, reader.counted_u16());
  record.type_ = RRType{type};
  record.rrclass_ = RRClass{rrclass};
  record.rdata_offset_ = reader.offset() - rdata.size();
  record.rdata_octets_ = rdata.size();
  return record;
}

Name RecordView::owner() const {
  WireReader reader(message_, offset_);
  auto name = Name::read_compressed(reader);
  return name.ok() ? std::move(*name) : Name();
}

void RecordView::append_owner(Octets& to) const {
  WireReader reader(message_, offset_);
  static_cast<void>(append_compressed_name(to, reader).ok());
}

bool RecordView::owner_is(NameView name) const {
  WireReader reader(message_, offset_);
  NameOctets octets;
  const auto own = read_compressed_name(reader, octets);
  return own.ok() && *own == name;
}

Result<void> RecordView::append_rdata(Octets& to) const {
  WireReader reader(message_, rdata_offset_);
  return read_rdata(reader, rdata_octets_, type_, rrclass_, to);
}

Result<Record> RecordView::record() const {
  Record record{owner(), type_, rrclass_, ttl(), {}};
  VOUCH_CHECK(append_rdata(record.rdata));
  return record;
}

RecordRange::Iterator::Iterator(OctetView message, std::size_t offset, std::size_t left)
    : message_(message), left_(left) {
  read_current(offset);
}

RecordRange::Iterator& RecordRange::Iterator::operator++() {
  --left_;
  read_current(current_->end());
  return *this;
}

void RecordRange::Iterator::read_current(std::size_t offset) {
  if (left_ == 0) return;
  WireReader reader(message_, offset);
  auto record = RecordView::read_again(reader);
  if (record.ok()) {
    current_ = *record;
  } else {
    left_ = 0;
  }
}

// --- the message

Result<MessageView> MessageView::read(OctetView message) {
  VOUCH_TRY(LeadingMessage leading, read_leading(message));
  if (leading.fault) return std::move(*leading.fault);
  return std::move(leading.message);
}

Result<MessageView> MessageView::read(OctetView message, RecordVisitor& visitor) {
  VOUCH_TRY(LeadingMessage leading, read_leading(message, &visitor));
  if (leading.fault) return std::move(*leading.fault);
  return std::move(leading.message);
}

Result<LeadingMessage> MessageView::read_leading(OctetView message) {
  return read_leading(message, nullptr);
}

Result<LeadingMessage> MessageView::read_leading(OctetView message, RecordVisitor* visitor) {
  WireReader reader(message);
  VOUCH_TRY(const Header header, Header::read(reader));
  LeadingMessage leading{MessageView(message, header), std::nullopt};
  auto walked = leading.message.walk(visitor);
  if (!walked.ok()) leading.fault = std::move(walked).error();
  return leading;
}

// Counts are lowered first and raised with each record that is read, so that what stands before a
// fault can be used.
Result<void> MessageView::walk(RecordVisitor* visitor) {
  const Header announced = header_;
  header_.question_count = 0;
  for (const Section section : all_sections) {
    header_.count(section) = 0;
    section_offsets_[static_cast<std::size_t>(section)] = Header::octets;
  }
  if (octets_.size() > max_message_octets) {
    return fail(ErrorCode::too_long,
                "a DNS message has at most 65535 octets, not " + std::to_string(octets_.size()));
  }
  WireReader reader(octets_, Header::octets);
  VOUCH_CHECK(walk_questions(reader, announced.question_count));
  for (const Section section : all_sections) {
    section_offsets_[static_cast<std::size_t>(section)] = reader.offset();
    VOUCH_CHECK(walk_section(reader, section, announced.count(section), visitor));
  }
  if (reader.at_end()) return {};
  Error error =
      fail(ErrorCode::trailing_octets,
           "the message has " + std::to_string(reader.left()) + " octets after its last record");
  error.where.offset = reader.offset();
  return error;
}

Result<void> MessageView::walk_questions(WireReader& reader, std::size_t count) {
  for (; header_.question_count < count; ++header_.question_count) {
    if (header_.question_count == 0) {
      // Only the header stands before it, where no name is.
      VOUCH_TRY(const NameView name, NameView::read(reader));
      VOUCH_CHECK(reader.octets(type_and_class_octets));
      question_name_octets_ = name.size();
    } else {
      NameOctets octets;
      VOUCH_CHECK(read_compressed_name(reader, octets));
      VOUCH_CHECK(reader.octets(type_and_class_octets));
    }
  }
  return {};
}

Result<void> MessageView::walk_section(WireReader& reader, Section section, std::size_t count,
                                       RecordVisitor* visitor) {
  std::uint16_t& read = header_.count(section);
  for (; read < count; ++read) {
    NameOctets octets;
    NameView owner;
    VOUCH_TRY(const RecordView record, RecordView::read(reader, octets, owner));
    if (visitor != nullptr) VOUCH_CHECK(visitor->visit(section, record, owner));
    if (record.type() == RRType::OPT) VOUCH_CHECK(take_opt(record, section));
    if (record.type() == RRType::TSIG) {
      VOUCH_CHECK(take_tsig(record, section, read + 1U == count));
    }
  }
  return {};
}

// RFC 6891 section 6.1.1.
Result<void> MessageView::take_opt(const RecordView& record, Section section) {
  if (section != Section::additional) {
    return malformed(record.offset(), "an OPT record stands outside the additional section");
  }
  if (edns_) return malformed(record.offset(), "there is more than one OPT record");
  if (!record.owner_is_root()) {
    return malformed(record.offset(), "the owner of the OPT record is not the root");
  }
  auto edns = EdnsView::read(static_cast<std::uint16_t>(record.rrclass()), record.raw_ttl(),
                             record.raw_rdata());
  if (!edns.ok()) {
    // What stands before the options was read, and is answered.
    edns_ = *EdnsView::read(static_cast<std::uint16_t>(record.rrclass()), record.raw_ttl(), {});
    return malformed(record.rdata_offset(), edns.error().detail);
  }
  edns_ = *edns;
  return {};
}

// RFC 8945 section 5.1.
Result<void> MessageView::take_tsig(const RecordView& record, Section section, bool last) {
  if (section != Section::additional || !last) {
    return malformed(record.offset(), "a TSIG record is not the last of the message");
  }
  tsig_ = record;
  return {};
}

Rcode MessageView::rcode() const {
  const unsigned upper = edns_ ? edns_->rcode_high : 0U;
  return Rcode(upper << 4 | header_.rcode);
}

std::optional<QuestionView> MessageView::question() const {
  const OctetView octets = question_octets();
  if (octets.empty()) return std::nullopt;
  const OctetView rest = octets.subspan(question_name_octets_);
  return QuestionView{NameView::trusted(octets.first(question_name_octets_)),
                      RRType(rest[0] << 8 | rest[1]), RRClass(rest[2] << 8 | rest[3])};
}

OctetView MessageView::question_octets() const {
  if (question_name_octets_ == 0) return {};
  return octets_.subspan(Header::octets, question_name_octets_ + type_and_class_octets);
}

std::vector<Question> MessageView::questions() const {
  std::vector<Question> questions;
  WireReader reader(octets_, Header::octets);
  while (questions.size() < header_.question_count) {
    auto question = Question::read(reader);
    if (!question.ok()) break;
    questions.push_back(std::move(*question));
  }
  return questions;
}

RecordRange MessageView::section(Section section) const {
  return {octets_, section_offsets_[static_cast<std::size_t>(section)], header_.count(section)};
}

RecordRange MessageView::records() const {
  std::size_t count = 0;
  for (const Section section : all_sections) count += header_.count(section);
  return {octets_, section_offsets_[0], count};
}

}  // namespace vouch
