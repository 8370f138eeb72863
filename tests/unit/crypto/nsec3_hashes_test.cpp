#include "vouch/crypto/nsec3_hashes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "vouch/base/encoding.hpp"
#include "vouch/name/name.hpp"

namespace vouch {
namespace {

// Names of every length, with letters of both cases.
std::vector<Name> random_names(std::mt19937& random, std::size_t count) {
  std::vector<Name> names;
  while (names.size() < count) {
    Name made;
    const std::size_t wanted = 1 + random() % 255;
    while (made.size() < wanted) {
      const std::size_t room = wanted - made.size();
      if (room < 2) break;
      Octets label(1 + random() % std::min<std::size_t>(63, room - 1));
      for (std::uint8_t& octet : label)
        octet = random() % 2 == 0 ? static_cast<std::uint8_t>(random())
                                  : static_cast<std::uint8_t>('A' + random() % 26);
      made = Name::prepend(label, made).value();
    }
    names.push_back(made);
  }
  return names;
}

TEST(Nsec3Hashes, are_those_of_the_names_one_by_one) {
  std::mt19937 random(5155);
  const std::size_t salts[] = {0, 1, 8, 35, 36, 44, 64, 254, 255};
  for (const std::size_t salt_octets : salts) {
    Octets salt(salt_octets);
    for (std::uint8_t& octet : salt) octet = static_cast<std::uint8_t>(random());
    for (const std::uint16_t iterations : {0, 1, 2, 25}) {
      const std::vector<Name> names = random_names(random, random() % 70);
      const std::vector<NameView> views(names.begin(), names.end());
      std::vector<Nsec3Hash> at_once(names.size());
      std::vector<Nsec3Hash> scalar(names.size());
      nsec3_hashes(views, iterations, salt, at_once);
      nsec3_hashes(views, iterations, salt, scalar, Kernel::scalar);
      EXPECT_EQ(at_once, scalar) << salt_octets << " octets of salt, " << iterations;
      for (std::size_t i = 0; i < names.size(); ++i)
        ASSERT_EQ(at_once[i], nsec3_hash(names[i], iterations, salt)) << names[i].text();
    }
  }
}

TEST(Nsec3Hashes, take_names_of_every_length) {
  std::vector<Name> names = {Name()};
  for (std::size_t size = 2; size < 255; ++size) {
    // The longest that is not too long, and labels of up to 63 octets.
    Name made;
    while (made.size() < size) {
      const std::size_t label = std::min<std::size_t>(63, size - made.size());
      made = Name::prepend(Octets(label == 1 ? 1 : label - 1, 'Q'), made).value();
    }
    names.push_back(made);
  }
  const std::vector<NameView> views(names.begin(), names.end());
  std::vector<Nsec3Hash> hashes(names.size());
  nsec3_hashes(views, 3, {}, hashes);
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(hashes[i], nsec3_hash(names[i], 3, {})) << names[i].text();
}

TEST(Nsec3Hashes, of_the_example_zone_are_those_of_the_rfc) {
  // RFC 5155 appendix A.
  const Octets salt = {0xaa, 0xbb, 0xcc, 0xdd};
  const Name name = Name::parse("a.example.").value();
  const NameView views[] = {name, NameView(), name};
  Nsec3Hash hashes[3];
  nsec3_hashes(views, 12, salt, hashes);
  EXPECT_EQ(base32hex_text(hashes[0]), "35mthgpgcu1qg68fab165klnsnk3dpvl");
  EXPECT_EQ(hashes[0], hashes[2]);
}

}  // namespace
}  // namespace vouch
