// RRsetSigner: the RRSIGs of one RRset after another, made or taken over from an earlier signing,
// and checked many at a time. For vouch/sign only; each thread has its own.
#pragma once

#include <optional>
#include <span>

#include "vouch/crypto/batch/sign_batch.hpp"
#include "vouch/crypto/batch/verify_batch.hpp"
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

  /// What is given must outlive it; `published` are the keys as their DNSKEYs have them, in the
  /// order of `keys`, and none where nothing is verified. `expected` is how many RRsets there are
  /// to sign, about.
  RRsetSigner(NameView apex, const SignerKeys& keys, std::span<const PublicKey> published,
              const SignPolicy& policy, std::size_t expected)
      : apex_(apex),
        keys_(&keys),
        published_(published),
        policy_(&policy),
        making_(expected, policy.crypto) {}

  /// The RRSIGs of the RRset, in octets of the arena or of `before`, the RRset of the previous
  /// zone where there is one. Signatures of that are used again where the RRset is the same, the
  /// key is in use and they last long enough; they have to hold, too, where the policy has them
  /// verified. Errors: crypto_failure; verify_failed, one by one, as check().
  Result<RRsetView> sign(RRsetView rrset, const ZoneRRset* before, Care care, Arena& arena,
                         SignatureCounts& counts);

  /// Makes the signatures that wait, and checks all since the last time, whose RRsets and octets
  /// must be there still; until then the octets of some signatures are not what they will be. False
  /// where one that was taken over does not hold: all that was signed since then is to be signed
  /// again, one by one. Errors: verify_failed (names the owner, type and key of one that was made).
  Result<bool> check();

 private:
  struct Noted {
    RRsetView rrset;
    OctetView rdata;  ///< of the RRSIG
    std::size_t key;
    bool taken_over;
  };
  /// What RRSIGs hold between the type and the signature, of one that was good enough, with its
  /// key: the next one's is mostly the same.
  struct Accepted {
    Octets middle;
    std::size_t key = 0;
  };
  SignatureSpan span_of(RRsetView rrset) const;
  std::optional<OctetView> usable(RRsetView rrset, RRsetView old, std::size_t key);
  bool is_usable(RRsetView rrset, OctetView rdata, std::size_t key);
  Result<void> make(RRsetView rrset, std::size_t key, Care care, Arena& arena);
  OctetView signed_octets(RRsetView rrset, OctetView rdata, OctetView& signature);
  bool holds(RRsetView rrset, OctetView rdata, std::size_t key);
  RdataRange packed(RRsetView rrset, Arena& arena);
  Error wrong(RRsetView rrset, const SignerKey& key) const;

  NameView apex_;
  const SignerKeys* keys_;
  std::span<const PublicKey> published_;
  const SignPolicy* policy_;
  SignBatch making_;
  VerifyBatch checking_;
  std::vector<Noted> noted_;          ///< none where nothing is verified
  std::optional<std::size_t> waits_;  ///< the key whose signature of this RRset is made later
  Accepted accepted_[4];
  unsigned next_accepted_ = 0;
  std::vector<OctetView> rrsigs_;
  Octets made_;
  Octets scratch_;
};

}  // namespace vouch
