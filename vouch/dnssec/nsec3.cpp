#include "vouch/dnssec/nsec3.hpp"

#include <algorithm>

#include "vouch/base/encoding.hpp"

namespace vouch {

bool Nsec3Record::is_of_chain(const Nsec3Record& other) const {
  return nsec3.iterations == other.nsec3.iterations && equal_octets(nsec3.salt, other.nsec3.salt);
}

namespace {

bool read_hash(NameView owner, Nsec3Hash& hash) {
  const auto octets = base32hex_octets(text_of(owner.first_label()));
  if (!octets.ok() || octets->size() != hash.size()) return false;
  std::copy(octets->begin(), octets->end(), hash.begin());
  return true;
}

}  // namespace

SpanRefusal read_nsec3(NameView owner, NameView signer, const rr::Nsec3& nsec3, NameView zone,
                       Nsec3Record& record) {
  if (signer != zone) return SpanRefusal::wrong_signer;
  if (owner.is_root() || owner.parent() != zone) return SpanRefusal::owner_form;
  if (nsec3.hash_algorithm != rr::Nsec3::sha1) return SpanRefusal::unknown_hash;
  if ((nsec3.flags & ~rr::Nsec3::opt_out_flag) != 0) return SpanRefusal::unknown_flags;
  record = {owner, signer, nsec3, {}};
  if (!read_hash(owner, record.hash)) return SpanRefusal::owner_form;
  if (nsec3.next_hash.size() != record.hash.size()) return SpanRefusal::next_hash_length;
  return SpanRefusal::usable;
}

bool matches(const Nsec3Record& record, const Nsec3Hash& hash) { return record.hash == hash; }

bool covers(const Nsec3Record& record, const Nsec3Hash& hash) {
  const bool after_owner = compare_octets(record.hash, hash) < 0;
  const bool before_next = compare_octets(hash, record.nsec3.next_hash) < 0;
  const int order = compare_octets(record.hash, record.nsec3.next_hash);
  if (order < 0) return after_owner && before_next;
  if (order == 0) return record.hash != hash;
  return after_owner || before_next;
}

unsigned nsec3_price(std::uint16_t iterations, std::size_t salt_octets) {
  // A block of SHA-1 has 64 octets, of which padding and length take at least nine.
  const std::size_t blocks = (Nsec3Hash{}.size() + salt_octets + 9 + 63) / 64;
  return static_cast<unsigned>((iterations + 1U) * blocks);
}

std::optional<Nsec3Hash> Nsec3Hasher::hash(NameView name) {
  for (const auto& [hashed, hash] : done_) {
    if (hashed == name) return hash;
  }
  if (budget_.hashes_left == 0) return std::nullopt;
  --budget_.hashes_left;
  ++budget_.hashes_done;
  done_.emplace_back(name, nsec3_hash(name, iterations_, salt_));
  return done_.back().second;
}

}  // namespace vouch
