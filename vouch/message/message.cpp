#include "vouch/message/message.hpp"

#include <algorithm>

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

// Takes the records of a response as they are read, malformed ones apart.
class ResponseRecords final : public RecordVisitor {
 public:
  ResponseRecords(Message& to, std::size_t most_octets) : to_(to), octets_left_(most_octets) {}

  Result<void> visit(Section section, const RecordView& seen, NameView owner) override {
    if (seen.type() == RRType::OPT) return {};
    Record record{Name(owner), seen.type(), seen.rrclass(), seen.ttl(), {}};
    const auto read = seen.append_rdata(record.rdata);
    const OctetView raw = seen.raw_rdata();
    if (!read.ok() && is_carried_malformed(seen.type()))
      record.rdata.assign(raw.begin(), raw.end());
    const std::size_t octets = owner.size() + std::max(record.rdata.size(), raw.size());
    if (octets > octets_left_)
      return fail(ErrorCode::too_long, "the response has too many octets with its names in full");
    octets_left_ -= octets;
    if (read.ok() || is_carried_malformed(seen.type())) {
      to_.section(section).push_back(std::move(record));
    } else {
      to_.malformed.push_back({section, std::move(record.owner), record.type, record.rrclass,
                               record.ttl, covered(record.type, raw)});
    }
    return {};
  }

 private:
  static RRType covered(RRType type, OctetView raw) {
    if (type != RRType::RRSIG || raw.size() < 2) return RRType{0};
    return static_cast<RRType>(raw[0] << 8 | raw[1]);
  }

  Message& to_;
  std::size_t octets_left_;
};

void take_front(Message& to, const MessageView& view) {
  to.header = view.header();
  to.questions = view.questions();
  if (view.edns()) to.edns = view.edns()->owned();
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
  take_front(message, view);
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

Result<Message> Message::read_response(OctetView octets, const ResponseLimits& limits) {
  WireReader reader(octets);
  VOUCH_TRY(const Header header, Header::read(reader));
  std::size_t count = 0;
  for (const Section section : all_sections) count += header.count(section);
  if (count > limits.records) {
    return fail(ErrorCode::too_long, "the response has " + std::to_string(count) + " records; " +
                                         std::to_string(limits.records) + " are taken at most");
  }
  Message message;
  ResponseRecords records(message, limits.octets);
  VOUCH_TRY(const MessageView view, MessageView::read(octets, records));
  take_front(message, view);
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
