// The assessment as text for a terminal, as a tree, and as prose.
#include <fmt/format.h>

#include <algorithm>

#include "chain/draw/draw.hpp"

namespace vouch::chain {
namespace {

constexpr const char* green = "\033[32m";
constexpr const char* red = "\033[1;31m";
constexpr const char* yellow = "\033[33m";
constexpr const char* faint = "\033[2m";
constexpr const char* strong = "\033[1m";

class Writer {
 public:
  explicit Writer(bool color) : color_(color) {}
  std::string shaded(const std::string& text, const char* shade) const {
    return color_ ? shade + text + "\033[0m" : text;
  }
  void add(const std::string& text) { text_ += text; }
  void add(const std::string& text, const char* shade) { text_ += shaded(text, shade); }
  std::string take() { return std::move(text_); }

 private:
  bool color_;
  std::string text_;
};

// Marks that are told apart without colour.
const char* mark(Standing standing) {
  switch (standing) {
    case Standing::good: return "[ok]";
    case Standing::broken: return "[XX]";
    case Standing::unproven: return "[??]";
    case Standing::insecure: return "[--]";
    case Standing::absent: return "[!!]";
  }
  return "";
}

const char* shade(Standing standing) {
  switch (standing) {
    case Standing::good: return green;
    case Standing::broken:
    case Standing::absent: return red;
    case Standing::unproven: return faint;
    case Standing::insecure: return yellow;
  }
  return faint;
}

const char* shade(Status status) {
  switch (status) {
    case Status::secure: return green;
    case Status::insecure:
    case Status::indeterminate: return yellow;
    case Status::failed:
    case Status::bogus: return red;
  }
  return faint;
}

std::string pill_text(const Pill& pill) {
  std::string text = pill.title;
  if (!pill.subtitle.empty()) text += " (" + pill.subtitle + ")";
  if (!pill.note.empty()) text += ", " + pill.note;
  return text;
}

// What the edge into a pill says: how long its signature lasts.
std::string edge_note(const ChainGraph& graph, std::size_t pill) {
  for (const Edge& edge : graph.edges) {
    if (edge.to == pill && !edge.label.empty()) return ", signature: " + edge.label;
  }
  return {};
}

void add_lane(Writer& writer, const ChainGraph& graph, const Lane& lane) {
  writer.add("  ");
  writer.add(lane.zone.is_root() ? ". (the root)" : lane.zone.text(), strong);
  if (!lane.note.empty()) writer.add("  " + lane.note, yellow);
  writer.add("\n");
  for (const auto* list : {&lane.entry, &lane.signers, &lane.content}) {
    for (const std::size_t index : *list) {
      const Pill& pill = graph.pills[index];
      writer.add(fmt::format("    {} ", mark(pill.standing)), shade(pill.standing));
      writer.add(pill_text(pill) + edge_note(graph, index) + "\n");
    }
  }
}

void add_finding(Writer& writer, const Finding& finding) {
  const bool is_error = finding.severity == Severity::error;
  writer.add(fmt::format("  {:<8}", text(finding.severity)), is_error ? red : yellow);
  writer.add(finding.code, strong);
  writer.add(fmt::format("  {} {}: {}", finding.owner.text(), text(finding.type), finding.text));
  if (!finding.reference.empty()) writer.add(" (" + finding.reference + ")", faint);
  writer.add("\n");
  if (finding.servers.empty()) return;
  std::string servers;
  for (const std::string& server : finding.servers)
    servers += (servers.empty() ? "" : ", ") + server;
  writer.add("          seen at " + servers + "\n", faint);
}

std::size_t count_consequences(const ChainGraph& graph) {
  return static_cast<std::size_t>(
      std::count_if(graph.pills.begin(), graph.pills.end(),
                    [](const Pill& each) { return each.standing == Standing::unproven; }));
}

}  // namespace

std::string verdict_sentence(const Assessment& assessment) {
  const Verdict& verdict = assessment.verdict;
  const std::string asked = assessment.question.name.text() + " " + text(assessment.question.type);
  switch (verdict.status()) {
    case Status::secure:
      if (verdict.kind == AnswerKind::no_name)
        return asked + " is secure: it is proven that the name does not exist";
      if (verdict.kind == AnswerKind::no_type)
        return asked + " is secure: it is proven that there is none";
      return asked + " is secure";
    case Status::failed: return asked + " could not be looked at: " + verdict.text();
    default: return asked + " is " + std::string(text(verdict.status())) + ": " + verdict.text();
  }
}

std::string draw_text(const Assessment& assessment, const ChainGraph& graph, bool color) {
  Writer writer(color);
  const Verdict& verdict = assessment.verdict;
  writer.add(verdict_sentence(assessment) + "\n", shade(verdict.status()));
  writer.add(fmt::format("as of {}", assessment.at.readable()), faint);
  if (assessment.first_expiry)
    writer.add(", the first signature expires on " + assessment.first_expiry->readable(), faint);
  writer.add("\n\nThe chain of trust\n", nullptr == verdict.trace ? faint : strong);
  for (const Lane& lane : graph.lanes) add_lane(writer, graph, lane);
  if (!graph.cause.empty()) {
    writer.add("\nCause: ", red);
    writer.add(graph.cause);
    if (const std::size_t count = count_consequences(graph))
      writer.add(
          fmt::format("; {} more {} not proven because of it", count, count == 1 ? "is" : "are"));
    writer.add("\n");
  }
  if (!assessment.findings.empty()) writer.add("\nFindings\n", strong);
  for (const Finding& finding : assessment.findings) add_finding(writer, finding);
  const bool has_fix = !assessment.findings.empty() && !assessment.findings.front().fix.empty();
  if (has_fix) {
    writer.add("\nWhat to do\n", strong);
    writer.add("  " + assessment.findings.front().fix + "\n");
  }
  return writer.take();
}

std::string draw_tree(const Assessment& assessment, const ChainGraph& graph) {
  std::string text = verdict_sentence(assessment) + "\n";
  std::string indent;
  for (auto lane = graph.lanes.rbegin(); lane != graph.lanes.rend(); ++lane) {
    for (const auto* list : {&lane->content, &lane->signers, &lane->entry}) {
      for (const std::size_t index : *list) {
        const Pill& pill = graph.pills[index];
        text += fmt::format("{}|---{} {}{}\n", indent, mark(pill.standing), pill_text(pill),
                            edge_note(graph, index));
      }
      if (!list->empty()) indent += "    ";
    }
  }
  return text;
}

namespace {

// Whether a signature was laid aside only until the zone between was known: a resolver's answers do
// not tell where the cuts are, and the same signature holds once the chain reached its signer.
bool is_settled_later(const ChainTrace& trace, const RRsetTrace& rrset,
                      const SignatureTrial& trial) {
  if (trial.result != Reason::signer_is_not_the_zone) return false;
  return std::any_of(trace.rrsets.begin(), trace.rrsets.end(), [&](const RRsetTrace& other) {
    return other.owner == rrset.owner && other.type == rrset.type &&
           std::any_of(other.trials.begin(), other.trials.end(), [&](const SignatureTrial& each) {
             return each.key_tag == trial.key_tag && each.result == Reason::chain_holds;
           });
  });
}

}  // namespace

std::string draw_prose(const Assessment& assessment) {
  std::string lines;
  const auto& trace = assessment.verdict.trace;
  for (const ZoneTrace& zone : trace ? trace->zones : std::vector<ZoneTrace>{}) {
    const std::string name = zone.zone.is_root() ? "the root" : zone.zone.text();
    lines += fmt::format("Found {} DNSKEY records for {}\n", zone.keys.size(), name);
    for (const DsTrial& ds : zone.ds) {
      const char* source = zone.source == ZoneTrace::Source::anchor ? "Trust anchor" : "DS";
      lines += ds.matched_flags
                   ? fmt::format("{} {} verifies a DNSKEY of {}\n", source, ds.key_tag, name)
                   : fmt::format("{} {} matches no DNSKEY of {}\n", source, ds.key_tag, name);
    }
    for (const RRsetTrace& rrset : trace->rrsets) {
      if (!(rrset.zone == zone.zone)) continue;
      for (const SignatureTrial& trial : rrset.trials) {
        if (is_settled_later(*trace, rrset, trial)) continue;
        const bool holds = trial.result == Reason::chain_holds;
        lines += fmt::format("RRSIG by key {} over {} {}: {}\n", trial.key_tag, rrset.owner.text(),
                             text(rrset.type),
                             holds ? "verifies" : std::string(row_of(trial.result).sentence));
      }
    }
  }
  for (const DenialTrace& denial : trace ? trace->denials : std::vector<DenialTrace>{}) {
    for (const std::string& line : denial.lines)
      lines += fmt::format("{} {}: {}\n", denial.name.text(), text(denial.type), line);
  }
  return lines + verdict_sentence(assessment) + "\n";
}

}  // namespace vouch::chain
