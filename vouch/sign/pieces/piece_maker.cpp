#include "vouch/sign/pieces/piece_maker.hpp"

#include <algorithm>

#include "vouch/base/encoding.hpp"
#include "vouch/base/wire_writer.hpp"
#include "vouch/rr/type_bitmap.hpp"

namespace vouch {
namespace {

constexpr std::size_t full_run = 128;  // nodes of a piece
constexpr std::size_t least_pieces = 64;

// Small zones are cut into small pieces, so that all threads have a share.
std::size_t run_of(const Zone& zone) {
  return std::clamp(zone.node_count() / least_pieces, std::size_t{1}, full_run);
}

bool has_nsec(const ZoneNode& node) {
  return node.kind() == NodeKind::authoritative || node.kind() == NodeKind::delegation;
}

}  // namespace

// One piece being made.
class PieceMaker::Work {
 public:
  /// `previous` is where the piece's names stand in the previous zone, or null.
  Work(const PieceMaker& maker, RRsetSigner& signer, SignedPiece& piece, RRsetSigner::Care care,
       const WalkIndex* previous)
      : maker_(maker), signer_(signer), piece_(piece), care_(care), previous_(previous) {}

  // All of a node of the content, with its NSEC where `next` names the one after it.
  Result<void> add_node(const ZoneNode& node, std::optional<NameView> next) {
    open(node.owner(), node.kind());
    for (std::size_t i = 0; i < node.rrset_count(); ++i) {
      const RRsetView rrset = node.rrset(i).rrset;
      if (next && rrset.type > RRType::NSEC) {
        VOUCH_CHECK(add_nsec(node, *next));
        next.reset();
      }
      const bool is_signed = node.kind() == NodeKind::authoritative ||
                             (node.kind() == NodeKind::delegation && rrset.type == RRType::DS);
      // ZONEMD is signed when the digest is known.
      const bool waits = rrset.type == RRType::ZONEMD && node.is_apex();
      VOUCH_CHECK(add_set(rrset, is_signed && !waits));
    }
    if (next) VOUCH_CHECK(add_nsec(node, *next));
    close();
    return {};
  }

  // The NSEC3 of a node.
  Result<void> add_nsec3(const HashedNode& hashed, const Nsec3Hash& next) {
    const NameView apex = maker_.content_.apex();
    name_.clear();
    name_.push_back(hash_label);
    name_.resize(1 + hash_label);
    encode_base32hex(reinterpret_cast<char*>(name_.data()) + 1, hashed.hash);
    append_octets(name_, apex.wire());
    if (name_.size() > NameView::max_octets)
      return fail(ErrorCode::bad_zone,
                  "the name " + apex.text() + " is too long for owners of NSEC3; sign with NSEC");
    const NameView owner = NameView::trusted(piece_.made.keep(name_));
    open(owner, NodeKind::authoritative);
    rdata_.clear();
    rdata_.resize(2);  // the length
    WireWriter writer(rdata_);
    writer.u8(rr::Nsec3::sha1);
    writer.u8(maker_.policy_.opt_out ? rr::Nsec3::opt_out_flag : std::uint8_t{0});
    writer.u16(maker_.policy_.iterations);
    writer.u8(static_cast<std::uint8_t>(maker_.policy_.salt.size()));
    writer.octets(maker_.policy_.salt);
    writer.u8(static_cast<std::uint8_t>(next.size()));
    writer.octets(next);
    append_bitmap(hashed.node, RRType::NSEC3);
    VOUCH_CHECK(add_denial(owner, RRType::NSEC3));
    close();
    return {};
  }

 private:
  static constexpr std::uint8_t hash_label = 32;  // a SHA-1 hash in base 32

  void open(NameView owner, NodeKind kind) {
    if (previous_ != nullptr) {
      if (!search_) search_.emplace(*previous_, owner);
      before_ = search_->find(owner);
      before_set_ = 0;
    }
    piece_.nodes.push_back({owner, kind, static_cast<std::uint32_t>(piece_.sets.size()), 0});
  }

