// Recordings: any text gives a recording or an error; what can be read is judged, drawn in every
// form, and reads the same once written.
#include <cstdlib>

#include "chain/draw/draw.hpp"

using namespace vouch;
using namespace vouch::chain;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(octets), size);
  const auto recording = read_recording(text, "input", {});
  if (!recording.ok()) {
    expect(!recording.error().message().empty());
    return 0;
  }
  constexpr std::size_t most = 50;  // so that one input takes no seconds
  if (recording->exchanges.size() > most) return 0;
  AssessOptions options;
  options.anchors = AnchorStore::with_root();
  options.at = recording->taken;
  const Assessment assessment =
      assess(*recording, recording->question, options, [](const Question&) {});
  const ChainGraph graph = make_graph(assessment);
  expect(!draw_text(assessment, graph, true).empty());
  expect(!draw_tree(assessment, graph).empty());
  expect(!draw_prose(assessment).empty());
  expect(!draw_json(assessment, graph).empty());
  expect(!draw_svg(assessment, graph, false).empty());
  expect(!draw_html(assessment, graph, *recording).empty());
  expect(!draw_dot(assessment, graph).empty());
  const auto again = read_recording(recording->json(), "again", {});
  expect(again.ok() && again->exchanges.size() == recording->exchanges.size());
  return 0;
}
