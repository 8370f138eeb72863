// Random records of every type of the table, each with an owner of its own.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "vouch/rr/rrset.hpp"

namespace vouch::interop {

/// `count` records each of the types that stand in zones of class IN. The first label of an owner
/// is a hash in base32hex, as peers want it of NSEC3, and the second its place in the list.
std::vector<Record> random_records(std::size_t count, std::uint32_t seed);

/// The place in the list that the owner of `random_records` names.
std::size_t place_of(NameView owner);

}  // namespace vouch::interop
