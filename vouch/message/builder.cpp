#include "vouch/message/builder.hpp"

#include <algorithm>

namespace vouch {
namespace {

constexpr std::uint8_t pointer_mark = 0xc0;
constexpr std::size_t max_pointer = 0x3fff;
constexpr unsigned max_header_rcode = 15;

}  // namespace

MessageBuilder::MessageBuilder(Octets& out, std::size_t limit)
    : out_(out),
      writer_(out),
      start_(out.size()),
      limit_(std::min(limit, max_message_octets)),
      records_begin_(start_ + Header::octets),
      compressor_(start_) {
  out_.resize(records_begin_);
}

bool MessageBuilder::reserve(std::size_t octets) {
  if (octets > left()) return false;
  reserved_ += octets;
  return true;
}

bool MessageBuilder::reserve_edns(const Edns& edns) {
  if (!reserve(edns.record_octets())) return false;
  edns_ = &edns;
  return true;
}

std::size_t MessageBuilder::left() const {
  const std::size_t taken = size() + reserved_;
  return taken < limit_ ? limit_ - taken : 0;
}

void MessageBuilder::take_back(std::size_t mark) {
  out_.resize(mark);
  compressor_.forget_from(mark - start_);
}

bool MessageBuilder::add_question(QuestionView question) {
  const std::size_t mark = out_.size();
  compressor_.write(writer_, question.name);
  writer_.u16(static_cast<std::uint16_t>(question.type));
  writer_.u16(static_cast<std::uint16_t>(question.rrclass));
  if (!fits()) {
    take_back(mark);
    return false;
  }
  records_begin_ = out_.size();
  ++question_count_;
  return true;
}

void MessageBuilder::write_after_owner(RRType type, RRClass rrclass, Ttl ttl, OctetView rdata) {
  writer_.u16(static_cast<std::uint16_t>(type));
  writer_.u16(static_cast<std::uint16_t>(rrclass));
  writer_.u32(ttl.seconds);
  writer_.u16(0);
  const std::size_t begin = out_.size();
  // Updates have records of any type without RDATA (RFC 2136 section 2.4).
  if (!rdata.empty()) write_rdata(writer_, compressor_, type, rrclass, rdata);
  writer_.patch_u16(begin - 2, static_cast<std::uint16_t>(out_.size() - begin));
}

// Owners after the first are pointers to it, or the pointer that it is.
bool MessageBuilder::write_rrset(const RRsetView& rrset, const RecordDress& dress) {
  const std::size_t first = out_.size();
  const Ttl ttl = dress.ttl.value_or(rrset.ttl);
  const NameView owner = dress.owner.value_or(rrset.owner);
  unsigned pointer = 0;
  for (const OctetView rdata : rrset.rdatas) {
    if (pointer != 0) {
      writer_.u16(static_cast<std::uint16_t>(pointer));
    } else {
      compressor_.write(writer_, owner);
      if (out_[first] >= pointer_mark) {
        pointer = static_cast<unsigned>(out_[first] << 8 | out_[first + 1]);
      } else if (first - start_ <= max_pointer && !owner.is_root()) {
        pointer = static_cast<unsigned>(pointer_mark) << 8 | static_cast<unsigned>(first - start_);
      }
    }
    write_after_owner(rrset.type, rrset.rrclass, ttl, rdata);
    if (!fits()) return false;
  }
  return true;
}

bool MessageBuilder::add_rrset(Section section, const RRsetView& rrset, const RRsetView& signatures,
                               const RecordDress& dress) {
  const std::size_t mark = out_.size();
  if (!write_rrset(rrset, dress) || !write_rrset(signatures, dress)) {
    take_back(mark);
    return false;
  }
  count(section, rrset.size() + signatures.size());
  return true;
}

bool MessageBuilder::add_record(Section section, NameView owner, RRType type, RRClass rrclass,
                                Ttl ttl, OctetView rdata) {
  const std::size_t mark = out_.size();
  compressor_.write(writer_, owner);
  write_after_owner(type, rrclass, ttl, rdata);
  if (!fits()) {
    take_back(mark);
    return false;
  }
  count(section, 1);
  return true;
}

bool MessageBuilder::add_records(Section section, std::span<const Record> records) {
  const std::size_t mark = out_.size();
  for (const Record& record : records) {
    compressor_.write(writer_, record.owner);
    write_after_owner(record.type, record.rrclass, record.ttl, record.rdata);
    if (!fits()) {
      take_back(mark);
      return false;
    }
  }
  count(section, records.size());
  return true;
}

void MessageBuilder::remove_records() {
  take_back(records_begin_);
  std::fill(std::begin(counts_), std::end(counts_), std::uint16_t{0});
}

void MessageBuilder::count(Section section, std::size_t records) {
  auto& counted = counts_[static_cast<std::size_t>(section)];
  counted = static_cast<std::uint16_t>(counted + records);
}

void MessageBuilder::write_opt(unsigned rcode_high) {
  constexpr std::uint32_t rcode_place = 24;
  constexpr std::uint32_t below_rcode = 0x00ffffff;
  writer_.u8(0);
  writer_.u16(static_cast<std::uint16_t>(RRType::OPT));
  writer_.u16(edns_->udp_size);
  writer_.u32(rcode_high << rcode_place | (edns_->ttl_field() & below_rcode));
  writer_.u16(0);
  const std::size_t begin = out_.size();
  for (const EdnsOption& option : edns_->options) {
    writer_.u16(static_cast<std::uint16_t>(option.code));
    writer_.u16(static_cast<std::uint16_t>(option.value.size()));
    writer_.octets(option.value);
  }
  writer_.patch_u16(begin - 2, static_cast<std::uint16_t>(out_.size() - begin));
  count(Section::additional, 1);
}

void MessageBuilder::finish(Header header, Rcode rcode) {
  if (edns_ == nullptr && static_cast<unsigned>(rcode) > max_header_rcode) rcode = Rcode::SERVFAIL;
  const auto code = static_cast<unsigned>(rcode);
  if (edns_ != nullptr) write_opt(code >> 4 & 0xffU);
  header.rcode = static_cast<std::uint8_t>(code & max_header_rcode);
  header.question_count = question_count_;
  for (const Section section : all_sections) header.count(section) = count(section);
  header.overwrite(out_, start_);
}

void append_additional(Octets& message, std::size_t start, const Record& record) {
  WireWriter writer(message);
  writer.octets(record.owner.wire());
  writer.u16(static_cast<std::uint16_t>(record.type));
  writer.u16(static_cast<std::uint16_t>(record.rrclass));
  writer.u32(record.ttl.seconds);
  writer.u16(static_cast<std::uint16_t>(record.rdata.size()));
  writer.octets(record.rdata);
  const std::size_t count_at = start + Header::octets - 2;
  const unsigned count = static_cast<unsigned>(message[count_at] << 8 | message[count_at + 1]) + 1;
  writer.patch_u16(count_at, static_cast<std::uint16_t>(count));
}

}  // namespace vouch
