#include "vouch/zone/packed/name_order.hpp"

#include <gtest/gtest.h>

#include "tests/unit/zone/zones.hpp"
#include "vouch/name/name_key.hpp"

namespace vouch {
namespace {

using namespace vouch::testing;

const Name apex = name("Example.");

std::vector<Name> many_names() {
  std::vector<Name> names = {apex};
  Draw draw(11);
  const std::uint8_t octets[] = {0, 1, 2, 'a', 'A', 'Z', '[', '@', 'z', '{', '*', 0x80, 255};
  for (int i = 0; i < 3000; ++i) {
    Name made = apex;
    for (std::uint32_t labels = 1 + draw.below(3); labels > 0; --labels) {
      Octets label;
      for (std::uint32_t size = 1 + draw.below(24); size > 0; --size)
        label.push_back(octets[draw.below(std::size(octets))]);
      made = Name::prepend(label, made).value();
    }
    names.push_back(made);
  }
  return names;
}

TEST(NameWords, are_the_octets_of_the_key_below_the_apex) {
  const std::size_t skipped_of_key = NameKey(apex).octets().size();
  for (const Name& one : many_names()) {
    const NameKey key(one);
    const OctetView below = key.octets().subspan(skipped_of_key);
    for (std::size_t skipped = 0; skipped <= below.size() + 1; skipped += 5) {
      std::uint64_t words[2] = {0, 0};
      for (std::size_t i = 0; i < 16; ++i) {
        const std::uint8_t octet = skipped + i < below.size() ? below[skipped + i] : 0;
        words[i / 8] = words[i / 8] << 8 | octet;
      }
      const NameWords made = name_words(one, apex.size(), skipped);
      EXPECT_EQ(made, (NameWords{words[0], words[1]})) << one.text() << " from " << skipped;
      // The key ends with one zero octet.
      EXPECT_EQ(made.is_last(), below.size() + 1 <= skipped + 16) << one.text();
    }
  }
}

}  // namespace
}  // namespace vouch
