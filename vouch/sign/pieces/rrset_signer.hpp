// RRsetSigner: the RRSIGs of one RRset after another, made or taken over from an earlier signing,
// and checked many at a time. For vouch/sign only; each thread has its own.
#pragma once

#include "vouch/crypto/own_signatures.hpp"
#include "vouch/sign/pieces/arena.hpp"
#include "vouch/sign/policy.hpp"
#include "vouch/sign/signature_counts.hpp"
#include "vouch/sign/signer_keys.hpp"

namespace vouch {

class RRsetSigner {
 public:
  /// How signatures are checked: many together, or each before the next, so that one that was taken
  /// over and does not hold is made anew at once.
  enum class Care : bool { together, one_by_one };

  /// What is given must outlive it. Errors: bad_key, crypto_failure.
  static Result<RRsetSigner> start(NameView apex, const SignerKeys& keys, const SignPolicy& policy);

  /// The RRSIGs of the RRset, in octets of the arena or of `before`, the RRset of the previous
  /// zone where there is one. Signatures of that are used again where the RRset is the same, the
  /// key is in use and they last long enough; they have to hold, too, where the policy has them
  /// verified. Errors: crypto_failure; verify_failed, one by one, as check().
  Result<RRsetView> sign(RRsetView rrset, const ZoneRRset* before, Care care, Arena& arena,
                         SignatureCounts& counts);

  /// Checks all signatures since the last check, whose RRsets and octets must be there still. False
  /// where one that was taken over does not hold: all that was signed since then is to be signed
  /// again, one by one. Errors: verify_failed (names the owner, type and key of one that was made).
  Result<bool> check();

 private:
  struct Noted {
    RRsetView rrset;
    bool taken_over;
  };
  /// What RRSIGs hold between the type and the signature, of one that was good enough, with its
  /// key: the next one's is mostly the same.
  struct Accepted {
    Octets middle;
    std::size_t key = 0;
  };
  struct Checked {
    OwnSignatures signatures;
    std::vector<Noted> noted;  ///< by their number in `signatures`
  };

  RRsetSigner(NameView apex, const SignerKeys& keys, const SignPolicy& policy)
      : apex_(apex), keys_(&keys), policy_(&policy) {}
  SignatureSpan span_of(RRsetView rrset) const;
  std::optional<OctetView> usable(RRsetView rrset, RRsetView old, std::size_t key);
  bool is_usable(RRsetView rrset, OctetView rdata, std::size_t key);
  void note(RRsetView rrset, OctetView rdata, std::size_t key, bool taken_over);
  bool holds(RRsetView rrset, OctetView rdata, std::size_t key);
  RdataRange packed(RRsetView rrset, Arena& arena);
  Error wrong(RRsetView rrset, const SignerKey& key) const;

  NameView apex_;
  const SignerKeys* keys_;
  const SignPolicy* policy_;
  std::vector<Checked> checked_;  ///< by key; none where nothing is verified
  Accepted accepted_[4];
  unsigned next_accepted_ = 0;
  std::vector<OctetView> rrsigs_;
  Octets made_;
  Octets scratch_;
};

}  // namespace vouch
