// Layout: where the lanes and pills of a chain stand in a picture. Deterministic: the same chain
// gives the same picture.
#pragma once

#include "chain/engine/graph.hpp"

namespace vouch::chain {

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  double right() const { return x + width; }
  double bottom() const { return y + height; }
  double middle_x() const { return x + width / 2; }
  double middle_y() const { return y + height / 2; }
  bool overlaps(const Box& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }
};

struct Layout {
  double width = 0;
  double height = 0;
  Box header;                            ///< the verdict
  std::vector<Box> lanes;                ///< as in ChainGraph::lanes
  std::vector<Box> pills;                ///< as in ChainGraph::pills; without size where not shown
  std::optional<Box> cause;              ///< the label of the broken edge
  std::vector<std::string> cause_lines;  ///< what stands in it
  std::size_t text_columns = 0;          ///< letters of a pill's title that fit
  std::size_t header_columns = 0;
};

/// `narrow`: one column, for telephones.
Layout lay_out(const ChainGraph& graph, bool narrow);

/// The text cut in its middle to so many letters.
std::string shortened(const std::string& text, std::size_t letters);
/// The text in lines of so many letters at most, broken at blanks.
std::vector<std::string> wrapped(const std::string& text, std::size_t letters);

}  // namespace vouch::chain
