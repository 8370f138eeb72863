// What a record costs from text to checked RDATA: ZoneFileReader::next() over a whole zone file, no
// zone built and nothing written. VOUCH_BENCH_ZONE names the file; without it a registry's zone of
// 100,000 delegations in memory is read.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "vouch/zonefile/reader.hpp"

using namespace vouch;

namespace {

std::string registry_zone() {
  std::string text =
      "tld. 3600 IN SOA ns1.tld. hostmaster.tld. 1 7200 3600 1209600 3600\n"
      "tld. 3600 IN NS ns1.tld.\n";
  for (unsigned i = 0; i < 100'000; ++i) {
    const std::string owner = fmt::format("lake-river{}.tld.", i * 7919 % 10000019);
    for (const int server : {1, 2})
      text += fmt::format("{} 3600 IN NS ns{}.oak.hoster{}.example.\n", owner, server, i % 256);
    if (i % 4 == 0) text += fmt::format("{} 3600 IN DS {} 13 2 {:064X}\n", owner, i % 65536, i);
  }
  return text;
}

Result<ZoneFileReader> open_zone(const std::string& text) {
  const char* const path = std::getenv("VOUCH_BENCH_ZONE");
  if (path != nullptr) return ZoneFileReader::open(path, {});
  return ZoneFileReader::from_text(text, "registry", {});
}

void read_zone_file(benchmark::State& state) {
  static const std::string text = registry_zone();
  std::size_t records = 0;
  std::size_t rdata_octets = 0;
  std::uint64_t file_octets = 0;
  for (auto _ : state) {
    auto reader = open_zone(text);
    if (!reader.ok()) return state.SkipWithError(reader.error().message().c_str());
    while (true) {
      const auto record = reader->next();
      if (!record.ok()) return state.SkipWithError(record.error().message().c_str());
      if (!record->has_value()) break;
      ++records;
      rdata_octets += (*record)->rdata.size();
    }
    file_octets += reader->octets_total();
  }
  benchmark::DoNotOptimize(rdata_octets);
  const auto runs = static_cast<double>(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(file_octets));
  state.counters["records"] = static_cast<double>(records) / runs;
  state.counters["octets"] = static_cast<double>(file_octets) / runs;
  state.counters["per_record"] = benchmark::Counter(
      static_cast<double>(records), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(read_zone_file)->Unit(benchmark::kMillisecond);

}  // namespace
