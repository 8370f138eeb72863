// Presentation form of RDATA of the type that the first two octets name. What is read must be
// well-formed and must come back out of its own text.
#include <cstdlib>

#include "vouch/rr/rdata.hpp"

using namespace vouch;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* octets, size_t size) {
  if (size < 2 || size > 4096) return 0;
  const auto type = static_cast<RRType>(octets[0] << 8 | octets[1]);
  const TypeRow* const row = row_of(type);
  const RRClass rrclass = row != nullptr ? row->rrclass.value_or(RRClass::IN) : RRClass::IN;
  const std::string_view text = text_of({octets + 2, size - 2});
  const auto rdata = parse_rdata_text(type, rrclass, text, Name::parse("example.").value());
  if (!rdata.ok()) {
    require(!rdata.error().message().empty());
    return 0;
  }
  require(check_rdata(type, rrclass, *rdata).ok());
  const std::string printed = rdata_text(type, rrclass, *rdata);
  const auto again = parse_rdata_text(type, rrclass, printed);
  require(again.ok() && *again == *rdata);
  require(rdata_text(type, rrclass, *again) == printed);
  return 0;
}
