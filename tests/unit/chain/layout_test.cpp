// Pictures: nothing stands on anything else, and what came from outside stays text.
#include "chain/draw/layout.hpp"

#include <gmock/gmock.h>

#include "chain/draw/markup.hpp"
#include "tests/unit/chain/analysed.hpp"

namespace vouch::chain {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

void expect_apart(const ChainGraph& graph, bool narrow) {
  const Layout layout = lay_out(graph, narrow);
  for (std::size_t i = 0; i < layout.pills.size(); ++i) {
    const Box& pill = layout.pills[i];
    if (pill.width == 0) continue;
    EXPECT_LE(pill.right(), layout.width);
    EXPECT_LE(pill.bottom(), layout.height);
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(layout.pills[j].width > 0 && pill.overlaps(layout.pills[j]))
          << graph.pills[i].title << " and " << graph.pills[j].title;
    }
    EXPECT_FALSE(layout.cause && pill.overlaps(*layout.cause)) << graph.pills[i].title;
    EXPECT_FALSE(pill.overlaps(layout.header));
  }
  for (std::size_t i = 1; i < layout.lanes.size(); ++i)
    EXPECT_FALSE(layout.lanes[i].overlaps(layout.lanes[i - 1]));
}

TEST(Layout, keeps_everything_apart) {
  for (const char* name : {"www.example.test.", "alias.example.test.", "nowhere.example.test.",
                           "x.wild.example.test.", "www.plain.test.", "."}) {
    for (const bool is_broken : {false, true}) {
      Analysed analysed;
      if (is_broken)
        analysed.world.edit("example.test.", [](auto& records) {
          testing::drop_signatures(records, "example.test.", RRType::DNSKEY);
        });
      const ChainGraph graph = make_graph(analysed.assess(name));
      for (const bool narrow : {false, true}) expect_apart(graph, narrow);
    }
  }
}

/// Whether each element that is opened is closed, in order.
bool is_well_formed(const std::string& text) {
  std::vector<std::string> open;
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const std::size_t end = text.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = text.substr(at + 1, end - at - 1);
    if (tag.ends_with('/') || tag.starts_with('!')) continue;
    const std::string name = tag.substr(0, tag.find_first_of(" \n"));
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name.substr(1)) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST(Svg, is_well_formed_and_needs_nothing_from_elsewhere) {
  for (const char* name : {"www.example.test.", "www.plain.test.", "nowhere.example.test."}) {
    Analysed analysed;
    const Assessment assessment = analysed.assess(name);
    for (const bool narrow : {false, true}) {
      const std::string svg = draw_svg(assessment, make_graph(assessment), narrow);
      EXPECT_TRUE(is_well_formed(svg)) << svg;
      EXPECT_THAT(svg, HasSubstr("prefers-color-scheme:dark"));
      EXPECT_THAT(svg, HasSubstr("<title>"));
      EXPECT_THAT(svg.substr(100), Not(HasSubstr("http://"))) << "loads something";
    }
    EXPECT_EQ(draw_svg(assessment, make_graph(assessment)),
              draw_svg(assessment, make_graph(assessment)));
  }
}

// Words of the cause are neither left out nor let over the edge of their box.
TEST(Svg, shows_the_cause_whole) {
  Analysed analysed;
  analysed.world.tamper = [](const Question&, Message& reply) {
    if (!reply.answer.empty())
      std::erase_if(reply.authority, [](const Record& each) { return each.type == RRType::NSEC; });
  };
  const Assessment assessment = analysed.assess("x.wild.example.test.");
  const ChainGraph graph = make_graph(assessment);
  for (const bool narrow : {false, true}) {
    const Layout layout = lay_out(graph, narrow);
    ASSERT_TRUE(layout.cause);
    ASSERT_GT(layout.cause_lines.size(), 1U);
    std::string said;
    for (const std::string& line : layout.cause_lines) said += (said.empty() ? "" : " ") + line;
    EXPECT_EQ(said, "It breaks here: " + graph.cause);
    EXPECT_GE(layout.cause->height, 18.0 * static_cast<double>(layout.cause_lines.size()) + 20);
    for (const std::string& line : layout.cause_lines)
      EXPECT_LE(9.0 * static_cast<double>(line.size()) + 14, layout.cause->width) << line;
    EXPECT_THAT(draw_svg(assessment, graph, narrow), HasSubstr(layout.cause_lines.back()));
    expect_apart(graph, narrow);
  }
}

TEST(Html, shows_names_as_text_whatever_they_contain) {
  Analysed analysed;
  const Assessment assessment = analysed.assess("<script>alert\\(1\\)</script>.plain.test.");
  const std::string html = draw_html(assessment, make_graph(assessment), analysed.recording);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
  EXPECT_EQ(escaped("a<b>&\"'\x01"), "a&lt;b&gt;&amp;&quot;&#39;?");
}

TEST(Texts, are_shortened_in_the_middle_and_wrapped_at_blanks) {
  EXPECT_EQ(shortened("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(shortened("abcdefghijk", 7), "abc\u2026ijk");
  EXPECT_THAT(wrapped("one two three", 8), ::testing::ElementsAre("one two", "three"));
  EXPECT_THAT(wrapped("abcdefghij", 4), ::testing::ElementsAre("abcd", "efgh", "ij"));
}

}  // namespace
}  // namespace vouch::chain
