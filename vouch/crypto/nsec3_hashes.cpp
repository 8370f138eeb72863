#include "vouch/crypto/nsec3_hashes.hpp"

#include <algorithm>
#include <array>

#include "vouch/base/ascii.hpp"
#include "vouch/crypto/vectors/sha1_vectors.hpp"

namespace vouch {
namespace {

constexpr std::size_t block_octets = 64;
constexpr std::size_t max_salt = 255;
constexpr std::size_t max_blocks = (NameView::max_octets + max_salt + 9 + 63) / block_octets;

// Of a message with its padding: 0x80 and eight octets of length at least.
constexpr std::size_t blocks_of(std::size_t octets) {
  return (octets + 9 + block_octets - 1) / block_octets;
}

// A message on the stack, padded (FIPS 180-4 section 5.1.1).
struct Message {
  std::array<std::uint8_t, max_blocks * block_octets> octets;
  std::size_t size = 0;

  void add(OctetView more) {
    std::copy(more.begin(), more.end(), octets.begin() + static_cast<std::ptrdiff_t>(size));
    size += more.size();
  }
  void add_lowered(OctetView more) {
    for (const std::uint8_t octet : more) octets[size++] = lower_ascii(octet);
  }
  std::size_t pad() {
    const std::size_t blocks = blocks_of(size);
    std::size_t bits = size * 8;
    octets[size] = 0x80;
    std::fill(octets.begin() + static_cast<std::ptrdiff_t>(size) + 1,
              octets.begin() + static_cast<std::ptrdiff_t>(blocks * block_octets), std::uint8_t{0});
    for (std::size_t at = blocks * block_octets; bits != 0; bits >>= 8)
      octets[--at] = static_cast<std::uint8_t>(bits);
    return blocks;
  }
  std::uint32_t word(std::size_t i) const {
    const std::uint8_t* const at = octets.data() + i * 4;
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 |
           at[3];
  }
};

// Names wait until there is one for each lane whose message has as many blocks.
class Lanes {
 public:
  Lanes(std::uint16_t iterations, OctetView salt, std::span<Nsec3Hash> hashes)
      : iterations_(iterations), salt_(salt), hashes_(hashes), lanes_(vectors::sha1_lanes()) {
    constexpr std::array<std::uint8_t, sizeof(Nsec3Hash)> room{};
    Message again;
    again.add(room);
    again.add(salt);
    const std::size_t words = again.pad() * vectors::sha1_block_words;
    for (std::size_t i = 0; i < words; ++i) again_.push_back(again.word(i));
  }

  void add(NameView name, std::size_t index) {
    Message message;
    message.add_lowered(name.wire());
    message.add(salt_);
    const std::size_t blocks = message.pad();
    Waiting& waiting = waiting_[blocks - 1];
    const std::size_t words = blocks * vectors::sha1_block_words;
    if (waiting.words.empty()) waiting.words.resize(words * lanes_);
    for (std::size_t i = 0; i < words; ++i)
      waiting.words[i * lanes_ + waiting.count] = message.word(i);
    waiting.indices[waiting.count++] = index;
    if (waiting.count == lanes_) hash(waiting);
  }

  void finish() {
    for (Waiting& waiting : waiting_) {
      if (waiting.count > 0) hash(waiting);
    }
  }

 private:
  struct Waiting {
    std::vector<std::uint32_t> words;
    std::array<std::size_t, vectors::most_sha1_lanes> indices;
    std::size_t count = 0;
  };

  // Lanes that are not taken hash what stands there, for nothing.
  void hash(Waiting& waiting) {
    std::array<std::uint32_t, vectors::sha1_words * vectors::most_sha1_lanes> out;
    vectors::repeat_sha1(waiting.words, again_, iterations_, out.data());
    for (std::size_t lane = 0; lane < waiting.count; ++lane) {
      Nsec3Hash& hash = hashes_[waiting.indices[lane]];
      for (std::size_t i = 0; i < vectors::sha1_words; ++i) {
        const std::uint32_t word = out[i * lanes_ + lane];
        for (std::size_t k = 0; k < 4; ++k)
          hash[i * 4 + k] = static_cast<std::uint8_t>(word >> (24 - 8 * k));
      }
    }
    waiting.count = 0;
  }

  std::uint16_t iterations_;
  OctetView salt_;
  std::span<Nsec3Hash> hashes_;
  std::size_t lanes_;
  std::vector<std::uint32_t> again_;
  std::array<Waiting, max_blocks> waiting_;
};

}  // namespace

void nsec3_hashes(std::span<const NameView> names, std::uint16_t iterations, OctetView salt,
                  std::span<Nsec3Hash> hashes, Kernel kernel) {
  if (salt.size() > max_salt) salt = salt.first(max_salt);
  if (kernel == Kernel::scalar) {
    for (std::size_t i = 0; i < names.size(); ++i)
      hashes[i] = nsec3_hash(names[i], iterations, salt);
    return;
  }
  Lanes lanes(iterations, salt, hashes);
  for (std::size_t i = 0; i < names.size(); ++i) lanes.add(names[i], i);
  lanes.finish();
}

}  // namespace vouch
