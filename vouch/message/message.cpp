#include "vouch/message/message.hpp"

namespace vouch {
namespace {

Error bad_message(std::size_t offset, std::string detail) {
  Error error = fail(ErrorCode::bad_message, std::move(detail));
  error.where.offset = offset;
  return error;
}

// Reads one record; an OPT record goes to `edns` instead.
Result<void> read_record(WireReader& reader, Section section, Message& message) {
  const std::size_t start = reader.offset();
  VOUCH_TRY(Name owner, Name::read_compressed(reader));
  VOUCH_TRY(const std::uint16_t type, reader.u16());
  VOUCH_TRY(const std::uint16_t rrclass, reader.u16());
  VOUCH_TRY(const std::uint32_t ttl, reader.u32());
  VOUCH_TRY(const std::uint16_t length, reader.u16());
  if (reader.left() < length) return reader.truncated(length);
  if (static_cast<RRType>(type) == RRType::OPT) {
    if (section != Section::additional)
      return bad_message(start, "an OPT record outside of the additional section");
    if (!owner.is_root()) return bad_message(start, "an OPT record whose owner is not the root");
    if (message.edns) return bad_message(start, "two OPT records");
    VOUCH_TRY(const OctetView rdata, reader.octets(length));
    VOUCH_TRY(message.edns, Edns::read(rrclass, ttl, rdata));
    return {};
  }
  Record record{std::move(owner),
                static_cast<RRType>(type),
                static_cast<RRClass>(rrclass),
                Ttl::from_wire(ttl),
                {}};
  // In an update or a transfer a record may come without RDATA, to say that something is absent
  // (RFC 2136 section 2.4).
  if (length > 0 || record.rrclass == RRClass::IN) {
    VOUCH_CHECK(read_rdata(reader, length, record.type, record.rrclass, record.rdata));
  }
  message.section(section).push_back(std::move(record));
  return {};
}

void write_record(WireWriter& writer, NameCompressor& compressor, const Record& record) {
  compressor.write(writer, record.owner);
  writer.u16(static_cast<std::uint16_t>(record.type));
  writer.u16(static_cast<std::uint16_t>(record.rrclass));
  writer.u32(record.ttl.seconds);
  const std::size_t length_at = writer.offset();
  writer.u16(0);
  if (!record.rdata.empty()) {
    write_rdata(writer, compressor, record.type, record.rrclass, record.rdata);
  }
  writer.patch_u16(length_at, static_cast<std::uint16_t>(writer.offset() - length_at - 2));
}

bool same_rrset(const Record& left, const Record& right) {
  return left.type == right.type && left.rrclass == right.rrclass && left.owner == right.owner;
}

// Writes a section RRset by RRset while they fit; the number of records written.
std::uint16_t write_section(WireWriter& writer, NameCompressor& compressor,
                            const std::vector<Record>& records, std::size_t limit) {
  std::size_t written = 0;
  while (written < records.size()) {
    const std::size_t mark = writer.offset();
    std::size_t next = written;
    do {
      write_record(writer, compressor, records[next++]);
    } while (next < records.size() && same_rrset(records[written], records[next]));
    if (writer.offset() > limit) {
      writer.target().resize(mark);
      compressor.forget_from(mark);
      break;
    }
    written = next;
  }
  return static_cast<std::uint16_t>(written);
}

}  // namespace

std::vector<Record>& Message::section(Section section) {
  return section == Section::answer      ? answer
         : section == Section::authority ? authority
                                         : additional;
}

const std::vector<Record>& Message::section(Section section) const {
  return section == Section::answer      ? answer
         : section == Section::authority ? authority
                                         : additional;
}

Result<Message> Message::read(OctetView octets) {
  WireReader reader(octets);
  Message message;
  VOUCH_TRY(message.header, Header::read(reader));
  for (unsigned i = 0; i < message.header.question_count; ++i) {
    VOUCH_TRY(Question question, Question::read(reader));
    message.questions.push_back(std::move(question));
  }
  const std::pair<Section, std::uint16_t> sections[] = {
      {Section::answer, message.header.answer_count},
      {Section::authority, message.header.authority_count},
      {Section::additional, message.header.additional_count}};
  for (const auto& [section, count] : sections) {
    for (unsigned i = 0; i < count; ++i) VOUCH_CHECK(read_record(reader, section, message));
  }
  if (!reader.at_end()) {
    Error error =
        fail(ErrorCode::trailing_octets, "octets stand after the last record of the message");
    error.where.offset = reader.offset();
    return error;
  }
  return message;
}

Octets Message::write(std::size_t limit) const {
  Octets octets;
  WireWriter writer(octets);
  NameCompressor compressor;
  Header written = header;
  written.write(writer);
  for (const Question& question : questions) {
    compressor.write(writer, question.name);
    writer.u16(static_cast<std::uint16_t>(question.type));
    writer.u16(static_cast<std::uint16_t>(question.rrclass));
  }
  const std::size_t reserved = edns ? edns->record_octets() : 0;
  const std::size_t room = limit > reserved ? limit - reserved : 0;
  written.question_count = static_cast<std::uint16_t>(questions.size());
  written.answer_count = write_section(writer, compressor, answer, room);
  const bool whole_answer = written.answer_count == answer.size();
  written.authority_count =
      whole_answer ? write_section(writer, compressor, authority, room) : std::uint16_t{0};
  const bool whole = whole_answer && written.authority_count == authority.size();
  written.additional_count =
      whole ? write_section(writer, compressor, additional, room) : std::uint16_t{0};
  if (!whole) written.tc = true;
  if (edns) {
    const Octets rdata = edns->rdata();
    writer.u8(0);
    writer.u16(static_cast<std::uint16_t>(RRType::OPT));
    writer.u16(edns->udp_size);
    writer.u32(edns->ttl_field());
    writer.u16(static_cast<std::uint16_t>(rdata.size()));
    writer.octets(rdata);
    ++written.additional_count;
  }
  written.overwrite(octets, 0);
  return octets;
}

Rcode Message::rcode() const {
  const unsigned high = edns ? edns->rcode_high : 0U;
  return static_cast<Rcode>(high << 4 | header.rcode);
}

void Message::set_rcode(Rcode rcode) {
  const auto value = static_cast<unsigned>(rcode);
  header.rcode = static_cast<std::uint8_t>(value & 0x0f);
  if (edns) edns->rcode_high = static_cast<std::uint8_t>(value >> 4);
}

Message make_query(std::uint16_t id, Question question, bool recursion_desired,
                   std::optional<Edns> edns) {
  Message message;
  message.header.id = id;
  message.header.rd = recursion_desired;
  message.questions.push_back(std::move(question));
  message.edns = std::move(edns);
  return message;
}

}  // namespace vouch
