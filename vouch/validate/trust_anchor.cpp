#include "vouch/validate/trust_anchor.hpp"

#include <iterator>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/zonefile/reader.hpp"

namespace vouch {
namespace {

constexpr const char* root_anchors_text =
    ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n"
    ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16\n";

Result<TrustAnchor> make_anchor(const ParsedRecord& record) {
  if (record.type == RRType::DNSKEY) {
    VOUCH_TRY(const rr::Dnskey key, rr::Dnskey::read(record.rdata));
    if (!key.is_zone_key() || key.is_revoked()) {
      return fail(ErrorCode::bad_key,
                  "a trust anchor must have the Zone Key flag and must not be "
                  "revoked; take the zone's current key-signing key")
          .at(record.source, record.line);
    }
  } else if (record.type != RRType::DS) {
    return fail(ErrorCode::bad_syntax,
                "a trust anchor is a DS or DNSKEY record, not " + vouch::text(record.type))
        .at(record.source, record.line);
  }
  return TrustAnchor{Name(record.owner), record.type,
                     Octets(record.rdata.begin(), record.rdata.end())};
}

}  // namespace

std::uint16_t TrustAnchor::key_tag() const {
  if (type == RRType::DNSKEY) return rr::dnskey_tag(rdata);
  return static_cast<std::uint16_t>(rdata[0] << 8 | rdata[1]);
}

// DS and DNSKEY RDATA: key tag (or flags), then the algorithm in octet 2 (or the protocol, and then
// the algorithm).
Algorithm TrustAnchor::algorithm() const {
  return static_cast<Algorithm>(rdata[type == RRType::DNSKEY ? 3 : 2]);
}

std::optional<DigestType> TrustAnchor::digest_type() const {
  if (type == RRType::DNSKEY) return std::nullopt;
  return static_cast<DigestType>(rdata[3]);
}

std::string TrustAnchor::text() const {
  return zone.text() + " IN " + vouch::text(type) + " " + rdata_text(type, RRClass::IN, rdata);
}

bool TrustAnchor::matches(OctetView dnskey) const {
  if (type == RRType::DNSKEY) return equal_octets(rdata, dnskey);
  const auto ds = rr::Ds::read(rdata);
  return ds.ok() && ds_matches(*ds, zone, dnskey);
}

Result<std::vector<TrustAnchor>> parse_trust_anchors(std::string text, const std::string& source) {
  ZoneFileOptions options;
  options.default_ttl = Ttl{0};
  ZoneFileReader reader = ZoneFileReader::from_text(std::move(text), source, std::move(options));
  std::vector<TrustAnchor> anchors;
  for (;;) {
    VOUCH_TRY(const std::optional<ParsedRecord> record, reader.next());
    if (!record) break;
    VOUCH_TRY(TrustAnchor anchor, make_anchor(*record));
    anchors.push_back(std::move(anchor));
  }
  if (anchors.empty()) {
    return fail(ErrorCode::bad_syntax, "no trust anchor; write DS or DNSKEY records of a zone")
        .at(source);
  }
  return anchors;
}

std::vector<TrustAnchor> root_trust_anchors() {
  auto anchors = parse_trust_anchors(root_anchors_text, "root anchors");
  return anchors.ok() ? std::move(*anchors) : std::vector<TrustAnchor>{};
}

AnchorStore::AnchorStore(std::vector<TrustAnchor> anchors) {
  for (TrustAnchor& anchor : anchors) add(std::move(anchor));
}

AnchorStore AnchorStore::with_root() { return AnchorStore(root_trust_anchors()); }

void AnchorStore::add(TrustAnchor anchor) {
  std::vector<TrustAnchor>& of_zone = anchors_[anchor.zone];
  for (const TrustAnchor& known : of_zone) {
    if (known == anchor) return;
  }
  of_zone.push_back(std::move(anchor));
}

void AnchorStore::replace(const Name& zone, std::vector<TrustAnchor> anchors) {
  anchors_[zone] = std::move(anchors);
}

std::span<const TrustAnchor> AnchorStore::closest(NameView name) const {
  for (NameView zone = name;; zone = zone.parent()) {
    const std::span<const TrustAnchor> found = at(zone);
    if (!found.empty() || zone.is_root()) return found;
  }
}

std::span<const TrustAnchor> AnchorStore::at(NameView zone) const {
  const auto found = anchors_.find(zone);
  if (found == anchors_.end()) return {};
  return found->second;
}

bool AnchorStore::was_deleted(NameView name) const {
  if (!closest(name).empty()) return false;
  for (NameView zone = name;; zone = zone.parent()) {
    if (anchors_.find(zone) != anchors_.end()) return true;
    if (zone.is_root()) return false;
  }
}

bool AnchorStore::empty() const { return all().empty(); }

std::vector<TrustAnchor> AnchorStore::all() const {
  std::vector<TrustAnchor> all;
  for (const auto& [zone, of_zone] : anchors_)
    all.insert(all.end(), of_zone.begin(), of_zone.end());
  return all;
}

}  // namespace vouch
