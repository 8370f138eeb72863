// Patching a chunk: a new chunk that shares the nodes which do not change. For vouch/zone only.
#pragma once

#include "vouch/zone/packed/merge.hpp"

namespace vouch {

/// Whether so many changes are better patched than made anew: few beside what there is, and not too
/// much that is replaced and still takes memory.
bool is_patchable(const Chunk& chunk, std::size_t changes);

/// What stands around the chunk, and which of its nodes may go.
struct PatchPlace {
  const Zone& zone;  ///< without the changes
  ZonePart part;
  std::optional<NameView> before;  ///< the last name of the chunk before
  std::optional<NameView> after;   ///< the first of the one after
  std::span<const ZoneAssembly::Position> leaving;
};

/// The chunk with the changes up to the chunk after. Errors: those of the source, too_long.
Result<ChunkPtr> patched(const ChunkPtr& chunk, ChangeSource& changes, const PatchPlace& place);

}  // namespace vouch
