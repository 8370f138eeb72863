#include "vouch/dnssec/nsec.hpp"

namespace vouch {

std::string_view text(SpanRefusal refusal) {
  switch (refusal) {
    case SpanRefusal::usable: return "can be used";
    case SpanRefusal::wrong_signer: return "is signed by another zone";
    case SpanRefusal::owner_outside: return "has an owner outside of the zone";
    case SpanRefusal::next_outside: return "has a next name outside of the zone";
    case SpanRefusal::runs_backwards: return "has a next name before its owner";
    case SpanRefusal::owner_form: return "has an owner that is no hash below the apex";
    case SpanRefusal::unknown_hash: return "has an unknown hash algorithm";
    case SpanRefusal::unknown_flags: return "has unknown flags";
    case SpanRefusal::next_hash_length: return "has a next hash of the wrong length";
    case SpanRefusal::malformed: return "is malformed";
  }
  return "";
}

SpanRefusal check_nsec(const NsecRecord& record, NameView zone) {
  if (record.signer != zone) return SpanRefusal::wrong_signer;
  if (!record.owner.is_at_or_below(zone)) return SpanRefusal::owner_outside;
  if (!record.nsec.next.is_at_or_below(zone)) return SpanRefusal::next_outside;
  if (record.nsec.next <= record.owner && record.nsec.next != zone)
    return SpanRefusal::runs_backwards;
  return SpanRefusal::usable;
}

NsecRelation relation(const NsecRecord& record, NameView zone, NameView name) {
  const int from_owner = name.compare(record.owner);
  if (from_owner == 0) return NsecRelation::matches;
  if (from_owner < 0) return NsecRelation::none;
  // The zone's last NSEC names the apex, and then spans all that follows it.
  const bool is_last = record.nsec.next == zone;
  if (!is_last && name >= record.nsec.next) return NsecRelation::none;
  if (name.is_below(record.owner)) {
    if (record.is_parent_side()) return NsecRelation::below_cut;
    if (record.has(RRType::DNAME)) return NsecRelation::below_dname;
  }
  if (!is_last && record.nsec.next.is_below(name)) return NsecRelation::empty_non_terminal;
  return NsecRelation::covers;
}

NameView closest_encloser(const NsecRecord& record, NameView name) {
  const NameView by_owner = name.common_ancestor(record.owner);
  const NameView by_next = name.common_ancestor(record.nsec.next);
  return by_owner.size() < by_next.size() ? by_next : by_owner;
}

}  // namespace vouch