  void close() {
    SignedNode& node = piece_.nodes.back();
    node.set_count = static_cast<std::uint32_t>(piece_.sets.size()) - node.first_set;
  }

  Result<void> add_nsec(const ZoneNode& node, NameView next) {
    rdata_.clear();
    rdata_.resize(2);
    append_octets(rdata_, next.wire());
    append_bitmap(node, RRType::NSEC);
    return add_denial(node.owner(), RRType::NSEC);
  }

  // rdata_ is the RDATA behind room for its length.
  Result<void> add_denial(NameView owner, RRType type) {
    const std::size_t size = rdata_.size() - 2;
    rdata_[0] = static_cast<std::uint8_t>(size >> 8);
    rdata_[1] = static_cast<std::uint8_t>(size);
    ++piece_.denial_records;
    return add_set({owner, type, maker_.content_.rrclass(), maker_.denial_ttl_,
                    RdataRange(piece_.made.keep(rdata_), 1)},
                   true);
  }

  void append_bitmap(const ZoneNode& node, RRType denial) {
    types_.clear();
    const bool delegates = node.kind() == NodeKind::delegation;
    bool is_signed = denial == RRType::NSEC;
    for (std::size_t i = 0; i < node.rrset_count() && node.kind() != NodeKind::empty; ++i) {
      const RRType type = node.rrset(i).rrset.type;
      if (delegates && type != RRType::NS && type != RRType::DS) continue;
      is_signed = is_signed || !delegates || type == RRType::DS;
      types_.push_back(type);
    }
    if (denial == RRType::NSEC) types_.push_back(RRType::NSEC);
    if (is_signed) types_.push_back(RRType::RRSIG);
    rr::TypeBitmap::append(rdata_, types_);
  }

  Result<void> add_set(RRsetView rrset, bool is_signed) {
    ZoneRRset set{rrset, {rrset.owner, RRType::RRSIG, rrset.rrclass, rrset.ttl, {}}, false};
    if (is_signed) {
      const auto before = find_before(rrset.type);
      VOUCH_TRY(set.signatures, signer_.sign(rrset, before ? &*before : nullptr, care_, piece_.made,
                                             piece_.counts));
    }
    piece_.records += set.rrset.size() + set.signatures.size();
    piece_.sets.push_back(set);
    return {};
  }

  // Types are asked for in ascending order.
  std::optional<ZoneRRset> find_before(RRType type) {
    if (!before_) return std::nullopt;
    for (; before_set_ < before_->rrset_count(); ++before_set_) {
      const ZoneRRset set = before_->rrset(before_set_);
      if (set.rrset.type > type) return std::nullopt;
      if (set.rrset.type == type) return set;
    }
    return std::nullopt;
  }

  const PieceMaker& maker_;
  RRsetSigner& signer_;
  SignedPiece& piece_;
  RRsetSigner::Care care_;
  const WalkIndex* previous_;
  std::optional<NodeSearch> search_;
  std::optional<ZoneNode> before_;  ///< the node in the previous zone
  std::size_t before_set_ = 0;
  Octets name_;
  Octets rdata_;
  std::vector<RRType> types_;
};

PieceMaker::PieceMaker(const Zone& content, const SignerKeys& keys, const SignPolicy& policy)
    : content_(content),
      keys_(keys),
      policy_(policy),
      denial_ttl_(denial_ttl(content)),
      run_(run_of(content)),
      names_(content.nodes(), run_) {
  if (!policy.previous) return;
  previous_names_.emplace(policy.previous->nodes(), full_run);
  previous_nsec3_.emplace(policy.previous->nsec3_nodes(), full_run);
}

Result<std::unique_ptr<PieceMaker>> PieceMaker::start(const Zone& content, const SignerKeys& keys,
                                                      const SignPolicy& policy) {
  std::unique_ptr<PieceMaker> maker(new PieceMaker(content, keys, policy));
  if (policy.verify) VOUCH_CHECK(maker->read_published_keys());
  if (policy.denial == DenialKind::nsec3) {
    VOUCH_TRY(maker->hashed_, hashed_nodes(content, {policy.iterations, policy.salt, policy.opt_out,
                                                     policy.threads}));
  }
  return maker;
}

Result<void> PieceMaker::read_published_keys() {
  for (const SignerKey& key : keys_.all()) {
    VOUCH_TRY(const rr::Dnskey dnskey, rr::Dnskey::read(key.dnskey));
    auto read = PublicKey::read(dnskey.algorithm, dnskey.key);
    if (!read.ok()) return std::move(read).error().at(key.pair->base_name);
    if (!equal_octets(key.pair->key.public_key(), dnskey.key)) {
      return fail(ErrorCode::bad_key, "the private key is not that of the DNSKEY as published")
          .at(key.pair->base_name);
    }
    if (SignerKeys::signs(key, RRType::SOA, true)) read->expect(nodes(), policy_.crypto);
    published_.push_back(std::move(*read));
  }
  return {};
}

PieceMaker::SignerPtr PieceMaker::take_signer() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      SignerPtr signer = std::move(idle_.back());
      idle_.pop_back();
      return signer;
    }
  }
  return std::make_unique<RRsetSigner>(content_.apex(), keys_, published_, policy_, nodes());
}

