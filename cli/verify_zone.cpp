// vouch verify of a whole zone: the verdict, and every finding by code, owner and line.
#include "vouch/sign/verify_zone.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "cli/options.hpp"
#include "cli/records.hpp"
#include "cli/verify.hpp"
#include "cli/zones.hpp"
#include "vouch/zonefile/reader.hpp"
#include "vouch/zonefile/record_lines.hpp"

namespace vouch::cli {
namespace {

constexpr std::string_view self = "verify";
constexpr unsigned max_threads = 64;

RecordLines lines_for(const std::string& path, const Zone& zone,
                      std::span<const ZoneFinding> findings) {
  std::vector<Name> owners;
  for (const ZoneFinding& finding : findings) owners.push_back(finding.owner);
  return RecordLines(path, zone.apex(), owners);
}

// What is wrong with a signature stands where the signature does; all else where the records do.
RecordPlace place_of(const ZoneFinding& finding, const RecordLines& lines) {
  switch (finding.code) {
    case FindingCode::rrsig_no_dnskey:
    case FindingCode::rrsig_malformed:
    case FindingCode::signer_not_zone:
    case FindingCode::signature_invalid:
    case FindingCode::expired:
    case FindingCode::not_yet:
    case FindingCode::inverted:
    case FindingCode::labels:
    case FindingCode::original_ttl:
    case FindingCode::not_to_be_signed:
    case FindingCode::rrsig_without_rrset:
    case FindingCode::revoked_signs_content:
    case FindingCode::ends_soon:
      if (finding.key_tag) return lines.of_signature(finding.owner, finding.type, *finding.key_tag);
      break;
    default: break;
  }
  return lines.of(finding.owner, finding.type);
}

// A finding and where it is told.
struct PlacedFinding {
  const ZoneFinding* finding;
  RecordPlace place;
};

// In order of lines, so that a file can be mended from its beginning to its end.
std::vector<PlacedFinding> in_order(std::span<const ZoneFinding> findings,
                                    const RecordLines& lines) {
  std::vector<PlacedFinding> placed;
  for (const ZoneFinding& finding : findings)
    placed.push_back({&finding, place_of(finding, lines)});
  std::stable_sort(
      placed.begin(), placed.end(),
      [](const PlacedFinding& a, const PlacedFinding& b) { return a.place < b.place; });
  return placed;
}

std::string_view word(ZoneStatus status) {
  switch (status) {
    case ZoneStatus::secure: return "secure";
    case ZoneStatus::unsigned_zone: return "unsigned";
    case ZoneStatus::broken: return "broken";
  }
  return "broken";
}

Shade shade_of(ZoneStatus status) {
  return status == ZoneStatus::secure   ? Shade::good
         : status == ZoneStatus::broken ? Shade::bad
                                        : Shade::warning;
}

std::string line_of(const PlacedFinding& placed, bool color) {
  const ZoneFinding& finding = *placed.finding;
  const bool is_error = severity(finding.code) == Severity::error;
  std::string text_line = placed.place.text();
  text_line +=
      fmt::format(": {}: {}", is_error ? "error" : "warning",
                  shaded(text(finding.code), is_error ? Shade::bad : Shade::warning, color));
  text_line += ' ' + finding.owner.text();
  if (finding.type != RRType{0}) text_line += ' ' + text(finding.type);
  if (finding.key_tag) text_line += fmt::format(" (key {})", *finding.key_tag);
  text_line += fmt::format(": {}", sentence(finding.code));
  if (!finding.detail.empty()) text_line += ": " + printable(finding.detail);
  return text_line + fmt::format(" [{}]\n", reference(finding.code));
}

std::string summary(const ZoneReport& report, const Zone& zone, const VerifyRequest& request,
                    bool color) {
  std::string line = fmt::format(
      "{} {} at {}: {} records, {} of {} signatures good, {} signed RRsets, {} denial records",
      zone.apex().text(), shaded(word(report.status), shade_of(report.status), color),
      request.at.readable(), report.records, report.signatures_good, report.signatures,
      report.rrsets_signed, report.denial_records);
  for (const auto& [algorithm, count] : report.good_by_algorithm)
    line += fmt::format(", {} {}", text(algorithm), count);
  if (report.zonemd_checked) line += ", ZONEMD checked";
  return line + '\n';
}

// What is not shown, by code, the most frequent first.
std::string rest_line(std::span<const PlacedFinding> rest) {
  std::map<FindingCode, std::size_t> counts;
  for (const PlacedFinding& placed : rest) ++counts[placed.finding->code];
  std::vector<std::pair<FindingCode, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string line = fmt::format("... and {} more", rest.size());
  for (std::size_t i = 0; i < sorted.size(); ++i)
    line += fmt::format("{}{} {}", i == 0 ? ": " : ", ", sorted[i].second, text(sorted[i].first));
  return line + "; --max-errors 0 shows all\n";
}

std::string plain_text(const ZoneReport& report, const Zone& zone, const VerifyRequest& request) {
  const bool color = wants_color(request.color);
  const RecordLines lines = lines_for(request.file, zone, report.findings);
  const std::vector<PlacedFinding> findings = in_order(report.findings, lines);
  const std::size_t all = findings.size();
  const std::size_t shown =
      std::min(all, request.max_errors.of_findings(::isatty(STDOUT_FILENO) != 0));
  std::string output;
  for (std::size_t i = 0; i < shown; ++i) output += line_of(findings[i], color);
  if (shown < all) output += rest_line(std::span(findings).subspan(shown));
  return output + summary(report, zone, request, color);
}

std::string json_text(const ZoneReport& report, const Zone& zone, const VerifyRequest& request) {
  const RecordLines lines = lines_for(request.file, zone, report.findings);
  auto findings = nlohmann::ordered_json::array();
  const std::size_t shown = std::min(report.findings.size(), request.max_errors.of_findings(false));
  const std::vector<PlacedFinding> ordered = in_order(report.findings, lines);
  for (const PlacedFinding& placed : std::span(ordered).first(shown)) {
    const ZoneFinding& finding = *placed.finding;
    nlohmann::ordered_json object = {
        {"code", text(finding.code)},
        {"severity", severity(finding.code) == Severity::error ? "error" : "warning"},
        {"owner", finding.owner.text()}};
    if (finding.type != RRType{0}) object["type"] = text(finding.type);
    if (finding.key_tag) object["key_tag"] = *finding.key_tag;
    if (placed.place.line != 0) {
      object["file"] = placed.place.file;
      object["line"] = placed.place.line;
    }
    object["reference"] = reference(finding.code);
    object["text"] = finding.detail.empty()
                         ? std::string(sentence(finding.code))
                         : std::string(sentence(finding.code)) + ": " + printable(finding.detail);
    findings.push_back(std::move(object));
  }
  const nlohmann::ordered_json whole = {{"zone", zone.apex().text()},
                                        {"at", request.at.iso()},
                                        {"status", word(report.status)},
                                        {"records", report.records},
                                        {"signatures", report.signatures},
                                        {"signatures_good", report.signatures_good},
                                        {"rrsets_signed", report.rrsets_signed},
                                        {"denial_records", report.denial_records},
                                        {"zonemd_checked", report.zonemd_checked},
                                        {"findings_omitted", report.findings.size() - shown},
                                        {"findings", findings}};
  return whole.dump(2) + "\n";
}

int exit_code_of(ZoneStatus status) {
  return status == ZoneStatus::secure          ? 0
         : status == ZoneStatus::unsigned_zone ? exit_unsigned
                                               : exit_not_good;
}

}  // namespace

int verify_whole_zone(const VerifyRequest& request) {
  const auto origin = origin_of(request.origin);
  if (!origin.ok()) return report(self, origin.error());
  const ZonePtr zone = load_zone_file(self, request.file, *origin, request.max_errors);
  if (!zone) return 1;
  VerifyPolicy policy;
  policy.at = request.at;
  const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  policy.crypto = request.crypto;
  policy.threads = std::min(request.threads == 0 ? processors : request.threads, max_threads);
  if (!request.anchors.empty()) {
    auto anchors = read_records(request.anchors, Name(zone->apex()));
    if (!anchors.ok()) return report(self, anchors.error());
    if (anchors->empty()) return report(self, request.anchors + ": holds no DS or DNSKEY record");
    policy.anchors = std::move(*anchors);
  }
  policy.checks_per_rrset = request.checks_per_rrset;
  std::optional<Progress> progress;
  policy.progress = [&progress](std::size_t done, std::size_t total) {
    if (!progress) progress.emplace("verifying", total, Progress::Step::piece);
    progress->update(done);
  };
  const auto result = verify_zone(*zone, policy);
  progress.reset();
  if (!result.ok()) return report(self, result.error());
  print_text(request.json ? json_text(*result, *zone, request)
                          : plain_text(*result, *zone, request));
  return finish_output(self, exit_code_of(result->status));
}

}  // namespace vouch::cli
