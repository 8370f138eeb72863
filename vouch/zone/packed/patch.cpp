#include "vouch/zone/packed/patch.hpp"

#include <algorithm>

namespace vouch {
namespace {

constexpr std::size_t least_nodes = 16;
constexpr std::size_t most_pieces = 256;

class ChunkPatch {
 public:
  ChunkPatch(const Chunk& chunk, ChangeSource& changes, const PatchPlace& place)
      : old_(chunk),
        changes_(changes),
        place_(place),
        leaving_(place.leaving),
        packer_(place.zone.apex(), place.zone.rrclass(), place.part),
        counts_(chunk.counts()) {
    packer_.keep_open();
    pieces_.reserve(16);
  }

  Result<ChunkPtr> run() {
    while (true) {
      while (!leaving_.empty() && leaving_.front().node < at_) leaving_ = leaving_.subspan(1);
      const std::size_t change = has_change() ? first_not_before(changes_.owner()) : old_.size();
      const bool must_pack = at_ < old_.size() && (at_ < pack_until_ || is_leaving());
      if (has_change() && change == at_) {
        VOUCH_CHECK(pack_change());
      } else if (must_pack) {
        VOUCH_CHECK(pack_old());
      } else if (at_ < old_.size()) {
        std::size_t end = change;
        if (!leaving_.empty()) end = std::min(end, leaving_.front().node);
        VOUCH_CHECK(keep(end));
      } else {
        break;
      }
    }
    return finish();
  }

 private:
  bool has_change() const {
    return !changes_.empty() && (!place_.after || changes_.owner() < *place_.after);
  }
  bool is_leaving() const { return !leaving_.empty() && leaving_.front().node == at_; }

  // The first node from at_ on that is not before the name.
  std::size_t first_not_before(NameView name) const {
    std::size_t low = at_;
    std::size_t high = old_.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (old_.owner(middle) < name) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // The packer must know what stands before the name that comes; it did not see what is kept.
  void begin_packing(NameView name) {
    if (packer_is_here_) return;
    packer_is_here_ = true;
    if (place_.part == ZonePart::nsec3) return;
    packer_.resume(last_.empty() ? place_.before : std::optional(last_.view()),
                   cover_of(place_.zone, name));
  }

  Result<void> keep(std::size_t end) {
    if (ancestors_may_lack_) {
      const NameView name = old_.owner(at_);
      begin_packing(name);
      VOUCH_CHECK(packer_.add_ancestors(name));
      note_packed();
      ancestors_may_lack_ = false;
    }
    while (at_ < end) {
      if (old_.pieces().empty()) {
        append_piece(at_, end - at_, false);
        at_ = end;
        continue;
      }
      const std::size_t index = old_.piece_of(at_);
      const Chunk::Piece& piece = old_.pieces()[index];
      const std::size_t count = std::min(end, old_.end_of(index)) - at_;
      if (piece.of_patch) {
        for (std::size_t i = at_; i < at_ + count; ++i) {
          packer_.copy_unseen(old_.at(i));
          kept_in_patch_ += old_.at(i).block->counts(*old_.at(i).node);
        }
        note_packed();
      } else {
        append_piece(piece.from + (at_ - piece.first), count, false);
      }
      at_ += count;
    }
    last_.keep(old_.owner(end - 1));
    packer_is_here_ = false;
    return {};
  }

  // An empty non-terminal is left out, and comes again with the next name below it.
  Result<void> pack_old() {
    const Chunk::Spot spot = old_.at(at_++);
    ancestors_may_lack_ = true;
    if (spot.node->set_count == 0) return {};
    begin_packing(spot.owner());
    counts_ -= spot.block->counts(*spot.node);
    VOUCH_CHECK(packer_.copy(spot));
    note_packed();
    return {};
  }

  Result<void> pack_change() {
    const NameView owner = changes_.owner();
    records_.clear();
    ancestors_may_lack_ = true;
    // Even where nothing is packed: what comes is not covered by what goes.
    begin_packing(owner);
    if (changes_.touches_cover()) pack_until_ = std::max(pack_until_, end_below(owner));
    if (at_ < old_.size() && old_.owner(at_) == owner) {
      const Chunk::Spot spot = old_.at(at_++);
      append_records(records_, spot);
      counts_ -= spot.block->counts(*spot.node);
    }
    VOUCH_CHECK(changes_.apply(records_));
    changes_.next();
    const bool is_apex =
        place_.part == ZonePart::names && owner.size() == place_.zone.apex().size();
    if (records_.empty() && !is_apex) return {};
    VOUCH_CHECK(packer_.add(owner, records_));
    note_packed();
    return {};
  }

  // Behind the last node that is the owner or below it.
  std::size_t end_below(NameView owner) const {
    std::size_t end = at_;
    while (end < old_.size() && old_.owner(end).is_at_or_below(owner)) ++end;
    return end;
  }

  void append_piece(std::size_t from, std::size_t count, bool of_patch) {
    const bool goes_on = !pieces_.empty() && pieces_.back().of_patch == of_patch &&
                         pieces_.back().from + (size_ - pieces_.back().first) == from;
    if (!goes_on) {
      pieces_.push_back(
          {static_cast<std::uint32_t>(size_), static_cast<std::uint32_t>(from), of_patch});
    }
    size_ += count;
  }

  void note_packed() {
    const std::size_t now = packer_.open_nodes();
    if (now > packed_) append_piece(packed_, now - packed_, true);
    packed_ = now;
  }

  Result<ChunkPtr> finish() {
    std::shared_ptr<const Block> patch = packer_.take_open();
    counts_ -= kept_in_patch_;
    for (std::size_t i = 0; patch && i < patch->size(); ++i)
      counts_ += patch->counts(patch->node(i));
    pieces_.shrink_to_fit();
    return ChunkPtr(
        std::make_shared<Chunk>(old_.base(), std::move(patch), std::move(pieces_), size_, counts_));
  }

  const Chunk& old_;
  ChangeSource& changes_;
  const PatchPlace& place_;
  std::span<const ZoneAssembly::Position> leaving_;
  Packer packer_;
  bool packer_is_here_ = false;      ///< it saw what stands before the node in hand
  bool ancestors_may_lack_ = false;  ///< of the next node that is kept
  std::size_t at_ = 0;               ///< the next node of the old chunk
  std::size_t pack_until_ = 0;
  std::size_t packed_ = 0;
  std::size_t size_ = 0;
  std::vector<Chunk::Piece> pieces_;
  KeptName last_;  ///< that was kept
  RecordCounts counts_;
  RecordCounts kept_in_patch_;
  std::vector<PackedRecord> records_;
};

}  // namespace

bool is_patchable(const Chunk& chunk, std::size_t changes) {
  std::size_t live = chunk.pieces().empty() ? chunk.base()->size() : 0;
  for (std::size_t i = 0; i < chunk.pieces().size(); ++i) {
    if (!chunk.pieces()[i].of_patch) live += chunk.end_of(i) - chunk.pieces()[i].first;
  }
  const std::size_t patch_octets = chunk.patch() ? chunk.patch()->octets_used() : 0;
  return chunk.size() >= least_nodes && changes * 4 <= chunk.size() &&
         chunk.size() + changes <= Chunk::full_nodes * 3 / 2 &&
         chunk.pieces().size() + 2 * changes <= most_pieces && live * 2 >= chunk.base()->size() &&
         patch_octets * 4 <= chunk.base()->octets_used();
}

Result<ChunkPtr> patched(const ChunkPtr& chunk, ChangeSource& changes, const PatchPlace& place) {
  return ChunkPatch(*chunk, changes, place).run();
}

}  // namespace vouch
