#include "vouch/dnssec/key_tag.hpp"

#include <algorithm>
#include <array>

#include "vouch/base/ascii.hpp"

namespace vouch {

std::uint16_t key_tag(OctetView dnskey) { return rr::dnskey_tag(dnskey); }

std::uint16_t revoked_key_tag(OctetView dnskey) {
  Octets revoked(dnskey.begin(), dnskey.end());
  if (revoked.size() >= 2) revoked[1] |= rr::Dnskey::revoke_flag;
  return rr::dnskey_tag(revoked);
}

Result<Octets> make_ds(NameView owner, OctetView dnskey, DigestType type) {
  VOUCH_TRY(const rr::Dnskey key, rr::Dnskey::read(dnskey));
  std::array<std::uint8_t, NameView::max_octets> lowered;
  const OctetView wire = owner.wire();
  std::transform(wire.begin(), wire.end(), lowered.begin(), lower_ascii);
  VOUCH_TRY(const Octets digested, digest(type, {OctetView(lowered).first(wire.size()), dnskey}));
  return rr::Ds{key_tag(dnskey), key.algorithm, type, digested}.write();
}

bool ds_matches(const rr::Ds& ds, NameView owner, OctetView dnskey) {
  if (dnskey.size() < 4 || static_cast<Algorithm>(dnskey[3]) != ds.algorithm ||
      key_tag(dnskey) != ds.key_tag)
    return false;
  const auto made = make_ds(owner, dnskey, ds.digest_type);
  return made.ok() && equal_octets(OctetView(*made).subspan(4), ds.digest);
}

}  // namespace vouch
