#include "vouch/message/edns_view.hpp"

namespace vouch {

bool EdnsOptions::well_formed() const {
  std::size_t octets = 0;
  for (const EdnsOptionView option : *this) octets += head_octets + option.value.size();
  return octets == packed_.size();
}

std::optional<OctetView> EdnsOptions::find(EdnsOptionCode code) const {
  for (const EdnsOptionView option : *this) {
    if (option.code == code) return option.value;
  }
  return std::nullopt;
}

Result<EdnsView> EdnsView::read(std::uint16_t rrclass, std::uint32_t ttl, OctetView rdata) {
  EdnsView edns;
  edns.udp_size = rrclass;
  edns.rcode_high = static_cast<std::uint8_t>(ttl >> 24);
  edns.version = static_cast<std::uint8_t>(ttl >> 16);
  edns.flags = static_cast<std::uint16_t>(ttl);
  edns.options = EdnsOptions(rdata);
  if (edns.version == 0 && !edns.options.well_formed()) {
    return fail(ErrorCode::truncated, "the last EDNS option is cut off");
  }
  return edns;
}

Edns EdnsView::owned() const {
  Edns edns;
  edns.udp_size = udp_size;
  edns.rcode_high = rcode_high;
  edns.version = version;
  edns.dnssec_ok = dnssec_ok();
  edns.compact_ok = compact_ok();
  edns.flags_rest = static_cast<std::uint16_t>(flags & ~(dnssec_ok_flag | compact_ok_flag));
  for (const EdnsOptionView option : options) {
    edns.options.push_back({option.code, Octets(option.value.begin(), option.value.end())});
  }
  return edns;
}

}  // namespace vouch
