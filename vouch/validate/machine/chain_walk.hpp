// ChainWalk: from the closest trust anchor down to the zone that a name is in, cut by cut (RFC 4035
// sections 5.2 and 5.4, RFC 6840 sections 4.4, 5.10 and 6.1).
//
// Looks for cuts by asking for DS: where candidates are known (signers, referrals) only there, and
// label by label where that leads nowhere. For this folder only.
#pragma once

#include <map>
#include <set>

#include "vouch/validate/machine/denial_check.hpp"
#include "vouch/validate/machine/fetches.hpp"
#include "vouch/validate/machine/key_check.hpp"

namespace vouch::machine {

/// Names where a zone may begin.
using CutCandidates = std::set<Name, NameLess>;

/// Where a name stands: in a zone with a chain of trust, or why not.
struct Standing {
  ZoneKeysPtr keys = {};  ///< null where there is no chain
  Conclusion why = {};    ///< where there is none: insecure, indeterminate, failed or bogus

  bool is_secure() const { return keys != nullptr; }
};

class ChainWalk {
 public:
  /// Anchors of the excluded zones are passed over, and the cache of Options is not used where
  /// there are any.
  ChainWalk(Work& work, Fetches& fetches, DenialChecks& denials, RRClass rrclass,
            CutCandidates excluded_anchors = {})
      : work_(work),
        fetches_(fetches),
        denials_(denials),
        rrclass_(rrclass),
        excluded_anchors_(std::move(excluded_anchors)) {}

  /// Whether every label is a candidate, or only those of the set.
  enum class Search : bool { candidates, every_label };

  /// The standing of what is owned at `place`; for DS that is the parent of the owner (RFC 4035
  /// section 4.2). Candidates that turn up on the way are added to the set.
  Progress<Standing> find(const Name& place, CutCandidates& candidates, Search search);

  /// Where the name stands, if it turns out that there is a zone cut between `zone` and the name,
  /// or at the name; nothing where there is none, or where that can't be found out.
  Progress<std::optional<Standing>> find_hidden_cut(const Name& name, ZoneKeysPtr zone);

  /// The zone of the anchor that was used last.
  const std::optional<Name>& anchor_zone() const { return anchor_zone_; }

 private:
  struct Cut {
    enum class Kind : std::uint8_t {
      zone,        ///< with keys
      delegation,  ///< has a DS RRset that holds; the keys are still to be seen
      no_cut,
      absent,   ///< nothing is here or below
      ended,    ///< the chain ends here: insecure, failed or bogus
      unclear,  ///< the zone above does not answer for it; there may be another in between
    };
    Kind kind = Kind::no_cut;
    ZoneKeysPtr keys = {};
    Conclusion why = {};
    std::optional<KeyPointers> pointers = {};
    /// What shows that it is so; `nothing` where that could not be found out, is bogus, or follows
    /// from a limit.
    enum class Proof : std::uint8_t { nothing, ds, denial, alias, dnskey };
    Proof proof = Proof::nothing;
    Ttl ttl = {};  ///< of what shows it, with the signatures

    static Cut ended(Conclusion conclusion) {
      return {Kind::ended, nullptr, std::move(conclusion)};
    }
    static Cut ended(Conclusion conclusion, Proof proof, Ttl ttl) {
      return {Kind::ended, nullptr, std::move(conclusion), std::nullopt, proof, ttl};
    }
    bool is_bogus() const { return kind == Kind::ended && why.status() == Status::bogus; }
  };

  /// What a cut is proven to be, for others; nothing where it is no more than found.
  static std::optional<CutFact> fact_of(const Cut& cut, Timestamp now);
  bool uses_cache() const;
  std::span<const TrustAnchor> anchors_for(NameView place) const;
  std::optional<Conclusion> look_at_policy(const Name& place) const;
  const Cut* known(const Name& name);
  const Cut& remember(const Name& name, Cut cut);
  const Cut& accept(const Name& name, Cut cut);
  Timestamp cache_time() const;
  void trace_cut(const Name& name, const Name& parent, const Cut& cut);

  Progress<const Cut*> start(const Name& place);
  Progress<const Cut*> step_to(const Name& name, ZoneKeysPtr zone, bool labels_skipped);
  Progress<Cut> look_for_ds(const Name& name, const ZoneKeys& zone, bool labels_skipped);
  Cut judge_delegation(const Name& name, const ZoneKeys& zone, const Evidence& evidence);
  Cut judge_ds(const Name& name, const ZoneKeys& zone, const SignedRRset& ds,
               const Evidence& evidence);
  Cut judge_alias(const Name& name, const ZoneKeys& zone, const SignedRRset* cname,
                  const SignedRRset* dname, const Evidence& evidence);
  Cut judge_expanded_alias(const Name& name, const ZoneKeys& zone, std::uint8_t labels,
                           const Evidence& evidence);
  Cut judge_no_ds(const Name& name, const ZoneKeys& zone, const Evidence& evidence);
  Progress<Cut> look_for_keys(const Name& name, const KeyPointers& pointers, Ttl ds_ttl);
  Cut judge_keys(const Name& name, const KeyPointers& pointers, Ttl ds_ttl,
                 const Evidence& evidence);
  Progress<const Cut*> complete(const Name& name, const Name& parent);
  bool add_signers_of_ds(CutCandidates& candidates, const Name& name, const ZoneKeys& zone) const;

  Work& work_;
  Fetches& fetches_;
  DenialChecks& denials_;
  RRClass rrclass_;
  CutCandidates excluded_anchors_;
  std::map<Name, Cut, NameLess> cuts_;
  CutCandidates not_cached_;  ///< names that were looked for in the cache in vain
  CutCandidates ds_asked_again_;
  /// Names whose DS is not of the zone, and the zone.
  std::set<std::pair<Name, Name>> unclear_names_;
  const Cut unclear_{Cut::Kind::unclear, nullptr, {}, std::nullopt, {}};
  std::optional<Name> anchor_zone_;
};

/// Adds the signers that the RRSIGs of the RRset name, where they are at or above `place`.
void add_signers(CutCandidates& candidates, const SignedRRset& rrset, NameView place);

/// The same for what is signed in the authority section.
void add_authority_signers(CutCandidates& candidates, const Evidence& evidence, NameView place);

/// The DNAME of the answer whose owner is nearest above the name; null where there is none.
const SignedRRset* find_dname(const Evidence& evidence, NameView name);

}  // namespace vouch::machine
