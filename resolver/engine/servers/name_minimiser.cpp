#include "resolver/engine/servers/name_minimiser.hpp"

#include <algorithm>

namespace vouch::resolver {
namespace {

// RFC 9156 section 2.3: single labels for the first steps, then more at once.
constexpr std::size_t single_steps = 4;
constexpr std::size_t most_steps = 10;

}  // namespace

Question NameMinimiser::next(NameView zone) const {
  const std::size_t labels = question_.name.label_count();
  const std::size_t above = std::max(zone.label_count(), shown_);
  if (!is_on_ || above + 1 >= labels) return question_;
  std::size_t step = 1;
  if (above >= single_steps) {
    const std::size_t left = most_steps - single_steps;
    step = std::max<std::size_t>(1, (labels - single_steps + left - 1) / left);
  }
  // There is no zone cut at labels with an underscore (RFC 9156 section 2.3).
  while (above + step < labels &&
         question_.name.view().suffix(above + step).first_label()[0] == '_')
    ++step;
  if (above + step >= labels) return question_;
  return {Name(question_.name.view().suffix(above + step)), RRType::A, question_.rrclass};
}

}  // namespace vouch::resolver
