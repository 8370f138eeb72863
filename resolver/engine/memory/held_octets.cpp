#include "resolver/engine/memory/held_octets.hpp"

namespace vouch::resolver {
namespace {

constexpr std::size_t shared_head = 16;  ///< counts of a shared pointer, beside what it points to
/// What the cryptographic library holds for a key that has verified a signature, about: measured by
/// the test of this.
constexpr std::size_t library_octets = 6000;

}  // namespace

std::size_t held(const std::string& text) {
  constexpr std::size_t inside = 15;  ///< letters that a string has room for in itself
  return text.size() <= inside ? 0 : allocated(text.size() + 1);
}

std::size_t held(const Name& name) {
  constexpr std::size_t inside = 15;
  return name.size() <= inside ? 0 : allocated(name.size() + 1);
}

std::size_t held(const RRset& rrset) {
  return held(rrset.owner()) + allocated(rrset.rdatas().packed().size());
}

std::size_t held(const SignedRRset& rrset) { return held(rrset.rrset) + held(rrset.signatures); }

std::size_t held(const CheckedRRset& checked) {
  return held(checked.rrset) + (checked.wildcard ? held(*checked.wildcard) : 0);
}

std::size_t held(const Conclusion& conclusion) {
  return held(conclusion.place.zone) + held(conclusion.place.owner) +
         held(conclusion.place.server) + held(conclusion.detail) + held(conclusion.evidence);
}

std::size_t held(const std::shared_ptr<const Evidence>& evidence) {
  return allocated(sizeof(Evidence) + shared_head) + held(evidence->question.name) +
         held(evidence->answer) + held(evidence->authority) + held(evidence->server) +
         held(evidence->zones);
}

std::size_t held(const CutFact& fact) {
  std::size_t octets = held(fact.why);
  if (!fact.keys) return octets;
  octets += allocated(sizeof(ZoneKeys) + shared_head) + held(fact.keys->zone());
  for (const ZoneKey& each : fact.keys->keys())
    octets += sizeof each + allocated(each.rdata.size()) + (each.key ? library_octets : 0);
  return octets;
}

}  // namespace vouch::resolver
