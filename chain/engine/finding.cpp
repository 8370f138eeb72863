#include "chain/engine/finding.hpp"

#include <fmt/format.h>

#include "chain/engine/reason_rows.hpp"

namespace vouch::chain {
namespace {

Severity severity_of(Status status) {
  switch (status) {
    case Status::bogus:
    case Status::failed: return Severity::error;
    case Status::insecure: return Severity::notice;
    case Status::indeterminate:
    case Status::secure: return Severity::warning;
  }
  return Severity::error;
}

}  // namespace

std::string_view text(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::notice: return "notice";
  }
  return "";
}

std::string_view text(Concern concern) {
  switch (concern) {
    case Concern::zone: return "zone";
    case Concern::parent: return "parent";
    case Concern::servers: return "servers";
    case Concern::path: return "path";
    case Concern::reader: return "reader";
    case Concern::nobody: return "nobody";
  }
  return "";
}

std::string Finding::who() const {
  const std::string name = zone.is_root() ? "the root" : zone.text();
  switch (concern) {
    case Concern::zone: return "the operator of " + name;
    case Concern::parent: return fmt::format("the registrar of {}, or the zone above it", name);
    case Concern::servers: return "whoever runs the servers that are named";
    case Concern::path: return "you, or your network";
    case Concern::reader: return "you";
    case Concern::nobody: return {};
  }
  return {};
}

Finding finding_of(const Conclusion& conclusion) {
  Finding finding;
  finding.code = code_of(conclusion.reason);
  finding.severity = severity_of(conclusion.status());
  finding.zone = conclusion.place.zone;
  finding.owner = conclusion.place.owner;
  finding.type = conclusion.place.type;
  if (!conclusion.place.server.empty()) finding.servers = {conclusion.place.server};
  finding.text = row_of(conclusion.reason).sentence;
  if (!conclusion.detail.empty()) finding.text += ": " + conclusion.detail;
  finding.reference = row_of(conclusion.reason).reference;
  return finding;
}

}  // namespace vouch::chain
