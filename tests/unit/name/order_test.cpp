#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "vouch/name/label_index.hpp"
#include "vouch/name/name_key.hpp"

namespace vouch {
namespace {

Name name(std::string_view text) { return Name::parse(text).value(); }

// RFC 4034 section 6.1.
constexpr const char* rfc_order[] = {"example.",         "a.example.",      "yljkjljk.a.example.",
                                     "Z.a.example.",     "zABC.a.EXAMPLE.", "z.example.",
                                     "\\001.z.example.", "*.z.example.",    "\\200.z.example."};

TEST(CanonicalOrder, is_that_of_the_example_in_rfc_4034_section_6_1) {
  for (std::size_t i = 0; i < std::size(rfc_order); ++i) {
    for (std::size_t k = 0; k < std::size(rfc_order); ++k) {
      const auto order = name(rfc_order[i]) <=> name(rfc_order[k]);
      EXPECT_EQ(order, i <=> k) << rfc_order[i] << ' ' << rfc_order[k];
      EXPECT_EQ(NameKey(name(rfc_order[i])) <=> NameKey(name(rfc_order[k])), i <=> k);
    }
  }
}

TEST(CanonicalOrder, the_absence_of_an_octet_sorts_before_a_zero_octet) {
  EXPECT_LT(name("a.example."), name("a\\000.example."));
  EXPECT_LT(name("a\\000.example."), name("a\\001.example."));
  EXPECT_LT(name("\\000.a.example."), name("a\\000.example."));
  EXPECT_LT(Name(), name("\\000."));
}

TEST(NameKey, of_a_name_is_a_prefix_of_the_keys_below_it) {
  const NameKey example(name("example."));
  EXPECT_TRUE(example.is_prefix_of(NameKey(name("a.EXAMPLE."))));
  EXPECT_TRUE(example.is_prefix_of(example));
  EXPECT_TRUE(NameKey(Name()).is_prefix_of(example));
  EXPECT_FALSE(example.is_prefix_of(NameKey(name("examples."))));
  EXPECT_FALSE(example.is_prefix_of(NameKey(name("example\\000a."))));
  EXPECT_FALSE(NameKey(name("a.example.")).is_prefix_of(example));
}

// Names of few letters, so that many share labels; among them the octets that keys escape.
Name random_name(std::mt19937& random) {
  static constexpr std::uint8_t letters[] = {0, 1, 2, 'A', 'a', 'b', 0x5b, 0xff};
  Name made;
  for (auto labels = random() % 5; labels > 0; --labels) {
    Octets label(1 + random() % 3);
    for (auto& octet : label) octet = letters[random() % std::size(letters)];
    made = Name::prepend(label, made).value();
  }
  return made;
}

TEST(NameKey, has_the_order_of_names_for_random_names) {
  std::mt19937 random(4034);
  for (int i = 0; i < 200'000; ++i) {
    const Name left = random_name(random);
    const Name right = random_name(random);
    ASSERT_EQ(NameKey(left) <=> NameKey(right), left <=> right)
        << left.text() << ' ' << right.text();
    ASSERT_EQ(NameKey(left).is_prefix_of(NameKey(right)), right.is_at_or_below(left))
        << left.text() << ' ' << right.text();
    ASSERT_EQ(left == right, (left <=> right) == 0);
    if (left == right) {
      ASSERT_EQ(NameHash{}(left), NameHash{}(right));
    }
  }
}

TEST(CanonicalOrder, sorts_a_shuffled_list_into_the_same_list) {
  std::mt19937 random(1);
  std::vector<Name> names;
  for (const char* text : rfc_order) names.push_back(name(text));
  const std::vector<Name> sorted = names;
  for (int i = 0; i < 20; ++i) {
    std::shuffle(names.begin(), names.end(), random);
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, sorted);
  }
}

TEST(LabelIndex, walks_labels_from_both_ends) {
  const Name www = name("www.example.com.");
  const LabelIndex index(www);
  ASSERT_EQ(index.count(), 3U);
  EXPECT_EQ(text_of(index.label(0)), "www");
  EXPECT_EQ(text_of(index.label(2)), "com");
  EXPECT_EQ(index.name_from(1).text(), "example.com.");
  EXPECT_TRUE(index.name_from(3).is_root());
  EXPECT_EQ(LabelIndex(Name()).count(), 0U);
}

}  // namespace
}  // namespace vouch
