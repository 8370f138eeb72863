#include "vouch/message/message.hpp"

#include "vouch/message/builder.hpp"

namespace vouch {
namespace {

bool same_rrset(const Record& left, const Record& right) {
  return left.type == right.type && left.rrclass == right.rrclass && left.owner == right.owner;
}

// Adds a section RRset by RRset while they fit; whether all did.
bool add_section(MessageBuilder& builder, Section section, std::span<const Record> records) {
  while (!records.empty()) {
    std::size_t count = 1;
    while (count < records.size() && same_rrset(records[0], records[count])) ++count;
    if (!builder.add_records(section, records.first(count))) return false;
    records = records.subspan(count);
  }
  return true;
}

// The record that must stand after the OPT record (RFC 8945 section 5.1).
const Record* trailing_tsig(const std::vector<Record>& additional) {
  if (additional.empty() || additional.back().type != RRType::TSIG) return nullptr;
  return &additional.back();
}

std::size_t uncompressed_octets(const Record& record) {
  constexpr std::size_t type_to_length_octets = 10;
  return record.owner.size() + type_to_length_octets + record.rdata.size();
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
  VOUCH_TRY(const MessageView view, MessageView::read(octets));
  return from(view);
}

Result<Message> Message::from(const MessageView& view) {
  Message message;
  message.header = view.header();
  message.questions = view.questions();
  if (view.edns()) message.edns = view.edns()->owned();
  for (const Section section : all_sections) {
    std::vector<Record>& records = message.section(section);
    records.reserve(view.section(section).size());
    for (const RecordView& seen : view.section(section)) {
      if (seen.type() == RRType::OPT) continue;
      VOUCH_TRY(Record record, seen.record());
      records.push_back(std::move(record));
    }
  }
  return message;
}

Octets Message::write(std::size_t limit) const {
  Octets octets;
  MessageBuilder builder(octets, limit);
  if (edns) builder.reserve_edns(*edns);
  const Record* const tsig = trailing_tsig(additional);
  if (tsig != nullptr) builder.reserve(uncompressed_octets(*tsig));
  Header written = header;
  bool whole = true;
  for (const Question& question : questions) whole = whole && builder.add_question(question);
  for (const Section section : all_sections) {
    std::span<const Record> records = this->section(section);
    if (section == Section::additional && tsig != nullptr)
      records = records.first(records.size() - 1);
    const bool fitted = whole && add_section(builder, section, records);
    if (!fitted && section != Section::additional) whole = false;
  }
  written.tc = written.tc || !whole;
  builder.finish(written, rcode());
  if (tsig != nullptr) append_additional(octets, 0, *tsig);
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
