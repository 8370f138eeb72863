#include "vouch/name/name.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace vouch {
namespace {

Name name(std::string_view text) { return Name::parse(text).value(); }

Octets wire(std::string_view text) { return {octets_of(text).begin(), octets_of(text).end()}; }

ErrorCode code_of(std::string_view text, NameView origin = NameView()) {
  const auto result = Name::parse(text, origin);
  EXPECT_FALSE(result.ok()) << text;
  return result.ok() ? ErrorCode::truncated : result.error().code;
}

std::string labels(std::size_t count, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += std::string(size, 'a') + '.';
  return text;
}

TEST(Name, is_the_root_by_default) {
  EXPECT_TRUE(Name().is_root());
  EXPECT_EQ(Name().text(), ".");
  EXPECT_EQ(Name().label_count(), 0U);
  EXPECT_EQ(Name(), name("."));
  EXPECT_EQ(Name().parent(), Name());
}

TEST(Name, reads_absolute_and_relative_texts) {
  EXPECT_EQ(name("example.com.").text(), "example.com.");
  EXPECT_EQ(name("example.com").text(), "example.com.");
  EXPECT_EQ(Name::parse("www", name("example.com."))->text(), "www.example.com.");
  EXPECT_EQ(Name::parse("www.", name("example.com."))->text(), "www.");
  EXPECT_EQ(Name::parse("@", name("example.com."))->text(), "example.com.");
  EXPECT_EQ(Name::parse("a.b", name("c."))->text(), "a.b.c.");
}

TEST(Name, keeps_its_letter_case_and_compares_without_it) {
  EXPECT_EQ(name("ExAmple.COM.").text(), "ExAmple.COM.");
  EXPECT_EQ(name("ExAmple.COM."), name("example.com."));
  EXPECT_EQ(Name::lowered(name("ExAmple.COM.")).text(), "example.com.");
  EXPECT_NE(name("example.com."), name("example.org."));
  std::unordered_set<Name> names = {name("A.example.")};
  EXPECT_EQ(names.count(name("a.EXAMPLE.")), 1U);
}

TEST(Name, undoes_and_writes_escapes) {
  EXPECT_EQ(name("a\\.b.c.").wire()[0], 3);
  EXPECT_EQ(name("a\\.b.c.").text(), "a\\.b.c.");
  EXPECT_EQ(name("\\065\\066.").text(), "AB.");
  EXPECT_EQ(name("\\000\\255\\032.").text(), "\\000\\255\\032.");
  EXPECT_EQ(name("\\\\\\\"\\;\\(\\)\\@\\$.").text(), "\\\\\\\"\\;\\(\\)\\@\\$.");
  EXPECT_EQ(name("\\@").text(), "\\@.");
  EXPECT_EQ(name("\\..").text(), "\\..");
  EXPECT_EQ(name("_443._tcp.*.").text(), "_443._tcp.*.");
}

TEST(Name, refuses_malformed_escapes) {
  for (const char* text : {"\\", "a\\", "\\25", "\\256", "\\2x5", "\\25x", "a.\\99"}) {
    EXPECT_EQ(code_of(text), ErrorCode::bad_name);
  }
}

TEST(Name, gives_back_every_octet_through_its_text) {
  for (int octet = 0; octet < 256; ++octet) {
    const Octets label = {static_cast<std::uint8_t>(octet), 'x', static_cast<std::uint8_t>(octet)};
    const Name original = Name::prepend(label, NameView()).value();
    EXPECT_EQ(name(original.text()).wire()[1], octet);
    EXPECT_TRUE(equal_octets(name(original.text()).wire(), original.wire())) << octet;
  }
}

TEST(Name, refuses_empty_labels_and_the_empty_text) {
  for (const char* text : {"", "..", ".a.", "a..b.", "a..", ".."})
    EXPECT_EQ(code_of(text), ErrorCode::bad_name);
}

TEST(Name, refuses_a_label_of_64_octets) {
  EXPECT_TRUE(Name::parse(std::string(63, 'a') + ".").ok());
  EXPECT_EQ(code_of(std::string(64, 'a') + "."), ErrorCode::bad_name);
  EXPECT_EQ(code_of("b." + std::string(64, 'a')), ErrorCode::bad_name);
}

TEST(Name, refuses_more_than_255_octets) {
  const std::string longest = labels(3, 63) + std::string(61, 'b') + ".";
  EXPECT_EQ(name(longest).size(), 255U);
  EXPECT_EQ(code_of(labels(3, 63) + std::string(62, 'b') + "."), ErrorCode::bad_name);
  EXPECT_EQ(name(labels(127, 1)).label_count(), 127U);
  EXPECT_EQ(code_of(labels(128, 1)), ErrorCode::bad_name);
  EXPECT_EQ(code_of(labels(4, 63)), ErrorCode::bad_name);
}

TEST(Name, refuses_a_relative_text_that_does_not_fit_its_origin) {
  const Name origin = name(labels(3, 63));
  EXPECT_EQ(Name::parse(std::string(61, 'b'), origin)->size(), 255U);
  EXPECT_EQ(code_of(std::string(62, 'b'), origin), ErrorCode::bad_name);
}

TEST(Name, knows_its_parent_wildcards_and_what_is_below) {
  EXPECT_EQ(name("a.b.c.").parent(), name("b.c."));
  EXPECT_TRUE(name("*.example.").is_wildcard());
  EXPECT_FALSE(name("*a.example.").is_wildcard());
  EXPECT_FALSE(name("a.*.example.").is_wildcard());
  EXPECT_TRUE(name("a.B.example.").is_at_or_below(name("b.EXAMPLE.")));
  EXPECT_TRUE(name("b.example.").is_at_or_below(name("b.example.")));
  EXPECT_FALSE(name("b.example.").is_below(name("b.example.")));
  EXPECT_TRUE(name("a.").is_below(Name()));
  EXPECT_FALSE(name("xexample.").is_at_or_below(name("example.")));
  // The octets of \007example. end like the name example., but on no border of labels.
  EXPECT_FALSE(name("x\\007example.").is_at_or_below(name("example.")));
}

TEST(Name, finds_suffixes_and_common_ancestors) {
  EXPECT_EQ(name("a.b.c.d.").view().suffix(2), name("c.d."));
  EXPECT_EQ(name("a.b.").view().suffix(9), name("a.b."));
  EXPECT_TRUE(name("a.b.").view().suffix(0).is_root());
  EXPECT_EQ(name("x.b.c.").view().common_ancestor(name("y.a.B.c.")), name("b.c."));
  EXPECT_TRUE(name("a.b.").view().common_ancestor(name("b.a.")).is_root());
  EXPECT_EQ(name("a.b.").view().common_ancestor(name("z.a.b.")), name("a.b."));
}

TEST(Name, puts_labels_in_front_while_there_is_room) {
  EXPECT_EQ(Name::wildcard_of(name("example."))->text(), "*.example.");
  EXPECT_EQ(Name::prepend(wire("www"), name("example."))->text(), "www.example.");
  EXPECT_FALSE(Name::prepend(Octets(64, 'a'), NameView()).ok());
  EXPECT_FALSE(Name::prepend({}, NameView()).ok());
  EXPECT_TRUE(Name::wildcard_of(name(labels(126, 1))).ok());
  EXPECT_FALSE(Name::wildcard_of(name(labels(127, 1))).ok());
}

// RFC 6672 section 2.2, the table's rows with a substitution.
TEST(Name, is_substituted_as_in_the_table_of_rfc_6672) {
  const auto substituted = [](const char* query, const char* owner, const char* target) {
    return Name::substitute(name(query), name(owner), name(target))->text();
  };
  EXPECT_EQ(substituted("a.example.com.", "example.com.", "example.net."), "a.example.net.");
  EXPECT_EQ(substituted("a.b.example.com.", "example.com.", "example.net."), "a.b.example.net.");
  EXPECT_EQ(substituted("foo.example.com.", "example.com.", "."), "foo.");
  EXPECT_EQ(substituted("cyc.example.com.", "example.com.", "example.com."), "cyc.example.com.");
  EXPECT_EQ(substituted("shortloop.x.x.", "x.", "."), "shortloop.x.");
}

TEST(Name, is_not_substituted_where_the_result_is_too_long) {
  const auto result =
      Name::substitute(name(std::string(63, 'a') + ".x."), name("x."), name(labels(3, 63)));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::bad_name);
}

}  // namespace
}  // namespace vouch
