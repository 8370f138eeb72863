// How often this thread took memory from the heap.
#pragma once

#include <cstddef>

namespace vouch::test {

std::size_t allocation_count();

}  // namespace vouch::test
