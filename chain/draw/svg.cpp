// The chain as a picture. Status is told by shape, words and colour; colours are those of the
// reader's light or dark setting.
#include <fmt/format.h>

#include <algorithm>

#include "chain/draw/draw.hpp"
#include "chain/draw/layout.hpp"
#include "chain/draw/markup.hpp"

namespace vouch::chain {
namespace {

constexpr const char* style = R"(<style>
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1b2330}
.page{fill:#ffffff}.lane{fill:#f4f6f9;stroke:#d3dae4}.zone{font-size:15px;font-weight:700}.behind{fill:#f4f6f9}
.note{font-size:13px;fill:#5b6675}.title{font-size:14px;font-weight:600}.sub{font-size:12px;fill:#5b6675}
.label{font-size:11.5px;fill:#5b6675}.head{font-size:17px;font-weight:700}
.pill{fill:#ffffff;stroke-width:1.5}.good{stroke:#1f7a4d}.broken{stroke:#c62828;stroke-width:3}
.absent{stroke:#c62828;stroke-width:2;stroke-dasharray:6 4}.unproven{stroke:#8a94a3;stroke-dasharray:3 3}
.insecure{stroke:#8a6d00}.edge{fill:none;stroke-width:1.6}.edge.broken{stroke-width:4}
.edge.insecure{stroke-dasharray:7 4}.edge.absent{stroke-dasharray:6 4}
.tip-good{fill:#1f7a4d}.tip-broken,.tip-absent{fill:#c62828}.tip-unproven{fill:#8a94a3}.tip-insecure{fill:#8a6d00}
.mark{fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.hatch{stroke:#c3cad4;stroke-width:1.4}.causebox{fill:#fdecec;stroke:#c62828;stroke-width:2}.cause{font-size:14px;font-weight:700;fill:#a11313}
.banner{stroke-width:2}.b-secure{fill:#e8f5ee;stroke:#1f7a4d}.b-insecure,.b-indeterminate{fill:#fbf4dc;stroke:#8a6d00}.b-bogus,.b-failed{fill:#fdecec;stroke:#c62828}
@media (prefers-color-scheme:dark){text{fill:#e6ebf2}.page{fill:#12161c}.lane{fill:#1a2029;stroke:#323c4a}
.behind{fill:#1a2029}.note,.sub,.label{fill:#a3afbf}.pill{fill:#12161c}.good{stroke:#4cc38a}.broken,.absent{stroke:#ff6b6b}.unproven{stroke:#7b8797}
.insecure{stroke:#e0b93a}.tip-good{fill:#4cc38a}.tip-broken,.tip-absent{fill:#ff6b6b}.tip-unproven{fill:#7b8797}.tip-insecure{fill:#e0b93a}
.hatch{stroke:#3a4453}.causebox{fill:#3a1c1f;stroke:#ff6b6b}.cause{fill:#ffb3b3}
.b-secure{fill:#14301f;stroke:#4cc38a}.b-insecure,.b-indeterminate{fill:#332b12;stroke:#e0b93a}.b-bogus,.b-failed{fill:#3a1c1f;stroke:#ff6b6b}}
</style>
)";

const char* css(Standing standing) {
  switch (standing) {
    case Standing::good: return "good";
    case Standing::broken: return "broken";
    case Standing::unproven: return "unproven";
    case Standing::insecure: return "insecure";
    case Standing::absent: return "absent";
  }
  return "";
}

class Svg {
 public:
  Svg(const Assessment& assessment, const ChainGraph& graph, bool narrow)
      : assessment_(assessment), graph_(graph), narrow_(narrow), layout_(lay_out(graph, narrow)) {}

  std::string draw();

 private:
  void add_text(double x, double y, const char* kind, const std::string& text,
                const char* anchor = "start");
  void add_header();
  void add_lane(const Box& box);
  void add_lane_title(const Lane& lane, const Box& box);
  void add_pill(const Pill& pill, const Box& box);
  void add_mark(Standing standing, double x, double y);
  void add_edge(const Edge& edge);
  void add_path(const std::string& path, double x, double y, char direction, Standing standing);
  void add_cause();

  const Assessment& assessment_;
  const ChainGraph& graph_;
  bool narrow_;
  Layout layout_;
  std::string out_;
  double bracket_ = 0;  ///< how far out the next bracket of the narrow form stands
};

void Svg::add_text(double x, double y, const char* kind, const std::string& text,
                   const char* anchor) {
  out_ += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n",
                      x, y, kind, anchor, escaped(text));
}

void Svg::add_header() {
  const Box& box = layout_.header;
  const Verdict& verdict = assessment_.verdict;
  out_ += fmt::format(
      "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"10\" class=\"banner "
      "b-{}\"/>\n",
      box.x, box.y, box.width, box.height, text(verdict.status()));
  const Question& question = assessment_.question;
  const std::string asked = question.name.text() + " " + text(question.type);
  std::string state(text(verdict.status()));
  std::transform(state.begin(), state.begin() + 1, state.begin(),
                 [](char c) { return static_cast<char>(c - 32); });
  const std::size_t letters = layout_.header_columns;
  add_text(box.x + 18, box.y + 30, "head", state + ": " + shortened(asked, narrow_ ? 20 : 80));
  std::string second = "as of " + assessment_.at.readable();
  if (assessment_.first_expiry)
    second += "; the first signature expires on " + assessment_.first_expiry->readable();
  if (const std::string why = cause_sentence(assessment_); !why.empty()) second = why;
  if (!graph_.cause.empty()) second = graph_.cause;
  double y = box.y + 54;
  for (const std::string& line : wrapped(second, letters)) {
    if (y > box.bottom() - 8) break;
    add_text(box.x + 18, y, "note", line);
    y += 18;
  }
}

void Svg::add_lane(const Box& box) {
  out_ += fmt::format(
      "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"12\" "
      "class=\"lane\"/>\n",
      box.x, box.y, box.width, box.height);
}

// Above the edges, which it interrupts.
void Svg::add_lane_title(const Lane& lane, const Box& box) {
  const std::string zone = lane.zone.is_root() ? ". (the root)" : lane.zone.text();
  const std::string title = shortened(zone, narrow_ ? 30 : 60);
  constexpr double letter = 9;
  out_ += fmt::format(
      "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"16\" class=\"behind\"/>\n",
      box.x + 14, box.y + 11, letter * static_cast<double>(title.size()) + 8);
  add_text(box.x + 18, box.y + 24, "zone", title);
  if (lane.note.empty()) return;
  if (narrow_)
    return add_text(box.right() - 14, box.y + 24, "note", shortened(lane.note, 16), "end");
  add_text(box.right() - 18, box.y + 24, "note", lane.note, "end");
}

// A tick, a cross, a question mark, a dash: told apart without colour.
void Svg::add_mark(Standing standing, double x, double y) {
  const char* kind = css(standing);
  std::string path;
  switch (standing) {
    case Standing::good: path = fmt::format("M{} {}l5 5l9 -11", x - 7, y); break;
    case Standing::broken:
    case Standing::absent: path = fmt::format("M{0} {1}l12 12m0 -12l-12 12", x - 6, y - 6); break;
    case Standing::unproven: path = fmt::format("M{} {}h.1m5 0h.1m5 0h.1", x - 5, y); break;
    case Standing::insecure: path = fmt::format("M{} {}h14", x - 7, y); break;
  }
  out_ += fmt::format("<path d=\"{}\" class=\"mark {}\" style=\"stroke-dasharray:none\"/>\n", path,
                      kind);
}

void Svg::add_pill(const Pill& pill, const Box& box) {
  const double radius = pill.kind == Pill::Kind::key || pill.kind == Pill::Kind::anchor ? 29 : 8;
  out_ += fmt::format("<g><title>{}: {}</title>\n", escaped(pill.title + " " + pill.subtitle),
                      text(pill.standing));
  out_ += fmt::format(
      "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"{:.0f}\" "
      "class=\"pill {}\"/>\n",
      box.x, box.y, box.width, box.height, radius, css(pill.standing));
  if (pill.standing == Standing::unproven) {
    for (double x = box.x + 20; x < box.right() - 12; x += 14)
      out_ +=
          fmt::format("<path d=\"M{:.0f} {:.0f}l-5 5\" class=\"hatch\"/>\n", x, box.bottom() - 8);
  }
  add_mark(pill.standing, box.x + 24, box.middle_y());
  const std::string second = pill.note.empty() ? pill.subtitle : pill.note;
  add_text(box.x + 44, box.y + 25, "title", shortened(pill.title, layout_.text_columns));
  add_text(box.x + 44, box.y + 44, "sub", shortened(second, layout_.text_columns + 6));
  out_ += "</g>\n";
}

void Svg::add_path(const std::string& path, double x, double y, char direction, Standing standing) {
  out_ += fmt::format("<path d=\"{}\" class=\"edge {}\"/>\n", path, css(standing));
  const char* tip = direction == 'd'   ? "M{0} {1}l-5 -9h10z"
                    : direction == 'l' ? "M{0} {1}l9 -5v10z"
                                       : "M{0} {1}l-9 -5v10z";
  out_ += fmt::format("<path d=\"{}\" class=\"tip-{}\"/>\n", fmt::format(fmt::runtime(tip), x, y),
                      css(standing));
}

void Svg::add_edge(const Edge& edge) {
  const Box& from = layout_.pills[edge.from];
  const Box& to = layout_.pills[edge.to];
  if (from.width == 0 || to.width == 0) return;
  const bool is_below = to.y > from.y + 1;
  const bool is_same_column = std::abs(from.x - to.x) < 1;
  if (is_same_column && is_below && to.y - from.bottom() < 140) {
    add_path(fmt::format("M{0:.0f} {1:.0f}V{2:.0f}", from.middle_x(), from.bottom(), to.y - 7),
             to.middle_x(), to.y, 'd', edge.standing);
    if (!edge.label.empty()) add_text(from.middle_x() + 8, from.bottom() + 16, "label", edge.label);
    return;
  }
  if (narrow_) {
    const double x = from.right() + 8 + bracket_;
    bracket_ = bracket_ >= 12 ? 0 : bracket_ + 6;
    add_path(fmt::format("M{:.0f} {:.0f}H{:.0f}V{:.0f}H{:.0f}", from.right(), from.middle_y(), x,
                         to.middle_y(), to.right() + 7),
             to.right(), to.middle_y(), 'l', edge.standing);
    return;
  }
  if (to.x > from.x) {
    const double middle = from.right() + 46;
    add_path(fmt::format("M{:.0f} {:.0f}H{:.0f}V{:.0f}H{:.0f}", from.right(), from.middle_y(),
                         middle, to.middle_y(), to.x - 7),
             to.x, to.middle_y(), 'r', edge.standing);
    const double shift = std::abs(to.y - from.y) < 1 ? 48 : 24;
    const bool fits = !edge.label.empty() && (shift > 24 || edge.label.size() < 8);
    if (fits) add_text(to.x - shift, to.middle_y() - 8, "label", edge.label, "middle");
    return;
  }
  // To the zone below: down, back to the left, and down again; around what stands in between.
  // It ends where the lane's title seldom reaches.
  const double turn = to.y - 52;
  const double end = to.right() - 32;
  const bool is_free =
      std::none_of(layout_.pills.begin(), layout_.pills.end(), [&](const Box& each) {
        return each.width > 0 && each.x < from.middle_x() && from.middle_x() < each.right() &&
               each.y >= from.bottom() && each.y < turn;
      });
  if (!is_free) {
    add_path(fmt::format("M{:.0f} {:.0f}H{:.0f}V{:.0f}H{:.0f}V{:.0f}", from.right(),
                         from.middle_y(), from.right() + 11, turn, end, to.y - 7),
             end, to.y, 'd', edge.standing);
    return;
  }
  add_path(fmt::format("M{:.0f} {:.0f}V{:.0f}H{:.0f}V{:.0f}", from.middle_x(), from.bottom(), turn,
                       end, to.y - 7),
           end, to.y, 'd', edge.standing);
}

void Svg::add_cause() {
  if (!layout_.cause) return;
  const Box& box = *layout_.cause;
  out_ += fmt::format(
      "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"8\" "
      "class=\"causebox\"/>\n",
      box.x, box.y, box.width, box.height - 10);
  double y = box.y + 22;
  for (const std::string& line : layout_.cause_lines) {
    add_text(box.x + 14, y, "cause", line);
    y += 18;
  }
}

std::string Svg::draw() {
  out_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" "
      "height=\"{1:.0f}\" "
      "role=\"img\" aria-label=\"{2}\">\n<title>{2}</title>\n<desc>{3}</desc>\n",
      layout_.width, layout_.height, escaped(verdict_sentence(assessment_)),
      escaped(draw_text(assessment_, graph_, false)));
  out_ += style;
  out_ += fmt::format("<rect width=\"{:.0f}\" height=\"{:.0f}\" class=\"page\"/>\n", layout_.width,
                      layout_.height);
  add_header();
  for (const Box& box : layout_.lanes) add_lane(box);
  for (const Edge& edge : graph_.edges) add_edge(edge);
  for (std::size_t i = 0; i < graph_.lanes.size(); ++i)
    add_lane_title(graph_.lanes[i], layout_.lanes[i]);
  for (std::size_t i = 0; i < graph_.pills.size(); ++i) {
    if (layout_.pills[i].width > 0) add_pill(graph_.pills[i], layout_.pills[i]);
  }
  add_cause();
  return out_ + "</svg>\n";
}

}  // namespace

std::string draw_svg(const Assessment& assessment, const ChainGraph& graph, bool narrow) {
  return Svg(assessment, graph, narrow).draw();
}

}  // namespace vouch::chain
