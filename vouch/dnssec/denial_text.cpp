#include "vouch/base/encoding.hpp"
#include "vouch/dnssec/denial.hpp"

namespace vouch {

std::string_view text(ProofGap gap) {
  switch (gap) {
    case ProofGap::none: return "nothing is missing";
    case ProofGap::no_records: return "there is no NSEC or NSEC3 record that can be used";
    case ProofGap::name_not_denied: return "no record matches or covers the name";
    case ProofGap::no_closest_encloser: return "no NSEC3 record matches a name above the name";
    case ProofGap::next_closer_not_covered: return "no record covers the next closer name";
    case ProofGap::wildcard_not_denied: return "no record matches or covers the wildcard";
    case ProofGap::wildcard_exists: return "the wildcard exists";
    case ProofGap::type_exists: return "the record lists the type";
    case ProofGap::cname_exists: return "the record lists a CNAME";
    case ProofGap::parent_side: return "the record is of the zone above the delegation";
    case ProofGap::child_side: return "the record is of the zone below the delegation";
    case ProofGap::below_cut: return "the record belongs to a delegation above the name";
    case ProofGap::below_dname: return "the record belongs to a DNAME above the name";
    case ProofGap::name_exists: return "the records show that the name exists";
    case ProofGap::too_many_iterations: return "the NSEC3 records have too many iterations";
    case ProofGap::hash_budget: return "no more NSEC3 hashes are computed for this query";
  }
  return "";
}

std::string_view text(ProofRole role) {
  switch (role) {
    case ProofRole::matches_name: return "matches the name";
    case ProofRole::covers_name: return "covers the name";
    case ProofRole::shows_empty_non_terminal: return "shows that the name is an empty non-terminal";
    case ProofRole::matches_closest_encloser: return "matches the closest encloser";
    case ProofRole::covers_next_closer: return "covers the next closer name";
    case ProofRole::matches_wildcard: return "matches the wildcard";
    case ProofRole::covers_wildcard: return "covers the wildcard";
  }
  return "";
}

namespace {

std::string text_of_nsec(const NsecRecord& record) {
  std::string to = record.owner.text() + " NSEC " + record.nsec.next.text() + " ";
  record.nsec.types.append_text(to);
  return to;
}

std::string text_of_nsec3(const Nsec3Record& record) {
  const rr::Nsec3& nsec3 = record.nsec3;
  std::string to = record.owner.text() + " NSEC3 1 " + std::to_string(nsec3.flags) + " " +
                   std::to_string(nsec3.iterations) + " ";
  to += nsec3.salt.empty() ? "-" : base16_text(nsec3.salt);
  to += " " + base32hex_text(nsec3.next_hash);
  if (!nsec3.types.empty()) {
    to += " ";
    nsec3.types.append_text(to);
  }
  return to;
}

}  // namespace

std::vector<std::string> explain(const DenialProof& proof, const DenialSet& set) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < proof.step_count; ++i) {
    const ProofStep& step = proof.steps[i];
    std::string line = step.nsec3 ? text_of_nsec3(set.nsec3s()[step.record])
                                  : text_of_nsec(set.nsecs()[step.record]);
    lines.push_back(line + " " + std::string(text(step.role)));
  }
  for (const DenialSet::Refused& refused : set.refused()) {
    lines.push_back(refused.owner.text() + " " + text(refused.type) + " " +
                    std::string(text(refused.why)));
  }
  if (proof.gap != ProofGap::none) lines.emplace_back(text(proof.gap));
  return lines;
}

}  // namespace vouch
