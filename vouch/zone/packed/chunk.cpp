#include "vouch/zone/packed/chunk.hpp"

#include <algorithm>

namespace vouch {
namespace {

RecordCounts counts_of(const Block& block) {
  RecordCounts counts;
  for (std::size_t i = 0; i < block.size(); ++i) counts += block.counts(block.node(i));
  return counts;
}

}  // namespace

Chunk::Chunk(std::shared_ptr<const Block> base)
    : base_(std::move(base)),
      size_(base_->size()),
      counts_(counts_of(*base_)),
      first_order_(base_->node(0).order) {}

Chunk::Chunk(std::shared_ptr<const Block> base, std::shared_ptr<const Block> patch,
             std::vector<Piece> pieces, std::size_t size, RecordCounts counts)
    : base_(std::move(base)),
      patch_(std::move(patch)),
      pieces_(std::move(pieces)),
      size_(size),
      counts_(counts),
      first_order_(at(0).node->order) {}

std::size_t Chunk::piece_of(std::size_t i) const {
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), i,
                       [](std::size_t index, const Piece& piece) { return index < piece.first; });
  return static_cast<std::size_t>(after - pieces_.begin()) - 1;
}

Chunk::Spot Chunk::spot_in_pieces(std::size_t i) const {
  const Piece& piece = pieces_[piece_of(i)];
  const Block& block = piece.of_patch ? *patch_ : *base_;
  return {&block, &block.node(piece.from + (i - piece.first))};
}

}  // namespace vouch
