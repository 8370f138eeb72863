// The assessment as text for a terminal, as a tree, and as prose.
#include <fmt/format.h>

#include <algorithm>

#include "chain/draw/draw.hpp"
#include "chain/draw/layout.hpp"

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
  /// `shade`: null for none.
  void add(const std::string& text, const char* shade) {
    text_ += shade != nullptr ? shaded(text, shade) : text;
  }
  std::string take() { return std::move(text_); }

 private:
  bool color_;
  std::string text_;
};

// `www.example. A: `; nothing where the finding has no place.
std::string place_text(const Finding& finding) {
  if (finding.type == RRType{0}) return {};
  return fmt::format("{} {}: ", finding.owner.text(), text(finding.type));
}

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

constexpr std::size_t columns = 80;  ///< of a terminal

// Lines of at most 80 columns, those after the first set in under it.
void add_wrapped(Writer& writer, const std::string& text, std::size_t used, std::size_t indent,
                 const char* shade) {
  std::string rest = text;
  std::size_t room = columns - used;
  for (bool is_first = true; !rest.empty(); is_first = false) {
    const std::string line = wrapped(rest, room).front();
    writer.add(is_first ? "" : std::string(indent, ' '));
    writer.add(line + "\n", shade);
    rest.erase(0, std::min(rest.size(), line.size() + 1));
    room = columns - indent;
  }
}

void add_finding(Writer& writer, const Finding& finding) {
  const bool is_error = finding.severity == Severity::error;
  writer.add(fmt::format("  {:<8}", text(finding.severity)), is_error ? red : yellow);
  writer.add(finding.code + "\n", strong);
  writer.add("          ");
  std::string what = place_text(finding) + finding.text;
  if (!finding.reference.empty()) what += " (" + finding.reference + ")";
  add_wrapped(writer, what, 10, 10, nullptr);
  if (finding.servers.empty()) return;
  std::string servers;
  for (const std::string& server : finding.servers)
    servers += (servers.empty() ? "seen at " : ", ") + server;
  writer.add("          ");
  add_wrapped(writer, servers, 10, 10, faint);
}

// Everything that is to be done, and by whom, in order.
void add_repairs(Writer& writer, const Assessment& assessment) {
  const auto repairs = assessment.repairs();
  if (repairs.empty()) return;
  writer.add("\nWhat to do\n", strong);
  std::size_t number = 0;
  for (const Finding* each : repairs) {
    const std::string start = fmt::format("  {}. ", ++number);
    writer.add(start);
    const std::string who = each->who();
    add_wrapped(writer, (who.empty() ? "" : "For " + who + ": ") + each->fix, start.size(), 5,
                nullptr);
    // In one piece, to be copied.
    for (const std::string& record : each->records) writer.add("     " + record + "\n", strong);
  }
}

std::size_t count_consequences(const ChainGraph& graph) {
  return static_cast<std::size_t>(
      std::count_if(graph.pills.begin(), graph.pills.end(),
                    [](const Pill& each) { return each.standing == Standing::unproven; }));
}

std::string verdict_words(const Verdict& verdict) {
  switch (verdict.status()) {
    case Status::secure:
      if (verdict.kind == AnswerKind::no_name)
        return " is secure: it is proven that it does not exist";
      if (verdict.kind == AnswerKind::no_type) return " is secure: it is proven that there is none";
      return " is secure";
    case Status::failed: return " could not be looked at";
    default: return " is " + std::string(text(verdict.status()));
  }
}

// With the name cut in its middle where the line would not fit a terminal.
std::string first_line(const Assessment& assessment) {
  const std::string type = " " + text(assessment.question.type);
  const std::string words = type + verdict_words(assessment.verdict);
  return shortened(assessment.question.name.text(), columns - words.size()) + words;
}

std::string ago(Timestamp then, Timestamp now) {
  const std::int64_t seconds = std::clamp<std::int64_t>(now.seconds - then.seconds, 0, 0xffffffff);
  return period_text(static_cast<std::uint32_t>(seconds)) + " before";
}

