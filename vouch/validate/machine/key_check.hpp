// The DNSKEY RRset of a zone against the DS records or trust anchors that point to it (RFC 4035
// section 5.2, RFC 4509 section 3, RFC 6840 sections 5.2 and 5.11, RFC 5011 section 2.1).
//
// For this folder only.
#pragma once

#include <span>

#include "vouch/validate/machine/work.hpp"

namespace vouch::machine {

/// What points to a zone's keys: the DS RRset, or trust anchors, which may be DNSKEYs.
class KeyPointers {
 public:
  static KeyPointers from_ds(RRsetView ds, const Work& work);
  static KeyPointers from_anchors(std::span<const TrustAnchor> anchors, const Work& work);

  const Name& zone() const { return zone_; }
  bool are_anchors() const { return are_anchors_; }
  /// Where none can be used, why the zone is insecure (RFC 4035 section 5.2).
  std::optional<Conclusion> why_insecure() const;

 private:
  friend class KeyChecker;
  struct Pointer {
    TrustAnchor target;  ///< a DS is an anchor that the parent vouches for
    bool is_accepted = false;
  };
  void add(TrustAnchor target, const Work& work);
  /// A DS with SHA-1 is ignored beside a stronger one (RFC 4509 section 3).
  void pass_over_sha1();

  Name zone_;
  bool are_anchors_ = false;
  bool is_refused_by_library_ = false;
  bool all_algorithms_unsupported_ = true;
  std::vector<Pointer> pointers_;
};

struct KeyCheck {
  Conclusion conclusion;  ///< chain_holds, or what is wrong
  ZoneKeysPtr keys = {};  ///< where it holds
  Ttl ttl = {};           ///< of the DNSKEY RRset
};

/// Looks at a DNSKEY RRset with its signatures. Draws on the budget.
KeyCheck check_keys(const SignedRRset& dnskeys, const KeyPointers& pointers, Work& work,
                    const std::string& server);

}  // namespace vouch::machine
