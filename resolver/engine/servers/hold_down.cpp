#include "resolver/engine/servers/hold_down.hpp"

#include <algorithm>

namespace vouch::resolver {
namespace {

constexpr unsigned lost_believed = 3;
constexpr unsigned probes_believed = 2;
constexpr std::uint64_t first_hold_ms = 1'000;
constexpr std::uint64_t longest_hold_ms = 60'000;
/// Of a forwarder or a root server: nothing at all is answered without them, so that a network
/// which is back is to be noticed soon.
constexpr std::uint64_t longest_hold_of_root_ms = 4'000;
constexpr std::uint64_t remembered_ms = 60'000;  ///< after the last effect
constexpr std::size_t octets_of_pair = 400;

}  // namespace

HoldDown::HoldDown(std::size_t max_pairs) : records_(max_pairs * octets_of_pair) {}

HoldDown::Record* HoldDown::find(const ServerAddress& server, NameView zone, std::uint64_t now_ms) {
  return records_.find(Key{server, Name(zone)}, now_ms);
}

template <typename Change>
void HoldDown::update(const ServerAddress& server, NameView zone, std::uint64_t now_ms,
                      Change change) {
  const Record* known = find(server, zone, now_ms);
  Record record = known == nullptr ? Record() : *known;
  change(record);
  const std::uint64_t last = std::max({now_ms, record.held_until_ms, record.probed_until_ms});
  records_.store(Key{server, Name(zone)}, record, last + remembered_ms, 0);
}

Standing HoldDown::standing(const ServerAddress& server, NameView zone, std::uint64_t now_ms) {
  const Record* record = find(server, zone, now_ms);
  if (record == nullptr || record->lost < lost_believed) return Standing::good;
  if (record->probes_failed < probes_believed) return Standing::suspected;
  return now_ms < record->held_until_ms ? Standing::held : Standing::due;
}

bool HoldDown::is_probed(const ServerAddress& server, NameView zone, std::uint64_t now_ms) {
  const Record* record = find(server, zone, now_ms);
  return record != nullptr && now_ms < record->probed_until_ms;
}

void HoldDown::begin_probe(const ServerAddress& server, NameView zone, std::uint64_t until_ms,
                           std::uint64_t now_ms) {
  update(server, zone, now_ms, [&](Record& record) { record.probed_until_ms = until_ms; });
}

void HoldDown::note_lost(const ServerAddress& server, NameView zone, std::uint64_t now_ms) {
  update(server, zone, now_ms,
         [](Record& record) { record.lost = std::min(record.lost + 1, lost_believed); });
}

void HoldDown::note_refusal(const ServerAddress& server, NameView zone, std::uint64_t now_ms) {
  update(server, zone, now_ms, [](Record& record) { record.lost = lost_believed; });
}

void HoldDown::note_probe_lost(const ServerAddress& server, NameView zone, std::uint64_t now_ms) {
  const Record* record = find(server, zone, now_ms);
  hold(server, zone, (record == nullptr ? 0 : record->probes_failed) + 1, now_ms);
}

void HoldDown::note_probe_refused(const ServerAddress& server, NameView zone,
                                  std::uint64_t now_ms) {
  const Record* record = find(server, zone, now_ms);
  hold(server, zone, std::max((record == nullptr ? 0 : record->probes_failed) + 1, probes_believed),
       now_ms);
}

void HoldDown::hold(const ServerAddress& server, NameView zone, unsigned failures,
                    std::uint64_t now_ms) {
  constexpr unsigned most_doublings = 6;
  update(server, zone, now_ms, [&](Record& record) {
    record.lost = lost_believed;
    record.probes_failed = std::min(failures, probes_believed + most_doublings);
    record.probed_until_ms = 0;
    if (failures < probes_believed) return;
    const unsigned doublings = record.probes_failed - probes_believed;
    const std::uint64_t longest = zone.is_root() ? longest_hold_of_root_ms : longest_hold_ms;
    record.held_until_ms = now_ms + std::min(first_hold_ms << doublings, longest);
  });
}

void HoldDown::note_answer(const ServerAddress& server, NameView zone) {
  records_.erase(Key{server, Name(zone)});
}

}  // namespace vouch::resolver
