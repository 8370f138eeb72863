// What the worst responses that fit 65,535 octets cost from octets to evidence; each of them must
// stay below a millisecond.
#include <benchmark/benchmark.h>

#include "tests/support/worst_responses.hpp"
#include "vouch/validate/evidence.hpp"

using namespace vouch;

namespace {

void response_to_evidence(benchmark::State& state) {
  const auto all = worst_responses(static_cast<unsigned>(state.range(1)));
  const WorstResponse& worst = all.at(static_cast<std::size_t>(state.range(0)));
  const Limits limits;
  std::size_t rrsets = 0;
  for (auto _ : state) {
    const auto message = Message::read_response(worst.octets, limits.response);
    if (!message.ok()) continue;
    const Evidence evidence = Evidence::from_message(*message, "bench", NameView(), limits);
    rrsets = evidence.answer.size() + evidence.authority.size();
    benchmark::DoNotOptimize(rrsets);
  }
  state.SetLabel(worst.what + ", " + std::to_string(rrsets) + " RRsets");
}
// With 250 records the names in full stay within what is taken.
BENCHMARK(response_to_evidence)
    ->ArgsProduct({benchmark::CreateDenseRange(0, worst_response_count - 1, 1), {250, 1000}});

}  // namespace
