// Merging changes into the chunks of a zone: chunks that none touches are taken over as they are,
// those with few changes are patched, and the others are made anew. For vouch/zone only.
#pragma once

#include "vouch/zone/packed/name_order.hpp"
#include "vouch/zone/zone_assembly.hpp"

namespace vouch {

/// Changes of owners, in canonical order.
class ChangeSource {
 public:
  virtual ~ChangeSource() = default;

  virtual bool empty() const = 0;
  /// Of the change in hand, like all that follows.
  virtual NameView owner() const = 0;
  /// The first of the owner.
  virtual NameWords words() const = 0;
  /// Whether names below the owner may become occluded, or be so no longer.
  virtual bool touches_cover() const = 0;
  /// Changes the records of the owner. Errors: bad_zone.
  virtual Result<void> apply(std::vector<PackedRecord>& records) = 0;
  virtual void next() = 0;
};

/// What is to be done with a chunk. Changes at names before the first are those of the first chunk.
struct ChunkPlan {
  std::uint32_t changes = 0;  ///< to names of the chunk, or between it and the next
  bool make_anew = false;
};

/// Plans for all chunks of one part of a zone, and the empty non-terminals that may be left without
/// a name below them, in order.
struct MergePlan {
  std::vector<ChunkPlan> chunks;
  std::vector<ZoneAssembly::Position> leaving;
};

/// Decides which of the chunks with changes are patched, and marks neighbours of small chunks, so
/// that many changes leave no crowd of those.
void settle(MergePlan& plan, const Zone& zone, ZonePart part);

/// The chunks of the zone with the changes. Errors: those of the source, too_long.
Result<std::vector<ChunkPtr>> merge_chunks(const Zone& zone, ZonePart part, ChangeSource& changes,
                                           const MergePlan& plan);

/// Appends the records of a node.
void append_records(std::vector<PackedRecord>& records, Chunk::Spot spot);

/// The delegation or DNAME above a name of the zone that occludes it.
std::optional<NameView> cover_of(const Zone& zone, NameView name);

}  // namespace vouch
