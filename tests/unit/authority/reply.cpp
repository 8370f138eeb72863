#include "tests/unit/authority/reply.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/message_octets.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch::authority {
namespace {

std::string line_of(const Record& record) {
  std::string type = text(record.type);
  if (record.type == RRType::RRSIG)
    type += "(" + text(rr::Rrsig::read(record.rdata).value().type_covered) + ")";
  return record.owner.text() + " " + type;
}

Result<Record> read_record(WireReader& reader) {
  Record record;
  VOUCH_TRY(record.owner, Name::read_compressed(reader));
  VOUCH_TRY(const std::uint16_t type, reader.u16());
  VOUCH_TRY(const std::uint16_t rrclass, reader.u16());
  VOUCH_TRY(const std::uint32_t ttl, reader.u32());
  VOUCH_TRY(const std::uint16_t length, reader.u16());
  record.type = RRType{type};
  record.rrclass = RRClass{rrclass};
  record.ttl = Ttl{ttl};
  VOUCH_CHECK(vouch::read_rdata(reader, length, record.type, record.rrclass, record.rdata));
  return record;
}

Result<void> read_opt(const Record& opt, Reply& reply, unsigned& rcode) {
  reply.has_opt = true;
  reply.udp_size = static_cast<std::uint16_t>(opt.rrclass);
  reply.dnssec_ok = (opt.ttl.seconds & 0x8000) != 0;
  rcode |= opt.ttl.seconds >> 24 << 4;
  EXPECT_EQ(opt.ttl.seconds >> 16 & 0xff, 0U) << "EDNS version";
  WireReader options(opt.rdata);
  while (!options.at_end()) {
    VOUCH_TRY(const std::uint16_t code, options.u16());
    VOUCH_TRY(const OctetView value, options.counted_u16());
    reply.options.emplace_back(code, Octets(value.begin(), value.end()));
  }
  return {};
}

Result<void> read_sections(WireReader& reader, const std::uint16_t (&counts)[3], Reply& reply,
                           unsigned& rcode) {
  std::vector<std::string>* sections[] = {&reply.answer, &reply.authority, &reply.additional};
  for (std::size_t section = 0; section < 3; ++section) {
    for (unsigned i = 0; i < counts[section]; ++i) {
      VOUCH_TRY(Record record, read_record(reader));
      if (record.type == RRType::OPT) {
        VOUCH_CHECK(read_opt(record, reply, rcode));
        continue;
      }
      sections[section]->push_back(line_of(record));
      reply.records.push_back(std::move(record));
    }
  }
  return {};
}

std::string flag_text(unsigned flags) {
  EXPECT_NE(flags & 0x8000U, 0U) << "QR";
  EXPECT_EQ(flags & 0x00f0U, 0U) << "RA, Z, AD and CD are never set here";
  std::string text;
  for (const auto& [bit, name] : {std::pair{0x0400U, "aa"}, {0x0200U, "tc"}, {0x0100U, "rd"}}) {
    if ((flags & bit) != 0) text += (text.empty() ? "" : " ") + std::string(name);
  }
  return text;
}

Result<Reply> read(OctetView message) {
  Reply reply;
  reply.size = message.size();
  WireReader reader(message);
  VOUCH_TRY(reply.id, reader.u16());
  VOUCH_TRY(const std::uint16_t flags, reader.u16());
  VOUCH_TRY(const std::uint16_t questions, reader.u16());
  std::uint16_t counts[3] = {};
  for (std::uint16_t& count : counts) {
    VOUCH_TRY(count, reader.u16());
  }
  reply.questions = questions;
  for (unsigned i = 0; i < questions; ++i) {
    VOUCH_TRY(const Name name, Name::read_compressed(reader));
    VOUCH_TRY(const OctetView type_and_class, reader.octets(4));
    EXPECT_EQ(type_and_class.size(), 4U) << name.text();
  }
  unsigned rcode = flags & 15U;
  VOUCH_CHECK(read_sections(reader, counts, reply, rcode));
  if (!reader.at_end()) return fail(ErrorCode::trailing_octets);
  reply.opcode = Opcode{static_cast<std::uint8_t>(flags >> 11 & 15)};
  reply.flags = flag_text(flags);
  reply.rcode = text(Rcode{static_cast<std::uint16_t>(rcode)});
  return reply;
}

}  // namespace

const Octets* Reply::option(EdnsOptionCode code) const {
  for (const auto& [number, value] : options) {
    if (number == static_cast<std::uint16_t>(code)) return &value;
  }
  return nullptr;
}

Reply read_reply(OctetView message) {
  if (message.empty()) return {};
  auto reply = read(message);
  if (!reply.ok()) {
    ADD_FAILURE() << reply.error().message();
    return {};
  }
  return *std::move(reply);
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

Octets make_query(const std::string& name, RRType type, Edns edns, std::uint16_t udp_size) {
  using namespace testing_messages;
  const auto number = static_cast<std::uint16_t>(type);
  const std::uint16_t do_flag = edns == Edns::dnssec ? 0x8000 : 0;
  return joined({header(0x4242, 0, 1, 0, 0, edns == Edns::none ? 0 : 1), question(name, number),
                 edns == Edns::none ? Octets() : opt(udp_size, 0, do_flag)});
}

}  // namespace vouch::authority
