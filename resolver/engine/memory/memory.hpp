// Memory: what the resolutions of one thread share: what is known of zones, servers, answers and
// keys, and how to resolve.
#pragma once

#include <functional>

#include "resolver/engine/memory/denial_memory.hpp"
#include "resolver/engine/memory/packed_verdict.hpp"
#include "resolver/engine/memory/question_key.hpp"
#include "resolver/engine/memory/under_way.hpp"
#include "resolver/engine/servers/bearing.hpp"
#include "resolver/engine/servers/delegation.hpp"
#include "resolver/engine/servers/server_memory.hpp"
#include "resolver/engine/settings.hpp"
#include "vouch/validate/validator.hpp"

namespace vouch::resolver {

/// Proven facts about cuts, kept by the clock that never goes back (cache_time), whatever clock
/// signatures are held against.
class FactCache final : public KeyCache {
 public:
  explicit FactCache(std::size_t max_octets) : facts_(max_octets) {}

  std::optional<CutFact> find(NameView name, Timestamp now) override;
  void store(NameView name, const CutFact& fact) override;
  void clear() { facts_.clear(); }

 private:
  BoundedCache<Name, CutFact, NameLess> facts_;
};

inline Timestamp cache_time(Moment now) { return {static_cast<std::int64_t>(now.ms / 1000)}; }

/// An answer with its verdict, as it is given to clients.
struct KnownAnswer {
  PackedVerdictPtr verdict;
  std::uint64_t stored_ms = 0;
};

/// A response as it came for one question, which has no verdict yet.
struct KnownEvidence {
  std::shared_ptr<const Evidence> evidence;
  std::uint64_t stored_ms = 0;
};

struct Memory {
  Memory(Settings chosen, std::optional<Delegation> root_hints)
      : settings(std::move(chosen)),
        hints(std::move(root_hints)),
        delegations(settings.cache_octets / 8),
        evidence(settings.cache_octets / 4),
        answers(settings.cache_octets / 2),
        unchecked(settings.cache_octets / 16),
        absent(settings.cache_octets / 16),
        failures(settings.cache_octets / 64),
        bearings(settings.cache_octets / 32),
        facts(settings.cache_octets / 16),
        signatures(settings.cache_octets / 64),
        denials(settings.cache_octets / 16) {}
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  Settings settings;
  AnchorStore anchors;
  NegativeAnchors negative_anchors;
  std::optional<Delegation> hints;        ///< of the root
  std::function<std::uint32_t()> random;  ///< unpredictable numbers

  DelegationCache delegations;
  BoundedCache<QuestionKey, KnownEvidence, QuestionLess> evidence;
  BoundedCache<QuestionKey, KnownAnswer, QuestionLess> answers;
  /// Answers to those who set CD, without a verdict (RFC 4035 section 3.2.2).
  BoundedCache<QuestionKey, KnownAnswer, QuestionLess> unchecked;
  /// Names that are proven not to exist, and so have nothing below them (RFC 8020).
  BoundedCache<Name, KnownAnswer, NameLess> absent;
  /// How often in a row a question was refused an answer (RFC 9520 section 3.2).
  BoundedCache<QuestionKey, unsigned, QuestionLess> failures;
  /// What servers bear of guards against forged replies; kept by who sends the queries.
  BoundedCache<ServerAddress, Bearing, std::less<>> bearings;
  FactCache facts;
  SignatureMemory signatures;
  /// Denials of names that nobody was asked for (RFC 8198).
  DenialMemory denials;
  ServerMemory servers;
  /// Kept by who sends the queries.
  UnderWay under_way;
};

}  // namespace vouch::resolver
