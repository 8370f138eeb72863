# bench/micro/*.cpp is one executable, bench_micro, where Google Benchmark is installed; `ninja bench_micro` builds it.

find_package(benchmark QUIET)
file(GLOB_RECURSE bench_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/bench/micro/*.cpp)
if(benchmark_FOUND AND bench_sources)
  add_executable(bench_micro EXCLUDE_FROM_ALL ${bench_sources})
  target_include_directories(bench_micro PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(bench_micro PRIVATE ${programs} ${linked} fmt::fmt benchmark::benchmark benchmark::benchmark_main)
endif()
