// Zones that are proven to have no chain of trust.
#include "lab/lab_zone.hpp"

namespace vouch::lab {
namespace {

constexpr const char* usual_text = "www A 192.0.2.80\nwww TXT \"hello\"\n";

LabZone zone(std::string apex, std::string shows, Reason verdict) {
  LabZone row;
  row.apex = apex;
  row.shows = std::move(shows);
  row.ask = "www." + apex;
  row.text = usual_text;
  row.verdict = verdict;
  return row;
}

std::vector<Record> no_ds(const ZoneDraft&) { return {}; }

std::vector<Record> ds_with(const ZoneDraft& draft, std::size_t octet, std::uint8_t value) {
  Record record = ds_record(draft, DigestType::sha256);
  record.rdata[octet] = value;
  return {record};
}

std::vector<Record> ds_of_gost_keys(const ZoneDraft& draft) { return ds_with(draft, 2, 12); }
std::vector<Record> ds_of_rsasha1(const ZoneDraft& draft) { return ds_with(draft, 2, 5); }
std::vector<Record> ds_with_gost_digest(const ZoneDraft& draft) { return ds_with(draft, 3, 3); }

}  // namespace

std::vector<LabZone> insecure_zones() {
  std::vector<LabZone> rows;
  rows.push_back(zone("unsigned.test.", "not signed, and the parent proves that it has no DS",
                      Reason::unsigned_delegation));
  rows.back().is_signed = false;
  rows.push_back(zone("optout.test.", "a zone with Opt-Out: its signed names are secure",
                      Reason::chain_holds));
  rows.back().denial = DenialKind::nsec3;
  rows.back().opt_out = true;
  rows.push_back(zone("plain.optout.test.", "not signed, in the Opt-Out span of its parent",
                      Reason::opt_out_delegation));
  rows.back().is_signed = false;
  rows.push_back(zone("optout-nothing.test.",
                      "a name that does not exist, as far as Opt-Out lets one say",
                      Reason::opt_out_denial));
  rows.back().denial = DenialKind::nsec3;
  rows.back().opt_out = true;
  rows.back().ask = "nowhere.optout-nothing.test.";
  rows.push_back(
      zone("island.test.", "signed, but its parent has no DS", Reason::unsigned_delegation));
  rows.back().ds = no_ds;
  rows.push_back(zone("gost.test.", "the DS is of an algorithm that nobody supports any more",
                      Reason::ds_algorithm_unsupported));
  rows.back().ds = ds_of_gost_keys;
  rows.push_back(zone("gost-digest.test.", "the DS has a digest that is not supported",
                      Reason::ds_digest_unsupported));
  rows.back().ds = ds_with_gost_digest;
  rows.push_back(zone("rsasha1.test.", "the DS is of RSASHA1, which is not relied on any more",
                      Reason::ds_algorithm_unsupported));
  rows.back().ds = ds_of_rsasha1;
  rows.push_back(zone("iterations-high.test.", "NSEC3 with more iterations than are computed",
                      Reason::nsec3_iterations_high));
  rows.back().denial = DenialKind::nsec3;
  rows.back().iterations = 200;
  rows.back().ask = "nowhere.iterations-high.test.";
  rows.push_back(zone("cname-to-unsigned.test.", "a signed alias to a name that is not",
                      Reason::unsigned_delegation));
  rows.back().text += "alias CNAME www.unsigned.test.\n";
  rows.back().ask = "alias.cname-to-unsigned.test.";
  return rows;
}

}  // namespace vouch::lab
