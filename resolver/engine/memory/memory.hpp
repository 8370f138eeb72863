// Memory: what the resolutions of one thread share: what is known of zones, servers, answers and
// keys, and how to resolve.
#pragma once

#include <algorithm>
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
  void take(FactCache& other) { facts_.take(other.facts_); }
  void forget_below(NameView name);
  void clear() { facts_.clear(); }
  std::size_t octets() const { return facts_.octets(); }

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

/// A DNAME of a verdict that was not refused, its TTL as it was then.
struct KnownAlias {
  SignedRRset dname;
  std::uint64_t stored_ms = 0;
};

struct Memory {
  Memory(Settings chosen, std::optional<Delegation> root_hints)
      : settings(std::move(chosen)),
        hints(std::move(root_hints)),
        delegations(parts(8)),
        evidence(parts(13)),
        answers(parts(20)),
        unchecked(parts(4)),
        absent(parts(3)),
        failures(parts(1)),
        bearings(std::max<std::size_t>(parts(2), 4096)),
        facts(parts(4)),
        signatures(parts(1)),
        denials(parts(3)),
        aliases(parts(1)),
        servers(parts(4) / ServerMemory::octets_each) {}
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  /// What all of it holds now.
  std::size_t octets() const;

  /// Takes what another memory knows, of an earlier configuration: nothing where answers come from
  /// elsewhere now; no verdict where they are made by other rules, or with `other_clock`; no
  /// verdict on what is at or below a name whose trust anchors or negative trust anchors have
  /// changed (RFC 5011 section 5, RFC 7646 section 3).
  void take_over(Memory& before, bool other_clock);
  /// Whether validation is switched off at the name.
  bool is_unvalidated(NameView name, Moment now) const {
    return negative_anchors.closest(name, now.wall) != nullptr;
  }

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
  /// DNAMEs, which answer for every name below theirs (RFC 6672 section 3.2), by their owners.
  BoundedCache<Name, KnownAlias, NameLess> aliases;
  ServerMemory servers;
  /// Kept by who sends the queries.
  UnderWay under_way;

 private:
  bool has_same_sources(const Memory& other) const;
  bool has_same_rules(const Memory& other) const;
  void take_verdicts(Memory& before);
  void forget_verdicts_below(NameView name);
  /// So many of 64 parts of what may be kept.
  std::size_t parts(std::size_t count) const { return settings.cache_octets / 64 * count; }
};

}  // namespace vouch::resolver
