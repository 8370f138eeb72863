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

/// Whether it is known, without asking, that the name exists.
bool is_known_to_exist(Memory& memory, const Question& question, Moment now);

/// Keeps evidence for as long as its records say; failures for some seconds; nothing of a denial
/// without SOA.
void keep_evidence(Memory& memory, const Evidence& evidence, Moment now);

/// About what an RRset takes in memory.
std::size_t octets_of(const SignedRRset& rrset);

}  // namespace vouch::resolver
