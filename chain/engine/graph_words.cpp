// Words of the graph: algorithms, times, standings.
#include <fmt/format.h>

#include "chain/engine/graph.hpp"

namespace vouch::chain {

std::string_view text(Standing standing) {
  switch (standing) {
    case Standing::good: return "proven";
    case Standing::broken: return "broken";
    case Standing::unproven: return "not proven";
    case Standing::insecure: return "without a chain";
    case Standing::absent: return "missing";
  }
  return "";
}

std::string algorithm_words(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::RSASHA1: return "RSA, SHA-1";
    case Algorithm::NSEC3RSASHA1: return "RSA, SHA-1";
    case Algorithm::RSASHA256: return "RSA, SHA-256";
    case Algorithm::RSASHA512: return "RSA, SHA-512";
    case Algorithm::ECDSAP256SHA256: return "ECDSA P-256";
    case Algorithm::ECDSAP384SHA384: return "ECDSA P-384";
    case Algorithm::ED25519: return "Ed25519";
    case Algorithm::ED448: return "Ed448";
    default: return "algorithm " + text(algorithm);
  }
}

std::string time_left(Timestamp expiry, Timestamp now) {
  constexpr std::int64_t hour = 3600;
  constexpr std::int64_t day = 86400;
  const std::int64_t seconds = expiry.seconds - now.seconds;
  const std::int64_t size = seconds < 0 ? -seconds : seconds;
  std::string amount = fmt::format("{} min", size / 60);
  if (size >= hour) amount = fmt::format("{} h", size / hour);
  if (size >= 2 * day) amount = fmt::format("{} d", size / day);
  return seconds < 0 ? "expired " + amount + " ago" : amount + " left";
}

}  // namespace vouch::chain
