#include "vouch/sign/keys/given_signatures.hpp"

#include <fmt/format.h>

#include "vouch/crypto/public_key.hpp"
#include "vouch/dnssec/rrset_check.hpp"
#include "vouch/dnssec/rrsig.hpp"

namespace vouch {
namespace {

// How near to good the best signature came.
enum class Standing : std::uint8_t { absent, other_records, out_of_time, good };

class Search {
 public:
  Search(RRsetView rrset, const rr::Dnskey& dnskey, std::uint16_t tag, const PublicKey& key,
         Timestamp now)
      : rrset_(rrset), dnskey_(dnskey), tag_(tag), key_(key), now_(now) {}

  void look_in(const Zone& zone) {
    const auto node = zone.find(rrset_.owner);
    if (!node) return;
    // The signature may stand there without the records, which are known here.
    for (std::size_t i = 0; i < node->rrset_count(); ++i) {
      const ZoneRRset set = node->rrset(i);
      if (set.rrset.type != rrset_.type) continue;
      for (const OctetView rdata : set.signatures.rdatas) look_at(rdata);
    }
  }

  Result<Octets> best() {
    if (standing_ == Standing::good) return std::move(best_);
    const std::string what =
        standing_ == Standing::absent ? "is not given"
        : standing_ == Standing::other_records
            ? "that is given is of other records, TTLs or another signer"
            : "that is given does not hold now (until " + ended_.readable() + ")";
    return fail(
        ErrorCode::bad_key,
        fmt::format("the key {} of {} is offline, and its signature of the {} RRset {}; have it "
                    "sign the {} records that are to be published, with TTL {}, and put the "
                    "RRSIG into the zone or into that of --previous",
                    tag_, rrset_.owner.text(), text(rrset_.type), what, rrset_.size(),
                    rrset_.ttl.seconds));
  }

 private:
  void look_at(OctetView rdata) {
    const auto rrsig = rr::Rrsig::read(rdata);
    if (!rrsig.ok() || rrsig->key_tag != tag_ || rrsig->algorithm != dnskey_.algorithm) return;
    const bool fits = rrsig->type_covered == rrset_.type && rrsig->signer == rrset_.owner &&
                      rrsig->labels == rrsig_labels(rrset_.owner) &&
                      rrsig->original_ttl == rrset_.ttl;
    if (!fits || checks_++ >= usual_checks_per_rrset ||
        !check_signature(*rrsig, rrset_, key_, scratch_))
      return note(Standing::other_records, *rrsig, rdata);
    note(check_time(*rrsig, now_) == TimeCheck::within ? Standing::good : Standing::out_of_time,
         *rrsig, rdata);
  }

  void note(Standing standing, const rr::Rrsig& rrsig, OctetView rdata) {
    const Timestamp end = Timestamp::from_wire(rrsig.expiration, now_);
    if (standing < standing_ || (standing == standing_ && end <= ended_)) return;
    standing_ = standing;
    ended_ = end;
    best_.assign(rdata.begin(), rdata.end());
  }

  RRsetView rrset_;
  const rr::Dnskey& dnskey_;
  std::uint16_t tag_;
  const PublicKey& key_;
  Timestamp now_;
  std::size_t checks_ = 0;
  Standing standing_ = Standing::absent;
  Timestamp ended_;
  Octets best_;
  Octets scratch_;
};

}  // namespace

Result<Octets> given_signature(RRsetView rrset, OctetView rdata, std::span<const Zone* const> zones,
                               Timestamp now) {
  VOUCH_TRY(const rr::Dnskey dnskey, rr::Dnskey::read(rdata));
  VOUCH_TRY(const PublicKey key, PublicKey::read(dnskey.algorithm, dnskey.key));
  Search search(rrset, dnskey, rr::dnskey_tag(rdata), key, now);
  for (const Zone* const zone : zones) {
    if (zone != nullptr) search.look_in(*zone);
  }
  return search.best();
}

}  // namespace vouch
