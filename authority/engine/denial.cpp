#include "authority/engine/denial.hpp"

#include "authority/engine/name_buffer.hpp"
#include "vouch/base/ascii.hpp"
#include "vouch/crypto/digest.hpp"

namespace vouch::authority {
namespace {

/// Whether the first label of an NSEC3 owner is the hash in base 32 (RFC 5155 section 3.3).
bool is_owner_of(NameView owner, const Nsec3Hash& hash) {
  constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuv";
  const LabelView label = owner.first_label();
  if (label.size() != hash.size() * 8 / 5) return false;
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t at = 0;
  for (const std::uint8_t octet : hash) {
    bits = bits << 8 | octet;
    held += 8;
    for (; held >= 5; held -= 5) {
      if (lower_ascii(label[at++]) != static_cast<std::uint8_t>(alphabet[bits >> (held - 5) & 31]))
        return false;
    }
  }
  return true;
}

}  // namespace

bool Denial::applies() {
  if (!response_.wants_dnssec()) return false;
  nsec3_ = zone_.nsec3_chain();
  return true;
}

void Denial::prove_no_name(NameView name, NameView closest_encloser) {
  if (!applies()) return;
  NameBuffer wildcard;
  if (!nsec3_) {
    add_nsec(name);
    if (wildcard.assign_wildcard_of(closest_encloser)) add_nsec(wildcard.view());
    return;
  }
  const NameView provable = add_closest_encloser(name, closest_encloser.label_count());
  if (!wildcard.assign_wildcard_of(provable)) return;
  // Above an encloser that opt-out left unproved there may well be a wildcard, which does not apply
  // to the name.
  if (provable.size() == closest_encloser.size() || !add_matching(wildcard.view()))
    add_covering(wildcard.view());
}

void Denial::prove_no_type(const ZoneNode& node) {
  if (!applies()) return;
  const NameView name = node.owner();
  if (!nsec3_) {
    add_nsec_of(node);
  } else if (!add_matching(name) && name != zone_.apex()) {
    add_closest_encloser(name, name.label_count() - 1);
  }
}

void Denial::prove_wildcard_no_type(NameView name, NameView closest_encloser,
                                    const ZoneNode& wildcard) {
  if (!applies()) return;
  if (!nsec3_) {
    add_nsec(name);
    add_nsec_of(wildcard);
    return;
  }
  add_closest_encloser(name, closest_encloser.label_count());
  add_matching(wildcard.owner());
}

void Denial::prove_wildcard_answer(NameView name, NameView closest_encloser) {
  if (!applies()) return;
  if (!nsec3_) {
    add_nsec(name);
  } else {
    add_covering(name.suffix(closest_encloser.label_count() + 1));
  }
}

void Denial::add_nsec(NameView name) {
  const auto node = zone_.nsec_at_or_before(name);
  if (!node) return;
  if (const auto nsec = node->find(RRType::NSEC))
    response_.add_once(Section::authority, node->owner(), *nsec);
}

/// The NSEC of a node, or for an empty non-terminal the one that covers it.
void Denial::add_nsec_of(const ZoneNode& node) {
  if (const auto nsec = node.find(RRType::NSEC)) {
    response_.add_once(Section::authority, node.owner(), *nsec);
  } else {
    add_nsec(node.owner());
  }
}

// ---- NSEC3

bool Denial::add_matching(NameView name) {
  const Nsec3Hash hash = nsec3_hash(name, nsec3_->iterations, nsec3_->salt);
  const auto node = zone_.nsec3_at_or_before(hash);
  if (!node || !is_owner_of(node->owner(), hash)) return false;
  if (const auto nsec3 = node->find(RRType::NSEC3))
    response_.add_once(Section::authority, node->owner(), *nsec3);
  return true;
}

void Denial::add_covering(NameView name) {
  const Nsec3Hash hash = nsec3_hash(name, nsec3_->iterations, nsec3_->salt);
  const auto node = zone_.nsec3_at_or_before(hash);
  if (!node) return;
  if (is_owner_of(node->owner(), hash)) {
    // The name does not exist, but its hash is taken: no proof is possible (RFC 5155
    // section 7.2.9).
    response_.fail();
    return;
  }
  if (const auto nsec3 = node->find(RRType::NSEC3))
    response_.add_once(Section::authority, node->owner(), *nsec3);
}

/// The closest encloser proof, or with opt-out the closest provable one (RFC 5155 section 7.2.1),
/// for an encloser of `labels` labels at most. Gives the encloser.
NameView Denial::add_closest_encloser(NameView name, std::size_t labels) {
  const std::size_t apex_labels = zone_.apex().label_count();
  while (labels > apex_labels && !add_matching(name.suffix(labels))) --labels;
  if (labels == apex_labels) add_matching(name.suffix(labels));
  add_covering(name.suffix(labels + 1));
  return name.suffix(labels);
}

}  // namespace vouch::authority
