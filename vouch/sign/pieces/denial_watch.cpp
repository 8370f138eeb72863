#include "vouch/sign/pieces/denial_watch.hpp"

#include <algorithm>

#include "vouch/base/encoding.hpp"
#include "vouch/crypto/nsec3_hashes.hpp"
#include "vouch/rr/typed/dnssec.hpp"

namespace vouch {
namespace {

const ZoneRRset* find(std::span<const ZoneRRset> sets, RRType type) {
  for (const ZoneRRset& set : sets) {
    if (set.rrset.type == type) return &set;
  }
  return nullptr;
}

bool same_types(const rr::TypeBitmap& bitmap, std::vector<RRType>& types, Octets& octets) {
  octets.clear();
  rr::TypeBitmap::append(octets, types);
  return equal_octets(bitmap.octets(), octets);
}

}  // namespace

Error DenialWatch::broken(NameView owner, std::string_view what) const {
  return fail(ErrorCode::verify_failed,
              "the chain of denial does not hold at " + owner.text() + ": " + std::string(what));
}

Result<void> DenialWatch::check(const SignedPiece& piece,
                                std::span<const HashedNode> hashed) const {
  std::vector<RRType> types;
  Octets bitmap;
  if (hashed.empty()) {
    for (const SignedNode& node : piece.nodes) VOUCH_CHECK(check_node(piece, node, types, bitmap));
    return {};
  }
  if (piece.nodes.size() != hashed.size())
    return broken(content_.apex(), "an NSEC3 is missing or too many");
  // The hashes are made again.
  std::vector<NameView> names;
  names.reserve(hashed.size());
  for (const HashedNode& each : hashed) names.push_back(each.node.owner());
  std::vector<Nsec3Hash> hashes(names.size());
  nsec3_hashes(names, policy_.iterations, policy_.salt, hashes);
  for (std::size_t i = 0; i < hashed.size(); ++i)
    VOUCH_CHECK(check_hashed(piece, piece.nodes[i], {hashes[i], hashed[i].node, true}, bitmap));
  return {};
}

// The types are taken from what is published.
Result<void> DenialWatch::check_node(const SignedPiece& piece, const SignedNode& node,
                                     std::vector<RRType>& types, Octets& bitmap) const {
  const std::span<const ZoneRRset> sets = piece.sets_of(node);
  const ZoneRRset* const set = find(sets, RRType::NSEC);
  const bool needs_one =
      policy_.denial == DenialKind::nsec &&
      (node.kind == NodeKind::authoritative || node.kind == NodeKind::delegation);
  if (!needs_one)
    return set == nullptr ? Result<void>() : broken(node.owner, "there is an NSEC too many");
  if (set == nullptr || set->rrset.size() != 1) return broken(node.owner, "it has not one NSEC");
  VOUCH_TRY(const rr::Nsec nsec, rr::Nsec::read(set->rrset.rdatas.front()));
  types.clear();
  for (const ZoneRRset& each : sets) {
    const RRType type = each.rrset.type;
    const bool is_of_child = node.kind == NodeKind::delegation && type != RRType::NS &&
                             type != RRType::DS && type != RRType::NSEC;
    if (!is_of_child) types.push_back(type);
  }
  types.push_back(RRType::RRSIG);
  return same_types(nsec.types, types, bitmap) ? Result<void>()
                                               : broken(node.owner, "its NSEC has other types");
}

Result<void> DenialWatch::check_hashed(const SignedPiece& piece, const SignedNode& node,
                                       const HashedNode& hashed, Octets& bitmap) const {
  const ZoneRRset* const set = find(piece.sets_of(node), RRType::NSEC3);
  if (set == nullptr || set->rrset.size() != 1) return broken(node.owner, "it has not one NSEC3");
  VOUCH_TRY(const rr::Nsec3 nsec3, rr::Nsec3::read(set->rrset.rdatas.front()));
  if (base32hex_text(hashed.hash) != text_of(node.owner.first_label()))
    return broken(node.owner, "it is not the hash of " + hashed.node.owner().text());
  std::vector<RRType> types = denied_types(hashed.node);
  if (has_signed_rrset(hashed.node)) types.push_back(RRType::RRSIG);
  return same_types(nsec3.types, types, bitmap) ? Result<void>()
                                                : broken(node.owner, "its NSEC3 has other types");
}

Result<void> DenialWatch::follow(const SignedPiece& piece) {
  for (const SignedNode& node : piece.nodes) {
    const std::span<const ZoneRRset> sets = piece.sets_of(node);
    const ZoneRRset* const nsec3 = find(sets, RRType::NSEC3);
    const ZoneRRset* const nsec = find(sets, RRType::NSEC);
    if (nsec == nullptr && nsec3 == nullptr) continue;
    const OctetView here = nsec3 != nullptr ? node.owner.first_label() : node.owner.wire();
    if (first_.empty()) {
      first_.assign(here.begin(), here.end());
    } else if (!equal_octets(here, next_)) {
      return broken(node.owner, "the record before leads to another name");
    }
    if (nsec3 != nullptr) {
      VOUCH_TRY(const rr::Nsec3 read, rr::Nsec3::read(nsec3->rrset.rdatas.front()));
      const std::string label = base32hex_text(read.next_hash);
      next_.assign(label.begin(), label.end());
    } else {
      VOUCH_TRY(const rr::Nsec read, rr::Nsec::read(nsec->rrset.rdatas.front()));
      next_.assign(read.next.wire().begin(), read.next.wire().end());
    }
  }
  return {};
}

Result<void> DenialWatch::finish() const {
  if (!first_.empty() && first_ == next_) return {};
  return broken(content_.apex(), first_.empty() ? "there is none" : "it is not closed");
}

}  // namespace vouch
