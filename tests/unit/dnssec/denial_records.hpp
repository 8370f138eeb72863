// NSEC and NSEC3 records out of text, and NSEC3 chains out of names, for tests of denial proofs.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "tests/unit/dnssec/zone_text.hpp"
#include "vouch/base/encoding.hpp"
#include "vouch/dnssec/denial.hpp"

namespace vouch::test {

/// Records as if their signatures had been checked. Keeps what the set views; copies share it.
class DenialRecords {
 public:
  explicit DenialRecords(const char* zone) : kept_(std::make_shared<Kept>(name_of(zone))) {}

  DenialRecords& add(const std::string& text) { return add(text, kept_->zone.text().c_str()); }
  DenialRecords& add(const std::string& text, const char* signer) {
    kept_->signers.push_back(name_of(signer));
    for (SignedRRset& signed_rrset : group_rrsets(records_of(text))) {
      kept_->rrsets.push_back(std::move(signed_rrset.rrset));
      const RRset& rrset = kept_->rrsets.back();
      kept_->set.add(rrset, rrset.owner(), kept_->signers.back());
    }
    return *this;
  }

  const DenialSet& set() const { return kept_->set; }

 private:
  struct Kept {
    explicit Kept(Name apex) : zone(std::move(apex)), set(zone) {}
    Name zone;
    std::deque<Name> signers;
    std::deque<RRset> rrsets;
    DenialSet set;
  };
  std::shared_ptr<Kept> kept_;
};

inline DenialProof deny(const DenialRecords& records, const char* name, RRType type = RRType::A) {
  Nsec3Budget budget;
  return prove_denial(name_of(name), type, records.set(), budget);
}

inline DenialProof deny_ds(const DenialRecords& records, const char* name) {
  Nsec3Budget budget;
  return prove_ds_absent(name_of(name), records.set(), budget);
}

inline DenialProof deny_closer(const DenialRecords& records, const char* name,
                               std::uint8_t labels) {
  Nsec3Budget budget;
  return prove_wildcard_answer(name_of(name), labels, records.set(), budget);
}

inline void expect_fails(const DenialProof& proof, ProofGap gap) {
  EXPECT_EQ(proof.status, ProofStatus::fails);
  EXPECT_EQ(text(proof.gap), text(gap));
}

inline void expect_shows(const DenialProof& proof, Shown shown,
                         ProofStatus status = ProofStatus::holds) {
  EXPECT_EQ(proof.status, status) << text(proof.gap);
  EXPECT_EQ(proof.shown, shown);
}

inline std::string hash_text(const char* name, std::uint16_t iterations = 0,
                             const Octets& salt = {}) {
  return base32hex_text(nsec3_hash(name_of(name), iterations, salt));
}

/// The whole NSEC3 chain of a zone that owns these names with these types, by name; flags 1 is
/// Opt-Out.
class Nsec3Chain {
 public:
  Nsec3Chain(const char* zone, std::vector<std::pair<const char*, const char*>> names,
             unsigned flags = 0, std::uint16_t iterations = 0)
      : zone_(zone), names_(std::move(names)), flags_(flags), iterations_(iterations) {
    for (const auto& [name, types] : names_) hashes_.push_back(hash_text(name, iterations_));
    std::sort(hashes_.begin(), hashes_.end());
  }

  /// The record whose owner is the hash of the name.
  std::string matching(const char* name) const { return record(hash_text(name, iterations_)); }
  /// The record in whose span the hash of the name is.
  std::string covering(const char* name) const {
    auto at = std::upper_bound(hashes_.begin(), hashes_.end(), hash_text(name, iterations_));
    return record(at == hashes_.begin() ? hashes_.back() : *std::prev(at));
  }

 private:
  std::string record(const std::string& hash) const {
    auto at = std::upper_bound(hashes_.begin(), hashes_.end(), hash);
    std::string types;
    for (const auto& [name, listed] : names_) {
      if (hash_text(name, iterations_) == hash) types = listed;
    }
    return hash + "." + zone_ + " IN NSEC3 1 " + std::to_string(flags_) + " " +
           std::to_string(iterations_) + " - " + (at == hashes_.end() ? hashes_.front() : *at) +
           " " + types + "\n";
  }

  std::string zone_;
  std::vector<std::pair<const char*, const char*>> names_;
  unsigned flags_;
  std::uint16_t iterations_;
  std::vector<std::string> hashes_;
};

}  // namespace vouch::test
