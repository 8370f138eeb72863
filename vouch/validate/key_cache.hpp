// KeyCache: what validation found out about zones and cuts, to be kept between queries: verified
// keys, proven insecure delegations, names that are proven to be no cut.
//
// Only proven facts are put in, each for as long as its proof; nothing bogus, nothing that failed
// and nothing that follows from a limit. The caller empties it below a name whose trust anchors
// change (RFC 5011 section 5, RFC 7646 section 3).
#pragma once

#include <map>

#include "vouch/base/timestamp.hpp"
#include "vouch/validate/verdict.hpp"
#include "vouch/validate/zone_keys.hpp"

namespace vouch {

/// A fact about one name.
struct CutFact {
  enum class Kind : std::uint8_t {
    zone,      ///< the apex of a zone with a chain of trust: `keys`
    insecure,  ///< a delegation that is proven to be insecure: `why`
    no_cut,    ///< not a delegation: the zone above goes on
  };

  Kind kind = Kind::no_cut;
  Timestamp expires;  ///< by the clock that the cache goes by
  ZoneKeysPtr keys = {};
  Conclusion why = {};
};

/// An implementation says whether several threads may use it at once.
class KeyCache {
 public:
  virtual ~KeyCache() = default;

  /// The fact about exactly this name that has not expired.
  virtual std::optional<CutFact> find(NameView name, Timestamp now) = 0;
  virtual void store(NameView name, const CutFact& fact) = 0;
};

/// A bounded KeyCache for one thread. When full, what expires first goes.
class MapKeyCache final : public KeyCache {
 public:
  explicit MapKeyCache(std::size_t max_facts = 4096) : max_facts_(max_facts) {}

  std::optional<CutFact> find(NameView name, Timestamp now) override;
  void store(NameView name, const CutFact& fact) override;
  /// Forgets the name and everything below it.
  void forget_below(NameView name);
  std::size_t size() const { return facts_.size(); }

 private:
  std::size_t max_facts_;
  std::map<Name, CutFact, NameLess> facts_;
};

}  // namespace vouch