void PieceMaker::give_back(SignerPtr signer) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(signer));
}

Result<void> PieceMaker::make(std::size_t which, SignedPiece& piece) {
  SignerPtr signer = take_signer();
  for (const RRsetSigner::Care care :
       {RRsetSigner::Care::together, RRsetSigner::Care::one_by_one}) {
    piece.clear();
    const bool of_names = which < names_.runs();
    const auto& previous = of_names ? previous_names_ : previous_nsec3_;
    Work work(*this, *signer, piece, care, previous ? &*previous : nullptr);
    VOUCH_CHECK(of_names ? add_nodes(which, work) : add_nsec3(which, work));
    VOUCH_TRY(const bool all_hold, signer->check());
    if (all_hold) break;
  }
  give_back(std::move(signer));
  return {};
}

Result<void> PieceMaker::add_nodes(std::size_t which, Work& work) {
  const WalkIndex::Iterator end = names_.begin_of(which + 1);
  WalkIndex::Iterator at = names_.begin_of(which);
  const bool wants_nsec = policy_.denial == DenialKind::nsec;
  // The next name with an NSEC may be far ahead; the last one's is the apex.
  WalkIndex::Iterator ahead = at;
  for (; !(at == end); ++at) {
    const ZoneNode node = *at;
    std::optional<NameView> next;
    if (wants_nsec && has_nsec(node)) {
      for (++ahead; !(ahead == names_.end()) && !has_nsec(*ahead); ++ahead) {
      }
      next = ahead == names_.end() ? content_.apex() : (*ahead).owner();
    } else if (ahead == at) {
      ++ahead;
    }
    VOUCH_CHECK(work.add_node(node, next));
  }
  return {};
}

std::span<const HashedNode> PieceMaker::hashed_of(std::size_t which) const {
  if (which < names_.runs()) return {};
  const std::size_t begin = (which - names_.runs()) * run_;
  return std::span(hashed_).subspan(begin, std::min(run_, hashed_.size() - begin));
}

Result<void> PieceMaker::add_nsec3(std::size_t which, Work& work) {
  std::size_t next = (which - names_.runs()) * run_;
  for (const HashedNode& hashed : hashed_of(which)) {
    next = (next + 1) % hashed_.size();
    VOUCH_CHECK(work.add_nsec3(hashed, hashed_[next].hash));
  }
  return {};
}

Result<RRset> PieceMaker::sign(RRsetView rrset, SignatureCounts& counts) {
  SignerPtr signer = take_signer();
  Arena arena;
  VOUCH_TRY(const RRsetView signatures,
            signer->sign(rrset, nullptr, RRsetSigner::Care::one_by_one, arena, counts));
  give_back(std::move(signer));
  return RRset(signatures);
}

}  // namespace vouch
