# Tests by kind. tests/unit/<folder> is one executable test_<folder>; tests/vectors, property, zonefiles, interop and
# replay are one each; every script in tests/cli, interop, replay, attack, web and tools is a test of its own that skips with exit
# code 77. What several tests need is in tests/support.

find_package(GTest REQUIRED)
include(GoogleTest)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

set(VOUCH_TEST_ENVIRONMENT
  VOUCH=${CMAKE_BINARY_DIR}/vouch
  SHARED=${PROJECT_SOURCE_DIR}/../shared
  SOURCE=${PROJECT_SOURCE_DIR}
  PYTHONDONTWRITEBYTECODE=1)

# vouch_test(TARGET FOLDER LABEL LIBRARY...): an executable of the files below the folder. It links no more than what it
# tests, so that a layer is built and tested while those above it are being changed.
function(vouch_test target folder label)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${target} ${sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  vouch_link(${target} PRIVATE ${ARGN})
  target_link_libraries(${target} PRIVATE GTest::gmock GTest::gtest GTest::gtest_main fmt::fmt
    nlohmann_json::nlohmann_json)
  target_compile_definitions(${target} PRIVATE VOUCH_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    VOUCH_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
  gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 TEST_PREFIX "${label}/"
    PROPERTIES LABELS ${label} TIMEOUT 600 ENVIRONMENT "${VOUCH_TEST_ENVIRONMENT}")
endfunction()

file(GLOB_RECURSE support CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
if(support)
  add_library(test_support STATIC ${support})
  target_include_directories(test_support PUBLIC ${PROJECT_SOURCE_DIR})
  vouch_link(test_support PUBLIC authority vouch_sign vouch_validate)
  target_link_libraries(test_support PUBLIC GTest::gtest)
endif()

file(GLOB unit_folders CONFIGURE_DEPENDS LIST_DIRECTORIES true ${PROJECT_SOURCE_DIR}/tests/unit/*)
foreach(folder ${unit_folders})
  if(IS_DIRECTORY ${folder})
    get_filename_component(name ${folder} NAME)
    if(name IN_LIST VOUCH_CORE_LAYERS AND NOT name STREQUAL "validate")
      vouch_test(test_${name} ${folder} unit vouch_${name})
    else()
      vouch_test(test_${name} ${folder} unit test_support vouch_${name} ${name})
    endif()
  endif()
endforeach()
foreach(kind vectors property zonefiles)
  vouch_test(test_${kind} ${PROJECT_SOURCE_DIR}/tests/${kind} ${kind} test_support ${linked})
endforeach()
# A zone file that is new or gone is a test that is new or gone, which linking finds out.
file(GLOB_RECURSE zone_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/zonefiles/*.zone)
set_target_properties(test_zonefiles PROPERTIES LINK_DEPENDS "${zone_files}")
foreach(kind interop replay)
  vouch_test(test_${kind} ${PROJECT_SOURCE_DIR}/tests/${kind} ${kind} test_support ${programs} ${linked})
endforeach()

# Signing under valgrind, with secrets that memcheck takes for undefined. Not with sanitizers, which do not run there.
find_program(VOUCH_VALGRIND valgrind)
find_path(VOUCH_MEMCHECK valgrind/memcheck.h)
if(VOUCH_VALGRIND AND VOUCH_MEMCHECK AND NOT CMAKE_CXX_FLAGS_DEV MATCHES "sanitize")
  add_executable(constant_time_test ${PROJECT_SOURCE_DIR}/tests/constant_time/constant_time_test.cpp)
  target_include_directories(constant_time_test PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(constant_time_test PRIVATE vouch_crypto)
  add_test(NAME constant_time/signing COMMAND ${VOUCH_VALGRIND} --quiet $<TARGET_FILE:constant_time_test>)
  set_tests_properties(constant_time/signing PROPERTIES LABELS constant_time TIMEOUT 300)
endif()

foreach(kind cli interop replay attack web tools)
  file(GLOB scripts CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/tests/${kind}/*.sh ${PROJECT_SOURCE_DIR}/tests/${kind}/*.py)
  foreach(script ${scripts})
    get_filename_component(name ${script} NAME)
    if(script MATCHES "[.]py$")
      add_test(NAME ${kind}/${name} COMMAND ${Python3_EXECUTABLE} ${script})
    else()
      add_test(NAME ${kind}/${name} COMMAND bash ${script})
    endif()
    set_tests_properties(${kind}/${name} PROPERTIES LABELS ${kind} TIMEOUT 900 SKIP_RETURN_CODE 77
      ENVIRONMENT "${VOUCH_TEST_ENVIRONMENT}")
  endforeach()
endforeach()

foreach(rules check_tree.py check_format)
  add_test(NAME tools/${rules} COMMAND ${PROJECT_SOURCE_DIR}/tools/${rules})
  set_tests_properties(tools/${rules} PROPERTIES LABELS tools TIMEOUT 120 SKIP_RETURN_CODE 77)
endforeach()
