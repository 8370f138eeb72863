// Chunk: a run of neighbouring nodes of a zone: those of one block, or, where a change touched few
// of them, pieces of a block that an older snapshot has too and of a small one, the patch.
//
// So a change that is scattered over a zone costs about the nodes that change, and not the chunks
// that they are in; and a zone that was read or signed has its nodes in large blocks, each in one
// piece of memory. A node is found by halving either way. What of the base is replaced stays in
// memory until there is much of it; then the chunk is made anew. For vouch/zone only. Immutable, so
// that snapshots share it.
#pragma once

#include "vouch/zone/packed/block.hpp"

namespace vouch {

class Chunk {
 public:
  static constexpr std::size_t full_nodes = 256;
  static constexpr std::size_t full_octets = std::size_t{1} << 16;

  /// Nodes of the base or the patch that follow each other in the chunk.
  struct Piece {
    std::uint32_t first = 0;  ///< in the chunk
    std::uint32_t from = 0;   ///< in the block
    bool of_patch = false;
  };

  /// Where a node is.
  struct Spot {
    const Block* block;
    const BlockNode* node;

    NameView owner() const { return block->owner(*node); }
    NodeKind kind() const { return static_cast<NodeKind>(node->kind); }
  };

  explicit Chunk(std::shared_ptr<const Block> base);
  /// The pieces are in order, the first begins at 0, and together they have `size` nodes.
  Chunk(std::shared_ptr<const Block> base, std::shared_ptr<const Block> patch,
        std::vector<Piece> pieces, std::size_t size, RecordCounts counts);

  std::size_t size() const { return size_; }
  RecordCounts counts() const { return counts_; }
  std::uint64_t first_order() const { return first_order_; }
  Spot at(std::size_t i) const {
    if (pieces_.empty()) return {base_.get(), &base_->node(i)};
    return spot_in_pieces(i);
  }
  NameView owner(std::size_t i) const { return at(i).owner(); }

  const std::shared_ptr<const Block>& base() const { return base_; }
  /// Null where there is none.
  const std::shared_ptr<const Block>& patch() const { return patch_; }
  std::span<const Piece> pieces() const { return pieces_; }
  /// The piece that holds the node. Only where there are pieces.
  std::size_t piece_of(std::size_t i) const;
  /// Behind the last node of a piece.
  std::size_t end_of(std::size_t piece) const {
    return piece + 1 < pieces_.size() ? pieces_[piece + 1].first : size_;
  }

  /// Of memory, without the blocks.
  std::size_t own_octets() const {
    return sizeof(Chunk) + 4 * sizeof(void*) + pieces_.capacity() * sizeof(Piece);
  }

 private:
  Spot spot_in_pieces(std::size_t i) const;

  std::shared_ptr<const Block> base_;
  std::shared_ptr<const Block> patch_;
  std::vector<Piece> pieces_;  ///< none where the chunk is its base
  std::size_t size_;
  RecordCounts counts_;
  std::uint64_t first_order_;
};

using ChunkPtr = std::shared_ptr<const Chunk>;

}  // namespace vouch
