// PackedVerdict: an answer with its verdict as the cache keeps it: all RRsets in one run of octets,
// and of the conclusion what clients are told.
//
// Immutable. Not kept: the trace, the evidence lines, and what weaker hops had to say.
#pragma once

#include <memory>

#include "vouch/validate/verdict.hpp"

namespace vouch::resolver {

/// An RRset of a PackedVerdict, which must outlive it.
struct PackedRRset {
  Section section = Section::answer;
  Status status = Status::secure;
  Reason reason = Reason::chain_holds;
  Ttl ttl;  ///< when the verdict was made
  bool is_synthesized = false;
  RRsetView rrset;       ///< empty where there are signatures alone
  RRsetView signatures;  ///< may be empty
};

class PackedVerdict {
 public:
  /// `question` is the name that was asked for.
  PackedVerdict(const Verdict& verdict, const Name& question);

  /// The verdict again, for the question that it was made for.
  Verdict unpacked(const Name& question) const;

  Reason reason() const { return reason_; }
  Status status() const { return row_of(reason_).status; }
  bool is_refused() const { return status() == Status::bogus || status() == Status::failed; }
  Rcode rcode() const { return rcode_; }
  bool nxname() const { return nxname_; }
  bool has_rrsets() const { return !octets_.empty(); }
  /// Where clients are told more than the reason's number: with an extended error. Else null.
  const Conclusion* conclusion() const { return conclusion_.get(); }
  /// Whether the verdict on the question may rest on trust in the name or what is below it: one of
  /// its names is there.
  bool concerns(NameView name, NameView question) const;
  /// With itself, as a shared pointer holds it.
  std::size_t held_octets() const;

  /// Reads the RRset at the offset, 0 at first, and sets the offset to the next one; false at the
  /// end.
  bool next(std::size_t& offset, PackedRRset& rrset) const;

 private:
  Octets octets_;
  std::unique_ptr<const Conclusion> conclusion_;
  std::unique_ptr<const Name> final_name_;  ///< null where it is the question's
  std::optional<Ttl> negative_ttl_;
  Rcode rcode_;
  AnswerKind kind_;
  Reason reason_;
  bool nxname_;
};

using PackedVerdictPtr = std::shared_ptr<const PackedVerdict>;

}  // namespace vouch::resolver
