// TextWindow: the part of a text that is being scanned, with the masks of its octets. The text
// comes from a file, which is never in memory whole, or from memory.
//
// The window grows only where one entry of the zone file is longer than it.
#pragma once

#include <memory>
#include <optional>

#include "vouch/base/file_reader.hpp"
#include "vouch/zonefile/character_masks.hpp"

namespace vouch::zonefile {

/// One thread at a time.
class TextWindow {
 public:
  /// Text and masks of this size stay in the processor's nearer caches.
  static constexpr std::size_t usual_octets = std::size_t{1} << 16;

  TextWindow(std::string text, Kernel kernel, std::size_t octets = usual_octets);
  TextWindow(FileReader file, Kernel kernel, std::size_t octets = usual_octets);

  /// What is in view; a NUL follows the last octet. Moves when more is read.
  const char* begin() const { return octets_.get(); }
  const char* end() const { return octets_.get() + size_; }
  /// Whether the text ends where the window ends.
  bool ends() const { return ends_; }

  /// Lets go of what stands before `kept` and reads more behind the end. Everything moves: what was
  /// at `kept` is at begin() afterwards. A file that can't be read on ends here.
  void read_on(const char* kept);

  /// The octets that end plain tokens, one after another, as offsets from begin().
  class Edges {
   public:
    /// The next one: end() for the last, behind which none may be asked for.
    std::size_t next() {
      while (bits_ == 0) bits_ = masks_[++block_].edges;
      const auto place = static_cast<std::size_t>(__builtin_ctzll(bits_));
      bits_ &= bits_ - 1;
      return block_ * masked_octets + place;
    }

   private:
    friend class TextWindow;
    const CharacterMasks* masks_;
    std::size_t block_;
    std::uint64_t bits_;
  };
  Edges edges_from(const char* from) const {
    const auto at = static_cast<std::size_t>(from - octets_.get());
    Edges edges;
    edges.masks_ = masks_.get();
    edges.block_ = at / masked_octets;
    edges.bits_ = masks_[edges.block_].edges >> at % masked_octets << at % masked_octets;
    return edges;
  }

  /// The first octet from `from` on that ends a plain token; end() where there is none.
  const char* next_edge(const char* from) const { return next(from, &CharacterMasks::edges); }
  /// The first octet from `from` on that is no blank; end() where there is none.
  const char* next_content(const char* from) const { return next(from, &CharacterMasks::content); }

  /// Octets of the text before the window.
  std::uint64_t passed() const { return passed_; }
  /// Octets of the whole text; of a pipe those read so far.
  std::uint64_t total() const { return total_.value_or(passed_ + size_); }

  /// Why the file could not be read to its end. Told once.
  std::optional<Error> take_failure() { return std::exchange(failure_, std::nullopt); }

 private:
  const char* next(const char* from, std::uint64_t CharacterMasks::*mask) const {
    const auto at = static_cast<std::size_t>(from - octets_.get());
    std::size_t block = at / masked_octets;
    std::uint64_t bits = masks_[block].*mask >> at % masked_octets << at % masked_octets;
    // The NUL behind the last octet has both bits.
    while (bits == 0) bits = masks_[++block].*mask;
    return octets_.get() + block * masked_octets + __builtin_ctzll(bits);
  }

  void make_room(std::size_t kept);
  void fill();
  void fill_from_file();
  void mask();

  Kernel kernel_;
  std::optional<FileReader> file_;
  std::string text_;
  std::size_t text_taken_ = 0;
  std::unique_ptr<char[]> octets_;
  std::unique_ptr<CharacterMasks[]> masks_;
  std::size_t capacity_ = 0;  ///< without the block of NULs that follows
  std::size_t size_ = 0;
  std::uint64_t passed_ = 0;
  std::optional<std::uint64_t> total_;
  bool ends_ = false;
  std::optional<Error> failure_;
};

}  // namespace vouch::zonefile
