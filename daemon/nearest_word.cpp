#include "daemon/nearest_word.hpp"

#include <algorithm>

#include "vouch/base/ascii.hpp"

namespace vouch::daemon {
namespace {

constexpr std::size_t longest_word = 64;

bool same_letter(char left, char right) {
  return lower_ascii(static_cast<std::uint8_t>(left)) ==
         lower_ascii(static_cast<std::uint8_t>(right));
}

// Edits between the words, a swap of neighbours counting once (optimal string alignment).
std::size_t distance(std::string_view left, std::string_view right) {
  const std::size_t width = right.size() + 1;
  std::vector<std::size_t> before_last(width), last(width), row(width);
  for (std::size_t j = 0; j < width; ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j < width; ++j) {
      const bool same = same_letter(left[i - 1], right[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && same_letter(left[i - 1], right[j - 2]) &&
                           same_letter(left[i - 2], right[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[right.size()];
}

}  // namespace

std::optional<std::string> nearest_word(std::string_view word,
                                        const std::vector<std::string>& known) {
  if (word.empty() || word.size() > longest_word) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t fewest = 0;
  for (const std::string& candidate : known) {
    if (candidate.size() > longest_word) continue;
    const std::size_t edits = distance(word, candidate);
    const std::size_t most = std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
    if (edits > most || (nearest && edits >= fewest)) continue;
    nearest = candidate;
    fewest = edits;
  }
  return nearest;
}

}  // namespace vouch::daemon
