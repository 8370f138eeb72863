# How every file is compiled: the language, the warnings, the compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(VOUCH_CCACHE ccache)
if(VOUCH_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${VOUCH_CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wduplicated-cond -Wlogical-op)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    add_compile_options(-Wno-restrict)  # g++ 12 sees overlaps in "literal" + std::string that are not there
  endif()
else()
  # What clang sees and g++ does not. Symbols without a declaration should be in an unnamed namespace.
  add_compile_options(-Wheader-hygiene -Wloop-analysis -Wmissing-prototypes -Wmissing-variable-declarations
    -Wnewline-eof -Wunreachable-code -Wshift-sign-overflow -Wconditional-uninitialized)
endif()
if(VOUCH_WERROR)
  add_compile_options(-Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # These follow the flow through inlined code, and differ from one version and level of optimisation to the next.
    add_compile_options(-Wno-error=array-bounds -Wno-error=maybe-uninitialized -Wno-error=stringop-overflow
      -Wno-error=stringop-overread -Wno-error=free-nonheap-object)
  endif()
endif()

if(VOUCH_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(LANGUAGES CXX)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
endif()
