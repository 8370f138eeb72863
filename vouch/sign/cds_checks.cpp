#include "vouch/sign/cds_checks.hpp"

#include <algorithm>

#include "vouch/dnssec/key_tag.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {
namespace {

// CDS and CDNSKEY with algorithm 0 ask for the removal of all DS (RFC 8078 section 4).
constexpr Algorithm removal = Algorithm::DELETE;

class CdsCheck {
 public:
  CdsCheck(const Zone& zone, ZoneReport& report)
      : report_(report),
        apex_(zone.apex()),
        dnskeys_(rdatas(zone, RRType::DNSKEY)),
        cds_(rdatas(zone, RRType::CDS)),
        cdnskeys_(rdatas(zone, RRType::CDNSKEY)) {}

  void run() {
    for (const OctetView rdata : cds_) {
      const auto ds = rr::Ds::read(rdata);
      if (ds.ok() && ds->algorithm != removal && is_supported(ds->digest_type) &&
          !is_of_one(*ds, dnskeys_))
        complain(FindingCode::cds_without_key, RRType::CDS, ds->key_tag);
    }
    for (const OctetView rdata : cdnskeys_) {
      const bool is_known = std::any_of(dnskeys_.begin(), dnskeys_.end(),
                                        [&](OctetView each) { return equal_octets(each, rdata); });
      if (algorithm_of(rdata) != removal && !is_known)
        complain(FindingCode::cds_without_key, RRType::CDNSKEY, key_tag(rdata));
    }
    if (!cds_.empty() && !cdnskeys_.empty() && !are_alike())
      complain(FindingCode::cds_differ, RRType::CDS, {});
  }

 private:
  static std::vector<OctetView> rdatas(const Zone& zone, RRType type) {
    constexpr std::size_t most = 100;
    std::vector<OctetView> found;
    const auto set = zone.find(zone.apex(), type);
    if (!set) return found;
    for (const OctetView rdata : set->rrset.rdatas) {
      if (found.size() < most) found.push_back(rdata);
    }
    return found;
  }

  static Algorithm algorithm_of(OctetView dnskey) {
    const auto read = rr::Dnskey::read(dnskey);
    return read.ok() ? read->algorithm : removal;
  }

  bool is_of_one(const rr::Ds& ds, const std::vector<OctetView>& dnskeys) const {
    return std::any_of(dnskeys.begin(), dnskeys.end(),
                       [&](OctetView dnskey) { return ds_matches(ds, apex_, dnskey); });
  }

  // Every CDNSKEY has its CDS, and every CDS whose digest is known its CDNSKEY.
  bool are_alike() const {
    for (const OctetView dnskey : cdnskeys_) {
      const bool is_removal = algorithm_of(dnskey) == removal;
      const bool has_cds = std::any_of(cds_.begin(), cds_.end(), [&](OctetView rdata) {
        const auto ds = rr::Ds::read(rdata);
        if (!ds.ok()) return false;
        return is_removal ? ds->algorithm == removal
                          : !is_supported(ds->digest_type) || ds_matches(*ds, apex_, dnskey);
      });
      if (!has_cds) return false;
    }
    return std::all_of(cds_.begin(), cds_.end(), [&](OctetView rdata) {
      const auto ds = rr::Ds::read(rdata);
      if (!ds.ok() || (ds->algorithm != removal && !is_supported(ds->digest_type))) return true;
      if (ds->algorithm != removal) return is_of_one(*ds, cdnskeys_);
      return std::any_of(cdnskeys_.begin(), cdnskeys_.end(),
                         [](OctetView each) { return algorithm_of(each) == removal; });
    });
  }

  void complain(FindingCode code, RRType type, std::optional<std::uint16_t> tag) {
    report_.findings.push_back({code, Name(apex_), type, tag, {}});
  }

  ZoneReport& report_;
  NameView apex_;
  std::vector<OctetView> dnskeys_;
  std::vector<OctetView> cds_;
  std::vector<OctetView> cdnskeys_;
};

}  // namespace

void check_cds(const Zone& zone, ZoneReport& report) { CdsCheck(zone, report).run(); }

}  // namespace vouch
