// What it costs to make a zone of records that come sorted and that come in any order, to look a
// name up, and to make a snapshot in which 1 % of the names change: side by side in the zone, or
// scattered over it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>

#include "vouch/zone/zone_builder.hpp"
#include "vouch/zone/zone_delta.hpp"

using namespace vouch;

namespace {

constexpr std::size_t hosts = 20000;

Record record_of(const std::string& owner, RRType type, const std::string& rdata) {
  return {Name::parse(owner).value(), type, RRClass::IN, Ttl{3600},
          parse_rdata_text(type, RRClass::IN, rdata).value()};
}

Record soa(int serial) {
  return record_of("example.", RRType::SOA,
                   "ns.example. h.example. " + std::to_string(serial) + " 2 3 4 5");
}

std::string host(std::size_t number) {
  return "host" + std::to_string(10000 + number) + ".example.";
}

// Signed, in canonical order.
const std::vector<Record>& records() {
  static const std::vector<Record> made = [] {
    const std::string rrsig =
        "A 13 2 3600 20300101000000 20200101000000 1 example. " + std::string(86, 'A') + "==";
    std::vector<Record> list = {soa(1)};
    for (std::size_t i = 0; i < hosts; ++i) {
      list.push_back(record_of(host(i), RRType::A, "192.0.2.1"));
      list.push_back(record_of(host(i), RRType::RRSIG, rrsig));
    }
    return list;
  }();
  return made;
}

ZonePtr build(const std::vector<Record>& list) {
  ZoneBuilder builder(Name::parse("example.").value());
  for (const Record& one : list) static_cast<void>(builder.add(one).ok());
  return builder.build().value();
}

void build_sorted(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(build(records()));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * records().size()));
}
BENCHMARK(build_sorted)->Unit(benchmark::kMillisecond);

void build_unsorted(benchmark::State& state) {
  std::vector<Record> list = records();
  std::shuffle(list.begin() + 1, list.end(), std::mt19937(1));
  for (auto _ : state) benchmark::DoNotOptimize(build(list));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * list.size()));
}
BENCHMARK(build_unsorted)->Unit(benchmark::kMillisecond);

ZoneDelta change(bool scattered) {
  ZoneDelta delta{{soa(1)}, {soa(2)}};
  for (std::size_t i = 0; i < hosts / 100; ++i) {
    const std::string owner = host(scattered ? i * 100 + i % 7 : 7000 + i);
    delta.removed.push_back(record_of(owner, RRType::A, "192.0.2.1"));
    delta.added.push_back(record_of(owner, RRType::A, "192.0.2.2"));
  }
  return delta;
}

// The counter says what the new snapshot takes beside the old one, in percent of it.
void change_1_percent(benchmark::State& state) {
  const ZonePtr zone = build(records());
  const ZoneDelta delta = change(state.range(0) != 0);
  ZonePtr made;
  for (auto _ : state) made = apply(*zone, delta).value();
  state.counters["memory_percent"] = 100.0 * static_cast<double>(made->octets_beside(*zone)) /
                                     static_cast<double>(zone->octets_used());
  state.SetLabel(state.range(0) != 0 ? "scattered" : "side by side");
}
BENCHMARK(change_1_percent)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

// In a zone as it was built, and in one whose chunks were patched.
void find_name(benchmark::State& state) {
  ZonePtr zone = build(records());
  if (state.range(0) != 0) zone = apply(*zone, change(true)).value();
  std::vector<Name> names;
  std::mt19937 random(2);
  for (int i = 0; i < 4096; ++i) names.push_back(Name::parse(host(random() % hosts)).value());
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(zone->find(names[next++ % names.size()]));
  state.SetLabel(state.range(0) != 0 ? "patched" : "as built");
}
BENCHMARK(find_name)->Arg(0)->Arg(1);

}  // namespace
