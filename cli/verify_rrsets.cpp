// vouch verify --rrsets: a line for each RRSIG and each DS.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/options.hpp"
#include "cli/records.hpp"
#include "cli/verify.hpp"
#include "vouch/dnssec/rrset_check.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "verify";

Shade shade_of(const SignatureFinding& finding) {
  return finding.good() ? Shade::good : Shade::bad;
}

Shade shade_of(const DsFinding& finding) {
  if (finding.status == DsStatus::no_keys) return Shade::faint;
  return finding.good() ? Shade::good : Shade::bad;
}

// When a signature was good, or will be.
std::string moment_of(const SignatureFinding& finding) {
  switch (finding.status) {
    case SignatureStatus::expired: return " (on " + finding.expiration.readable() + ")";
    case SignatureStatus::not_yet: return " (until " + finding.inception.readable() + ")";
    default: return {};
  }
}

std::string line_of(const SignatureFinding& finding, bool color) {
  return fmt::format("{} {} {} {} {}{}\n", finding.owner.text(), text(finding.type),
                     text(finding.algorithm), finding.key_tag,
                     shaded(text(finding.status), shade_of(finding), color), moment_of(finding));
}

std::string line_of(const DsFinding& finding, bool color) {
  const std::string key = finding.key_flags
                              ? fmt::format(" DNSKEY {} {}", *finding.key_flags, finding.key_tag)
                              : std::string();
  return fmt::format("{} DS {} {} {} {}{}\n", finding.owner.text(), finding.key_tag,
                     text(finding.algorithm), text(finding.digest_type),
                     shaded(text(finding.status), shade_of(finding), color), key);
}

nlohmann::ordered_json json_of(const SignatureFinding& finding) {
  return {{"owner", finding.owner.text()},          {"type", text(finding.type)},
          {"algorithm", text(finding.algorithm)},   {"key_tag", finding.key_tag},
          {"signer", finding.signer.text()},        {"inception", finding.inception.iso()},
          {"expiration", finding.expiration.iso()}, {"status", text(finding.status)}};
}

nlohmann::ordered_json json_of(const DsFinding& finding) {
  nlohmann::ordered_json object = {{"owner", finding.owner.text()},
                                   {"key_tag", finding.key_tag},
                                   {"algorithm", text(finding.algorithm)},
                                   {"digest_type", text(finding.digest_type)},
                                   {"status", text(finding.status)}};
  if (finding.key_flags) object["key_flags"] = *finding.key_flags;
  return object;
}

std::string json_text(const RRsetCheck& check, Timestamp at) {
  auto signatures = nlohmann::ordered_json::array();
  auto ds = nlohmann::ordered_json::array();
  for (const SignatureFinding& finding : check.signatures) signatures.push_back(json_of(finding));
  for (const DsFinding& finding : check.ds) ds.push_back(json_of(finding));
  const nlohmann::ordered_json whole = {
      {"at", at.iso()}, {"all_good", check.all_good()}, {"signatures", signatures}, {"ds", ds}};
  return whole.dump(2) + "\n";
}

std::string plain_text(const RRsetCheck& check, bool color) {
  std::string lines;
  for (const SignatureFinding& finding : check.signatures) lines += line_of(finding, color);
  for (const DsFinding& finding : check.ds) lines += line_of(finding, color);
  return lines;
}

bool has_too_many(const RRsetCheck& check) {
  return std::any_of(check.signatures.begin(), check.signatures.end(),
                     [](const auto& one) { return one.status == SignatureStatus::too_many; }) ||
         std::any_of(check.ds.begin(), check.ds.end(),
                     [](const auto& one) { return one.status == DsStatus::too_many; });
}

}  // namespace

int verify_rrsets(const VerifyRequest& request) {
  const auto origin = Name::parse(request.origin.empty() ? "." : request.origin);
  if (!origin.ok()) return report(self, origin.error());
  const auto records = read_records(request.file, *origin);
  if (!records.ok()) return report(self, records.error());
  const RRsetCheck check = check_rrsets(*records, request.at, request.checks_per_rrset);
  if (check.signatures.empty() && check.ds.empty() && !request.json)
    return report(self, request.file + ": holds no RRSIG and no DS record");
  if (has_too_many(check)) {
    report(self,
           fmt::format("{}: an RRset asks for more than {} checks; the rest was not looked at "
                       "(--max-checks N allows more)",
                       request.file, request.checks_per_rrset));
  }
  print_text(request.json ? json_text(check, request.at)
                          : plain_text(check, wants_color(request.color)));
  return finish_output(self, check.all_good() ? 0 : exit_not_good);
}

}  // namespace vouch::cli
