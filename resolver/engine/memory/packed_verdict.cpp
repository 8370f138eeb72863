#include "resolver/engine/memory/packed_verdict.hpp"

#include "resolver/engine/memory/held_octets.hpp"
#include "vouch/base/wire_writer.hpp"

namespace vouch::resolver {
namespace {

// An RRset is written as: section and a flag, status, reason, TTL, the head of its records, owner,
// its RDATA, that of its signatures. All integers are big-endian.
constexpr std::uint8_t synthesized_flag = 0x80;

void write_rdatas(WireWriter& writer, RdataRange rdatas) {
  writer.u16(static_cast<std::uint16_t>(rdatas.size()));
  writer.u32(static_cast<std::uint32_t>(rdatas.packed().size()));
  writer.octets(rdatas.packed());
}

void write(WireWriter& writer, const CheckedRRset& checked) {
  const bool only_signatures = checked.rrset.rrset.empty();
  const RRset& head = only_signatures ? checked.rrset.signatures : checked.rrset.rrset;
  const auto section = static_cast<std::uint8_t>(checked.section);
  writer.u8(
      static_cast<std::uint8_t>(checked.is_synthesized ? section | synthesized_flag : section));
  writer.u8(static_cast<std::uint8_t>(checked.status));
  writer.u8(static_cast<std::uint8_t>(checked.reason));
  writer.u32(checked.ttl.seconds);
  writer.u16(static_cast<std::uint16_t>(head.type()));
  writer.u16(static_cast<std::uint16_t>(head.rrclass()));
  writer.octets(head.owner().wire());
  write_rdatas(writer, checked.rrset.rrset.rdatas());
  write_rdatas(writer, checked.rrset.signatures.rdatas());
}

/// Reads what write() wrote; nothing is checked again.
class Cursor {
 public:
  Cursor(OctetView octets, std::size_t offset) : octets_(octets), offset_(offset) {}

  std::size_t offset() const { return offset_; }
  std::uint32_t integer(std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | octets_[offset_++];
    return value;
  }
  NameView name() {
    std::size_t end = offset_;
    while (octets_[end] != 0) end += octets_[end] + 1U;
    const NameView found = NameView::trusted(octets_.subspan(offset_, end + 1 - offset_));
    offset_ = end + 1;
    return found;
  }
  RdataRange rdatas() {
    const std::uint32_t count = integer(2);
    const std::uint32_t size = integer(4);
    const RdataRange found(octets_.subspan(offset_, size), count);
    offset_ += size;
    return found;
  }

 private:
  OctetView octets_;
  std::size_t offset_;
};

}  // namespace

PackedVerdict::PackedVerdict(const Verdict& verdict, const Name& question)
    : negative_ttl_(verdict.negative_ttl),
      rcode_(verdict.rcode),
      kind_(verdict.kind),
      reason_(verdict.conclusion.reason),
      nxname_(verdict.nxname) {
  WireWriter writer(octets_);
  for (const CheckedRRset& each : verdict.rrsets) write(writer, each);
  octets_.shrink_to_fit();
  if (verdict.ede() || is_refused()) {
    Conclusion told = verdict.conclusion;
    told.evidence.clear();
    conclusion_ = std::make_unique<const Conclusion>(std::move(told));
  }
  if (!(verdict.final_name == question))
    final_name_ = std::make_unique<const Name>(verdict.final_name);
}

bool PackedVerdict::next(std::size_t& offset, PackedRRset& rrset) const {
  if (offset >= octets_.size()) return false;
  Cursor cursor(octets_, offset);
  const std::uint32_t section = cursor.integer(1);
  rrset.section = static_cast<Section>(section & ~std::uint32_t{synthesized_flag});
  rrset.is_synthesized = (section & synthesized_flag) != 0;
  rrset.status = static_cast<Status>(cursor.integer(1));
  rrset.reason = static_cast<Reason>(cursor.integer(1));
  rrset.ttl = Ttl{cursor.integer(4)};
  const RRType type{static_cast<std::uint16_t>(cursor.integer(2))};
  const RRClass rrclass{static_cast<std::uint16_t>(cursor.integer(2))};
  const NameView owner = cursor.name();
  rrset.rrset = {owner, type, rrclass, rrset.ttl, cursor.rdatas()};
  rrset.signatures = {owner, RRType::RRSIG, rrclass, rrset.ttl, cursor.rdatas()};
  offset = cursor.offset();
  return true;
}

Verdict PackedVerdict::unpacked(const Name& question) const {
  Verdict verdict;
  if (conclusion_) {
    verdict.conclusion = *conclusion_;
  } else {
    verdict.conclusion.reason = reason_;
    verdict.conclusion.place.owner = question;
  }
  verdict.rcode = rcode_;
  verdict.kind = kind_;
  verdict.final_name = final_name_ ? *final_name_ : question;
  verdict.nxname = nxname_;
  verdict.negative_ttl = negative_ttl_;
  std::size_t offset = 0;
  for (PackedRRset each; next(offset, each);) {
    verdict.rrsets.push_back({{RRset(each.rrset), RRset(each.signatures)},
                              each.section,
                              each.status,
                              each.reason,
                              each.ttl});
    verdict.rrsets.back().is_synthesized = each.is_synthesized;
    if (each.rrset.empty()) verdict.rrsets.back().rrset.rrset = RRset();
  }
  return verdict;
}

bool PackedVerdict::concerns(NameView name, NameView question) const {
  const auto is_there = [&](NameView each) { return each.is_at_or_below(name); };
  if (is_there(question) || (final_name_ && is_there(*final_name_))) return true;
  if (conclusion_ && (is_there(conclusion_->place.owner) || is_there(conclusion_->place.zone)))
    return true;
  std::size_t offset = 0;
  for (PackedRRset each; next(offset, each);) {
    if (is_there(each.rrset.owner)) return true;
  }
  return false;
}

std::size_t PackedVerdict::held_octets() const {
  constexpr std::size_t shared_head = 16;
  std::size_t octets = allocated(sizeof *this + shared_head) + allocated(octets_.capacity());
  if (conclusion_) octets += allocated(sizeof *conclusion_) + held(*conclusion_);
  if (final_name_) octets += allocated(sizeof *final_name_) + held(*final_name_);
  return octets;
}

}  // namespace vouch::resolver
