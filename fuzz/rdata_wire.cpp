// RDATA of the type that the first two octets name, in a message that has names to point at. What
// is read must survive text, the generic form, being written again, and canonical form.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "vouch/rr/rdata_json.hpp"

using namespace vouch;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr std::uint8_t head[] = {0,   0,   0,   0,   0,   0,   0,   0,    0,   0, 0,
                                 0,   7,   'e', 'x', 'a', 'm', 'p', 'l',  'e', 3, 'c',
                                 'o', 'm', 0,   3,   'w', 'w', 'w', 0xc0, 12};

void check_text(RRType type, RRClass rrclass, const Octets& rdata) {
  const auto parsed = parse_rdata_text(type, rrclass, rdata_text(type, rrclass, rdata));
  require(parsed.ok() && *parsed == rdata);
  const auto generic =
      parse_rdata_text(type, rrclass, rdata_text(type, rrclass, rdata, {.generic = true}));
  require(generic.ok() && *generic == rdata);
  require(
      !rdata_text(type, rrclass, rdata, {.multiline = true, .comments = true, .hide_crypto = true})
           .empty() ||
      rdata.empty());
  require(!rdata_json(type, rrclass, rdata).dump().empty());
}

void check_wire(RRType type, RRClass rrclass, const Octets& rdata) {
  Octets message(std::begin(head), std::end(head));
  WireWriter writer(message);
  NameCompressor compressor;
  write_rdata(writer, compressor, type, rrclass, rdata);
  WireReader reader(message, sizeof head);
  Octets again;
  require(read_rdata(reader, message.size() - sizeof head, type, rrclass, again).ok());
  require(again == rdata);
}

void check_canonical(RRType type, RRClass rrclass, const Octets& rdata) {
  Octets canonical;
  append_canonical_rdata(canonical, type, rrclass, rdata);
  Octets again;
  append_canonical_rdata(again, type, rrclass, canonical);
  require(again == canonical && canonical.size() == rdata.size());
  require(check_rdata(type, rrclass, canonical).ok());
  require(compare_canonical_rdata(type, rrclass, canonical, rdata) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* octets, size_t size) {
  if (size < 2 || size > 4096) return 0;
  const auto type = static_cast<RRType>(octets[0] << 8 | octets[1]);
  const TypeRow* const row = row_of(type);
  const RRClass rrclass = row != nullptr ? row->rrclass.value_or(RRClass::IN) : RRClass::IN;
  Octets message(std::begin(head), std::end(head));
  append_octets(message, OctetView(octets + 2, size - 2));
  WireReader reader(message, sizeof head);
  Octets rdata;
  if (!read_rdata(reader, size - 2, type, rrclass, rdata).ok()) return 0;
  require(reader.at_end());
  require(check_rdata(type, rrclass, rdata).ok());
  check_text(type, rrclass, rdata);
  check_wire(type, rrclass, rdata);
  check_canonical(type, rrclass, rdata);
  return 0;
}
