// RDATA of every type, from the wire and from text: what is well-formed survives text, generic
// text, messages and JSON; what is not is refused without harm.
//
// The input is two octets of type, one of class (and whether it is text), then the RDATA.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "vouch/rr/rdata_json.hpp"

using namespace vouch;

namespace {

constexpr std::size_t head_octets = 3;
constexpr std::uint8_t text_bit = 0x80;

void expect(bool holds) {
  if (!holds) std::abort();
}

void expect_survives_text(RRType type, RRClass rrclass, OctetView rdata, const RdataStyle& style) {
  const std::string text = rdata_text(type, rrclass, rdata, style);
  for (const char c : text) expect(c >= 0x20 && c < 0x7f);
  const auto again = parse_rdata_text(type, rrclass, text);
  expect(again.ok() && equal_octets(*again, rdata));
}

void expect_survives_messages(RRType type, RRClass rrclass, OctetView rdata) {
  Octets message(12);
  NameCompressor compressor;
  WireWriter writer(message);
  for (int i = 0; i < 2; ++i) {
    const std::size_t start = message.size();
    write_rdata(writer, compressor, type, rrclass, rdata);
    WireReader reader(message, start);
    Octets again;
    expect(read_rdata(reader, message.size() - start, type, rrclass, again).ok());
    expect(equal_octets(again, rdata));
    expect(reader.at_end());
  }
}

void visit_nothing(void* total, std::size_t offset, NameView name) {
  *static_cast<std::size_t*>(total) = offset + name.size();
}

void look_at(RRType type, RRClass rrclass, OctetView rdata) {
  expect(check_rdata(type, rrclass, rdata).ok());
  expect_survives_text(type, rrclass, rdata, {});
  expect_survives_text(type, rrclass, rdata, {.generic = true});
  expect_survives_messages(type, rrclass, rdata);
  Octets canonical;
  append_canonical_rdata(canonical, type, rrclass, rdata);
  expect(canonical.size() == rdata.size());
  expect(compare_canonical_rdata(type, rrclass, canonical, rdata) == 0);
  expect(check_rdata(type, rrclass, canonical).ok());
  std::size_t end_of_names = 0;
  for_each_name(type, rrclass, rdata, visit_nothing, &end_of_names);
  expect(end_of_names <= rdata.size());
  expect(!rdata_json(type, rrclass, rdata).dump().empty());
  const std::string lines =
      rdata_text(type, rrclass, rdata, {.multiline = true, .comments = true, .hide_crypto = true});
  expect(!lines.empty() || rdata.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  constexpr RRClass classes[] = {RRClass::IN, RRClass::CH, RRClass::HS, RRClass::ANY,
                                 RRClass::NONE};
  if (size < head_octets) return 0;
  const RRType type{static_cast<std::uint16_t>(octets[0] << 8 | octets[1])};
  const RRClass rrclass = classes[(octets[2] & ~text_bit) % std::size(classes)];
  const OctetView rest(octets + head_octets, size - head_octets);
  if ((octets[2] & text_bit) != 0) {
    const auto parsed = parse_rdata_text(type, rrclass, text_of(rest));
    if (parsed.ok()) look_at(type, rrclass, *parsed);
    return 0;
  }
  Octets read;
  WireReader reader(rest);
  if (read_rdata(reader, rest.size(), type, rrclass, read).ok()) look_at(type, rrclass, read);
  if (check_rdata(type, rrclass, rest).ok()) look_at(type, rrclass, rest);
  return 0;
}
