#include "resolver/bogus_log.hpp"

#include "resolver/engine/reply.hpp"

namespace vouch::resolver {
namespace {

constexpr std::uint64_t minute_ms = 60'000;

}  // namespace

std::vector<std::string> BogusLog::note(const Question& question, const Verdict& verdict,
                                        std::uint64_t now_ms) {
  std::vector<std::string> lines;
  if (ends_ms_ <= now_ms) begin_minute(now_ms, lines);
  if (verdict.status() != Status::bogus) return lines;
  const Name& zone = verdict.conclusion.place.zone;
  if (is_told(zone, now_ms)) {
    lines.push_back(log_line(question, verdict));
  } else {
    ++left_out_;
    left_out_zone_ = zone;
  }
  return lines;
}

void BogusLog::begin_minute(std::uint64_t now_ms, std::vector<std::string>& lines) {
  if (left_out_ > 0)
    lines.push_back(std::to_string(left_out_) +
                    " more bogus answers were not logged, the last of the zone " +
                    left_out_zone_.text());
  told_.clear();
  told_in_all_ = 0;
  left_out_ = 0;
  ends_ms_ = now_ms + minute_ms;
}

bool BogusLog::is_told(const Name& zone, std::uint64_t now_ms) {
  if (told_in_all_ >= most) return false;
  const unsigned* known = told_.find(zone, now_ms);
  const unsigned before = known == nullptr ? 0 : *known;
  if (before >= most_of_zone) return false;
  told_.store(zone, before + 1, ends_ms_, 0);
  ++told_in_all_;
  return true;
}

}  // namespace vouch::resolver
