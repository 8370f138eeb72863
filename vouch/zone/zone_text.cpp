#include "vouch/zone/zone_text.hpp"

#include "vouch/base/ordered_work.hpp"

namespace vouch {
namespace {

// A part of the text: one part of the zone's walk, with the printer that made it.
struct Piece {
  RecordPrinter printer;
  std::string text;

  void print(const ZoneWalk& walk, std::size_t part) {
    const auto end = walk.part(part + 1);
    for (auto at = walk.part(part); !(at == end); ++at) {
      const ZoneNode node = *at;
      for (std::size_t i = 0; i < node.rrset_count(); ++i) {
        const ZoneRRset set = node.rrset(i);
        if (set.rrset.type != RRType::SOA || !node.is_apex()) append_set_text(text, printer, set);
      }
    }
  }
};

}  // namespace

Result<void> write_zone_text(const Zone& zone,
                             const std::function<Result<void>(std::string_view)>& sink,
                             unsigned threads) {
  const ZoneWalk names = zone.nodes();
  const ZoneWalk nsec3 = zone.nsec3_nodes();
  std::vector<Piece> pieces(OrderedWork::slots_for(threads));
  const auto print = [&](std::size_t part, std::size_t slot) -> Result<void> {
    Piece& piece = pieces[slot];
    piece.text.clear();
    if (part == 0) {
      if (const auto soa = zone.find(zone.apex(), RRType::SOA))
        append_set_text(piece.text, piece.printer, *soa);
    }
    if (part < names.part_count()) {
      piece.print(names, part);
    } else {
      piece.print(nsec3, part - names.part_count());
    }
    return {};
  };
  const auto give = [&](std::size_t, std::size_t slot) { return sink(pieces[slot].text); };
  return OrderedWork::run(names.part_count() + nsec3.part_count(), threads, print, give);
}

}  // namespace vouch
