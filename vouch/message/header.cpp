#include "vouch/message/header.hpp"

namespace vouch {
namespace {

constexpr unsigned bit(bool set, unsigned place) { return set ? 1U << place : 0U; }

std::uint16_t flags_of(const Header& header) {
  return static_cast<std::uint16_t>(
      bit(header.qr, 15) | (static_cast<unsigned>(header.opcode) & 0x0fU) << 11 |
      bit(header.aa, 10) | bit(header.tc, 9) | bit(header.rd, 8) | bit(header.ra, 7) |
      bit(header.z, 6) | bit(header.ad, 5) | bit(header.cd, 4) | (header.rcode & 0x0fU));
}

struct NamedFlag {
  bool Header::*flag;
  std::string_view text;
};

// In the order of dig, which shows the last in another way.
constexpr NamedFlag named_flags[] = {
    {&Header::qr, "qr"}, {&Header::aa, "aa"}, {&Header::tc, "tc"}, {&Header::rd, "rd"},
    {&Header::ra, "ra"}, {&Header::ad, "ad"}, {&Header::cd, "cd"}, {&Header::z, "z"},
};

}  // namespace

std::string_view text(Section section) {
  constexpr std::string_view texts[] = {"ANSWER", "AUTHORITY", "ADDITIONAL"};
  return texts[static_cast<std::size_t>(section)];
}

std::uint16_t& Header::count(Section section) {
  return section == Section::answer      ? answer_count
         : section == Section::authority ? authority_count
                                         : additional_count;
}

std::uint16_t Header::count(Section section) const { return Header(*this).count(section); }

std::string Header::flags_text() const {
  std::string text;
  for (const NamedFlag& named : named_flags) {
    if (!(this->*named.flag)) continue;
    if (!text.empty()) text += ' ';
    text += named.text;
  }
  return text;
}

Header Header::reply() const {
  Header header;
  header.id = id;
  header.qr = true;
  header.opcode = opcode;
  header.rd = rd;
  header.cd = cd;
  return header;
}

Result<Header> Header::read(WireReader& reader) {
  if (reader.left() < octets) return reader.truncated(octets);
  std::uint16_t words[6];
  for (std::uint16_t& word : words) {
    VOUCH_TRY(word, reader.u16());
  }
  const unsigned flags = words[1];
  Header header;
  header.id = words[0];
  header.qr = (flags >> 15 & 1) != 0;
  header.opcode = static_cast<Opcode>(flags >> 11 & 0x0f);
  header.aa = (flags >> 10 & 1) != 0;
  header.tc = (flags >> 9 & 1) != 0;
  header.rd = (flags >> 8 & 1) != 0;
  header.ra = (flags >> 7 & 1) != 0;
  header.z = (flags >> 6 & 1) != 0;
  header.ad = (flags >> 5 & 1) != 0;
  header.cd = (flags >> 4 & 1) != 0;
  header.rcode = static_cast<std::uint8_t>(flags & 0x0f);
  header.question_count = words[2];
  header.answer_count = words[3];
  header.authority_count = words[4];
  header.additional_count = words[5];
  return header;
}

void Header::write(WireWriter& writer) const {
  writer.u16(id);
  writer.u16(flags_of(*this));
  writer.u16(question_count);
  writer.u16(answer_count);
  writer.u16(authority_count);
  writer.u16(additional_count);
}

void Header::overwrite(Octets& message, std::size_t offset) const {
  WireWriter writer(message);
  const std::uint16_t words[] = {id,           flags_of(*this), question_count,
                                 answer_count, authority_count, additional_count};
  for (const std::uint16_t word : words) {
    writer.patch_u16(offset, word);
    offset += 2;
  }
}

Result<Question> Question::read(WireReader& reader) {
  VOUCH_TRY(Name name, Name::read_compressed(reader));
  VOUCH_TRY(const std::uint16_t type, reader.u16());
  VOUCH_TRY(const std::uint16_t rrclass, reader.u16());
  return Question{std::move(name), static_cast<RRType>(type), static_cast<RRClass>(rrclass)};
}

std::string Question::text() const {
  std::string text = name.text();
  text += ' ';
  text += vouch::text(rrclass);
  text += ' ';
  text += vouch::text(type);
  return text;
}

}  // namespace vouch