void add_verdict(Writer& writer, const Assessment& assessment) {
  const Verdict& verdict = assessment.verdict;
  writer.add(first_line(assessment) + "\n", shade(verdict.status()));
  if (const std::string why = cause_sentence(assessment); !why.empty()) {
    writer.add("  ");
    add_wrapped(writer, why, 2, 2, nullptr);
  }
  if (assessment.bogus_since)
    writer.add(fmt::format("  bogus since {} ({})\n", assessment.bogus_since->readable(),
                           ago(*assessment.bogus_since, assessment.at)));
  std::string times = "as of " + assessment.at.readable();
  const auto& expiry = assessment.first_expiry;
  if (expiry)
    times += fmt::format(", the first signature {} {}",
                         *expiry < assessment.at ? "expired on" : "expires on", expiry->readable());
  add_wrapped(writer, times, 0, 2, faint);
  if (!assessment.anchors_from.empty())
    add_wrapped(writer, "with the trust anchors of " + assessment.anchors_from, 0, 2, faint);
}

}  // namespace

std::string verdict_sentence(const Assessment& assessment) {
  return assessment.question.name.text() + " " + text(assessment.question.type) +
         verdict_words(assessment.verdict);
}

std::string cause_sentence(const Assessment& assessment) {
  const bool has_cause =
      assessment.verdict.status() != Status::secure && !assessment.findings.empty();
  if (!has_cause) return {};
  const Finding& cause = assessment.findings.front();
  std::string sentence = place_text(cause) + cause.text;
  if (!cause.reference.empty()) sentence += " (" + cause.reference + ")";
  return sentence;
}

std::string draw_text(const Assessment& assessment, const ChainGraph& graph, bool color) {
  Writer writer(color);
  add_verdict(writer, assessment);
  writer.add("\nThe chain of trust\n", assessment.verdict.trace ? strong : faint);
  for (const Lane& lane : graph.lanes) add_lane(writer, graph, lane);
  if (const std::size_t count = count_consequences(graph); count > 0 && !graph.cause.empty())
    writer.add(
        fmt::format("  {} more {} not proven because of it\n", count, count == 1 ? "is" : "are"),
        faint);
  if (!assessment.findings.empty()) writer.add("\nFindings\n", strong);
  for (const Finding& finding : assessment.findings) add_finding(writer, finding);
  add_repairs(writer, assessment);
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

// Only keys that a DS or trust anchor points to are asked about the DNSKEY RRset: the signature of
// another key of the zone over it is not looked at, and need not be.
std::string trial_words(const ZoneTrace& zone, const RRsetTrace& rrset,
                        const SignatureTrial& trial) {
  if (trial.result == Reason::chain_holds) return "verifies";
  const bool is_of_other_key =
      trial.result == Reason::signing_key_missing && rrset.type == RRType::DNSKEY &&
      std::any_of(zone.keys.begin(), zone.keys.end(), [&](const ZoneTrace::Key& key) {
        return key.tag == trial.key_tag && key.algorithm == trial.algorithm;
      });
  if (is_of_other_key) return "not needed, as no DS or trust anchor points to that key";
  return std::string(row_of(trial.result).sentence);
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
        lines += fmt::format("RRSIG by key {} over {} {}: {}\n", trial.key_tag, rrset.owner.text(),
                             text(rrset.type), trial_words(zone, rrset, trial));
      }
    }
  }
  for (const DenialTrace& denial : trace ? trace->denials : std::vector<DenialTrace>{}) {
    for (const std::string& line : denial.lines)
      lines += fmt::format("{} {}: {}\n", denial.name.text(), text(denial.type), line);
  }
  lines += verdict_sentence(assessment) + "\n";
  if (const std::string why = cause_sentence(assessment); !why.empty()) lines += why + "\n";
  return lines;
}

}  // namespace vouch::chain
