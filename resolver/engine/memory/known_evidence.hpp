// Responses that were seen before, as evidence for the questions that they answer, with their time
// to live (RFC 2181 section 8, RFC 2308 section 5).
//
// Each is kept for its own question only, and is believed no more than when it came. Where there is
// an answer with a verdict, its records serve, so that nothing is kept twice.
#pragma once

#include "resolver/engine/memory/memory.hpp"

namespace vouch::resolver {

/// The evidence for the question, its TTLs as they are now; nothing where there is none.
std::optional<Evidence> find_evidence(Memory& memory, const Question& question, Moment now);

/// The same for an alias's target that follows from denials of other names (RFC 8198).
std::optional<Evidence> find_denial_evidence(Memory& memory, const Question& question, Moment now);

/// Whether it is known, without asking, that the name exists.
bool is_known_to_exist(Memory& memory, const Question& question, Moment now);

/// Keeps evidence for as long as its records and signatures say; failures for some seconds; nothing
/// of a denial without SOA. Of the authority section, what proves something is kept.
void keep_evidence(Memory& memory, Evidence evidence, Moment now);

/// Keeps what a referral from the servers of `parent` says about the DS of its cut, for as long as
/// those records and their signatures say. Nothing of what is too large to be that.
void keep_referral(Memory& memory, Evidence evidence, NameView parent, Moment now);

/// Keeps the DNAMEs of a verdict, for `seconds` at most.
void keep_aliases(Memory& memory, const Verdict& verdict, std::uint64_t seconds, Moment now);

}  // namespace vouch::resolver
