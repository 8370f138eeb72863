#include "vouch/sign/zone_report.hpp"

namespace vouch {
namespace {

struct FindingRow {
  std::string_view code;
  Severity severity;
  std::string_view reference;
  std::string_view sentence;
};

constexpr FindingRow rows[] = {
#define VOUCH_ZONE_FINDING(id, code, severity, reference, sentence) \
  {code, Severity::severity, reference, sentence},
#include "vouch/sign/zone_findings.def"
#undef VOUCH_ZONE_FINDING
};

const FindingRow& row_of(FindingCode code) { return rows[static_cast<std::size_t>(code)]; }

}  // namespace

std::string_view text(FindingCode code) { return row_of(code).code; }
std::string_view sentence(FindingCode code) { return row_of(code).sentence; }
std::string_view reference(FindingCode code) { return row_of(code).reference; }
Severity severity(FindingCode code) { return row_of(code).severity; }

}  // namespace vouch
