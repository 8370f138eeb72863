#include "vouch/sign/rrset_signer.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "vouch/base/encoding.hpp"

namespace vouch {
namespace {

constexpr std::size_t batch = 32;  // RRsets that a thread takes at a time

class Work {
 public:
  Work(std::span<const RRsetView> rrsets, NameView apex, const SignerKeys& keys,
       const SignPolicy& policy)
      : rrsets_(rrsets), apex_(apex), keys_(keys), policy_(policy), results_(rrsets.size()) {}

  // One thread's share: batches until none is left or another thread failed. One thread tells how
  // far all are.
  void run(bool tells = false) {
    Octets scratch;
    SignatureCounts counts;
    while (!failed_) {
      const std::size_t start = next_.fetch_add(batch);
      if (start >= rrsets_.size()) break;
      if (tells && policy_.progress) policy_.progress(start, rrsets_.size());
      for (std::size_t i = start; i < std::min(start + batch, rrsets_.size()); ++i) {
        auto done = sign(i, scratch, counts);
        if (!done.ok()) return stop(std::move(done).error());
      }
    }
    const std::lock_guard lock(mutex_);
    counts_.made += counts.made;
    counts_.reused += counts.reused;
    counts_.verified += counts.verified;
  }

  Result<std::vector<std::vector<Octets>>> take(SignatureCounts& counts) {
    if (error_) return std::move(*error_);
    counts.made += counts_.made;
    counts.reused += counts_.reused;
    counts.verified += counts_.verified;
    return std::move(results_);
  }

 private:
  void stop(Error error) {
    const std::lock_guard lock(mutex_);
    failed_ = true;
    if (!error_) error_ = std::move(error);
  }

  Result<void> sign(std::size_t i, Octets& scratch, SignatureCounts& counts) {
    const RRsetView rrset = rrsets_[i];
    for (const SignerKey& key : keys_.all()) {
      if (!SignerKeys::signs(key, rrset.type)) continue;
      if (auto reused = reusable(rrset, key, scratch)) {
        results_[i].push_back(std::move(*reused));
        ++counts.reused;
        continue;
      }
      VOUCH_TRY(Octets rdata, make_rrsig(rrset, key.pair->key, key.pair->key_tag, apex_,
                                         span_of(rrset), scratch));
      ++counts.made;
      if (policy_.verify) {
        const auto rrsig = rr::Rrsig::read(rdata);
        if (!rrsig.ok() || !check_signature(*rrsig, rrset, *key.published, scratch)) {
          return fail(ErrorCode::verify_failed,
                      "the signature of " + rrset.owner.text() + " " + text(rrset.type) +
                          " by key " + std::to_string(key.pair->key_tag) +
                          " does not verify with the DNSKEY that is published; " +
                          "the private key in " + key.pair->base_name +
                          " is not the one of its .key file");
        }
        ++counts.verified;
      }
      results_[i].push_back(std::move(rdata));
    }
    return {};
  }

  // The span with the RRset's share of the jitter (FNV-1a of the owner and the type): a second
  // signing gives the same zone.
  SignatureSpan span_of(RRsetView rrset) const {
    SignatureSpan span = policy_.span;
    if (policy_.jitter == 0) return span;
    std::uint64_t hash = 14695981039346656037U;
    const auto take = [&hash](std::uint8_t octet) { hash = (hash ^ octet) * 1099511628211U; };
    const Name owner = Name::lowered(rrset.owner);
    for (const std::uint8_t octet : owner.wire()) take(octet);
    take(static_cast<std::uint8_t>(static_cast<std::uint16_t>(rrset.type) >> 8));
    take(static_cast<std::uint8_t>(rrset.type));
    span.expiration =
        span.expiration.plus(-static_cast<std::int64_t>(hash % (policy_.jitter + 1ULL)));
    return span;
  }

  // The signature of the previous zone, where it is as good as a new one.
  std::optional<Octets> reusable(RRsetView rrset, const SignerKey& key, Octets& scratch) const {
    if (!policy_.previous) return std::nullopt;
    const auto old = previous_set(rrset);
    if (!old || old->rrset.ttl != rrset.ttl ||
        !equal_octets(old->rrset.rdatas.packed(), rrset.rdatas.packed())) {
      return std::nullopt;
    }
    for (const OctetView rdata : old->signatures.rdatas) {
      const auto rrsig = rr::Rrsig::read(rdata);
      if (!rrsig.ok() || rrsig->key_tag != key.pair->key_tag || !(rrsig->signer == apex_)) continue;
      const bool lasts =
          check_time(*rrsig, policy_.now) == TimeCheck::within &&
          check_time(*rrsig, policy_.now.plus(policy_.refresh_before)) == TimeCheck::within;
      if (!lasts || !(rrsig->original_ttl == rrset.ttl)) continue;
      // To verify one takes three times as long as to make one.
      if (!policy_.verify || check_signature(*rrsig, rrset, *key.published, scratch))
        return Octets(rdata.begin(), rdata.end());
    }
    return std::nullopt;
  }

  std::optional<ZoneRRset> previous_set(RRsetView rrset) const {
    if (rrset.type != RRType::NSEC3) return policy_.previous->find(rrset.owner, rrset.type);
    const auto hash = base32hex_octets(text_of(rrset.owner.first_label()));
    if (!hash.ok()) return std::nullopt;
    const auto node = policy_.previous->nsec3_at_or_before(*hash);
    if (!node || !(node->owner() == rrset.owner)) return std::nullopt;
    return node->find(rrset.type);
  }

  std::span<const RRsetView> rrsets_;
  NameView apex_;
  const SignerKeys& keys_;
  const SignPolicy& policy_;
  std::vector<std::vector<Octets>> results_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  SignatureCounts counts_;
  std::optional<Error> error_;
};

}  // namespace

Result<std::vector<std::vector<Octets>>> sign_rrsets(std::span<const RRsetView> rrsets,
                                                     NameView apex, const SignerKeys& keys,
                                                     const SignPolicy& policy,
                                                     SignatureCounts& counts) {
  Work work(rrsets, apex, keys, policy);
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < policy.threads; ++i) threads.emplace_back([&work] { work.run(); });
  work.run(true);
  for (std::thread& thread : threads) thread.join();
  return work.take(counts);
}

}  // namespace vouch
