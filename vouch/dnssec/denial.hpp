// Denial proofs: what a set of NSEC and NSEC3 records proves about a name (RFC 4035 section 5.4,
// RFC 5155 section 8, RFC 6840 section 4, RFC 9824, explained in RFC 7129).
//
// A proof says what it shows, how far that can be trusted, what is missing where it fails, and
// which record showed what. The signatures were checked by the caller; nothing here fetches or
// trusts.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "vouch/dnssec/nsec3.hpp"

namespace vouch {

/// The NSEC and NSEC3 records of one zone that may be used in proofs, and those that may not. Views
/// the records, which must outlive it.
class DenialSet {
 public:
  explicit DenialSet(NameView zone) : zone_(zone) {}

  /// More records than any honest answer needs are refused (false): 16.
  static constexpr std::size_t max_records = 16;

  /// Adds the records of an NSEC or NSEC3 RRset whose signature by `signer` holds. `owner` is the
  /// name that was signed, the wildcard's where the RRset came by expansion (RFC 4035
  /// section 5.3.4). RRsets of other types are not added.
  bool add(RRsetView rrset, NameView owner, NameView signer);

  NameView zone() const { return zone_; }
  const std::vector<NsecRecord>& nsecs() const { return nsecs_; }
  const std::vector<Nsec3Record>& nsec3s() const { return nsec3s_; }
  bool empty() const { return nsecs_.empty() && nsec3s_.empty(); }

  struct Refused {
    NameView owner;
    RRType type;
    SpanRefusal why;
  };
  const std::vector<Refused>& refused() const { return refused_; }

 private:
  void add_nsec(NameView owner, NameView signer, OctetView rdata);
  void add_nsec3(NameView owner, NameView signer, OctetView rdata);

  NameView zone_;
  std::vector<NsecRecord> nsecs_;
  std::vector<Nsec3Record> nsec3s_;
  std::vector<Refused> refused_;
};

/// How far a proof goes.
enum class ProofStatus : std::uint8_t {
  fails,
  holds,
  opt_out,              ///< holds but for delegations without DS, which the span may hide: insecure
  insecure_delegation,  ///< the name is at or below a delegation without DS: insecure
  not_looked_at,        ///< more NSEC3 iterations than the budget allows for a hash: insecure
};

/// What a proof that does not fail shows about the name.
enum class Shown : std::uint8_t {
  nothing,
  name_absent,           ///< NXDOMAIN
  type_absent,           ///< NODATA: the name exists without the type
  empty_non_terminal,    ///< NODATA: the name owns nothing
  wildcard_type_absent,  ///< NODATA: a wildcard matches the name, without the type
  next_closer_absent,    ///< nothing stands between the name and the wildcard that answered for it
  hidden,                ///< an Opt-Out span may hide the name
  no_cut,                ///< the name exists and is no zone cut (DS)
  delegation,            ///< the name is a delegation without DS (DS)
};

/// What is missing, or what contradicts.
enum class ProofGap : std::uint8_t {
  none,
  no_records,               ///< there is no usable NSEC or NSEC3 record at all
  name_not_denied,          ///< nothing matches or covers the name
  no_closest_encloser,      ///< no NSEC3 matches an ancestor of the name
  next_closer_not_covered,  ///< the closest encloser is known, but not that nothing is below it
  wildcard_not_denied,      ///< nothing matches or covers the wildcard at the closest encloser
  wildcard_exists,          ///< the wildcard that is to be absent exists
  type_exists,              ///< the record at the name says that the type exists
  cname_exists,             ///< the record at the name says that a CNAME exists
  parent_side,              ///< the record is of the parent's side of a zone cut that has a DS
  child_side,               ///< the record is of the child's side of the zone cut (DS)
  below_cut,                ///< the record belongs to a delegation above the name
  below_dname,              ///< the record belongs to a DNAME above the name
  name_exists,              ///< the record shows that the name to be absent exists
  too_many_iterations,      ///< beyond what is taken for insecure
  hash_budget,              ///< the hashes that one query may cause are used up
};

/// A sentence: `no NSEC or NSEC3 record covers the next closer name`.
std::string_view text(ProofGap gap);

/// What one record showed in a proof.
enum class ProofRole : std::uint8_t {
  matches_name,
  covers_name,
  shows_empty_non_terminal,
  matches_closest_encloser,
  covers_next_closer,
  matches_wildcard,
  covers_wildcard,
};

/// `matches the name`, `covers the next closer name`.
std::string_view text(ProofRole role);

struct ProofStep {
  ProofRole role = ProofRole::matches_name;
  bool nsec3 = false;
  std::uint8_t record = 0;  ///< index into nsecs() or nsec3s()
};

struct DenialProof {
  ProofStatus status = ProofStatus::fails;
  Shown shown = Shown::nothing;
  ProofGap gap = ProofGap::no_records;
  /// The name is absent though the answer has the form of NODATA (NXNAME, RFC 9824 section 3.1).
  bool nxname = false;
  /// Labels of the closest encloser, where the proof found one.
  std::uint8_t encloser_labels = 0;
  std::array<ProofStep, 4> steps{};
  std::uint8_t step_count = 0;

  bool holds() const { return status == ProofStatus::holds; }
  bool fails() const { return status == ProofStatus::fails; }
  void add_step(ProofRole role, bool nsec3, std::size_t record);
};

/// Whether there is any record of the name and type, and why not, whatever the response code said:
/// name_absent, type_absent, empty_non_terminal, wildcard_type_absent, hidden (RFC 4035
/// section 5.4, RFC 5155 sections 8.4 to 8.7). For DS the records must be of the zone above the
/// name.
DenialProof prove_denial(NameView name, RRType type, const DenialSet& set, Nsec3Budget& budget);

/// NXDOMAIN: neither the name nor a wildcard for it exists. Where there is no type in question, as
/// in whole-zone checks, any will do.
DenialProof prove_name_absent(NameView name, RRType type, const DenialSet& set,
                              Nsec3Budget& budget);

/// NODATA: the name, or the wildcard that matches it, has neither the type nor a CNAME, or owns
/// nothing.
DenialProof prove_type_absent(NameView name, RRType type, const DenialSet& set,
                              Nsec3Budget& budget);

/// A wildcard answer is right: nothing exists at or below the next closer name, one label more than
/// `encloser_labels` (RFC 4035 section 5.3.4, RFC 5155 section 8.8). The name has more labels.
DenialProof prove_wildcard_answer(NameView name, std::uint8_t encloser_labels, const DenialSet& set,
                                  Nsec3Budget& budget);

/// No DS at a name, in the zone above it: an insecure delegation (`delegation`), no zone cut
/// (`no_cut`, `empty_non_terminal`, `name_absent`), or hidden by Opt-Out (RFC 4035 section 5.2, RFC
/// 5155 sections 8.6 and 8.9, RFC 6840 section 4.4). Whether a wildcard exists is of no interest,
/// since a wildcard is no delegation (RFC 4592 section 4.2).
DenialProof prove_ds_absent(NameView name, const DenialSet& set, Nsec3Budget& budget);

/// The proof for people, one line for each record: `b.example. NSEC d.example. covers the name`;
/// where it fails, what is missing, and which records were of no use and why.
std::vector<std::string> explain(const DenialProof& proof, const DenialSet& set);

}  // namespace vouch
