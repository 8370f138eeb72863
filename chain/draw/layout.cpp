#include "chain/draw/layout.hpp"

#include <algorithm>

namespace vouch::chain {
namespace {

constexpr double margin = 16;
constexpr double pill_height = 58;
constexpr double lane_title = 36;
constexpr double row_gap = 24;
constexpr double lane_gap = 44;  ///< room for the edges between lanes
constexpr double header_height = 76;
constexpr double line_height = 18;
constexpr double cause_margin = 26;

bool is_lane_of_cause(const ChainGraph& graph, const Lane& lane) {
  for (const auto* list : {&lane.entry, &lane.signers, &lane.content}) {
    for (const std::size_t index : *list) {
      const Standing standing = graph.pills[index].standing;
      if (standing == Standing::broken || standing == Standing::absent) return true;
    }
  }
  return lane.standing == Standing::broken;
}

class LayOut {
 public:
  LayOut(const ChainGraph& graph, bool narrow) : graph_(graph), narrow_(narrow) {}

  Layout run();

 private:
  double place_wide(const Lane& lane, double top);
  double place_narrow(const Lane& lane, double top);
  double place_column(const std::vector<std::size_t>& pills, double x, double top);

  const ChainGraph& graph_;
  bool narrow_;
  Layout layout_;
};

double LayOut::place_column(const std::vector<std::size_t>& pills, double x, double top) {
  const double width = narrow_ ? 316 : 256;
  double y = top;
  for (const std::size_t index : pills) {
    layout_.pills[index] = {x, y, width, pill_height};
    y += pill_height + row_gap;
  }
  return y;
}

double LayOut::place_wide(const Lane& lane, double top) {
  constexpr double columns[] = {36, 388, 740};
  const double y = top + lane_title;
  return std::max({place_column(lane.entry, columns[0], y),
                   place_column(lane.signers, columns[1], y),
                   place_column(lane.content, columns[2], y)});
}

double LayOut::place_narrow(const Lane& lane, double top) {
  double y = top + lane_title;
  for (const auto* list : {&lane.entry, &lane.signers, &lane.content})
    y = place_column(*list, 32, y);
  return y;
}

Layout LayOut::run() {
  layout_.width = narrow_ ? 400 : 1032;
  layout_.text_columns = narrow_ ? 29 : 22;
  layout_.header_columns = narrow_ ? 44 : 120;
  layout_.pills.resize(graph_.pills.size());
  layout_.header = {margin, margin, layout_.width - 2 * margin, narrow_ ? 120 : header_height};
  double y = layout_.header.bottom() + margin;
  for (const Lane& lane : graph_.lanes) {
    double bottom = narrow_ ? place_narrow(lane, y) : place_wide(lane, y);
    const bool is_empty = lane.entry.empty() && lane.signers.empty() && lane.content.empty();
    if (is_empty) bottom += 4;
    if (!graph_.cause.empty() && !layout_.cause && is_lane_of_cause(graph_, lane)) {
      layout_.cause_lines = wrapped("It breaks here: " + graph_.cause, narrow_ ? 34 : 100);
      const double height =
          cause_margin + line_height * static_cast<double>(layout_.cause_lines.size());
      layout_.cause = Box{36, bottom - 8, layout_.width - 72, height};
      bottom += height;
    }
    layout_.lanes.push_back({margin, y, layout_.width - 2 * margin, bottom - y});
    y = bottom + lane_gap;
  }
  layout_.height = y - lane_gap + margin;
  return std::move(layout_);
}

}  // namespace

Layout lay_out(const ChainGraph& graph, bool narrow) { return LayOut(graph, narrow).run(); }

std::string shortened(const std::string& text, std::size_t letters) {
  if (text.size() <= letters) return text;
  const std::size_t keep = letters - 1;
  const std::size_t end = keep / 2;
  return text.substr(0, keep - end) + "\u2026" + text.substr(text.size() - end);
}

std::vector<std::string> wrapped(const std::string& text, std::size_t letters) {
  std::vector<std::string> lines;
  std::string rest = text;
  while (rest.size() > letters) {
    std::size_t end = rest.rfind(' ', letters);
    if (end == std::string::npos || end == 0) end = letters;
    lines.push_back(rest.substr(0, end));
    rest.erase(0, rest[end] == ' ' ? end + 1 : end);
  }
  lines.push_back(rest);
  return lines;
}

}  // namespace vouch::chain
