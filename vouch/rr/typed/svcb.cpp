#include "vouch/rr/typed/svcb.hpp"

namespace vouch::rr {

std::optional<OctetView> SvcParams::find(SvcParamKey key) const {
  for (const SvcParam param : *this) {
    if (param.key == key) return param.value;
  }
  return std::nullopt;
}

Result<Svcb> Svcb::read(OctetView rdata) {
  VOUCH_CHECK(check_rdata(RRType::SVCB, RRClass::IN, rdata));
  WireReader reader(rdata);
  VOUCH_TRY(const std::uint16_t priority, reader.u16());
  VOUCH_TRY(const NameView target, NameView::read(reader));
  return Svcb{priority, target, SvcParams(reader.rest())};
}

}  // namespace vouch::rr
