# Flags for every target of ours, and the functions a folder's CMakeLists.txt calls.
include_guard()
find_package(PkgConfig REQUIRED)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# Flags stand on the directory, not on a target: they then also hold for the targets CMake makes itself (the header check).
# Third-party code is never compiled here, and its headers are system headers.
add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wcast-qual -Wformat=2 -Werror
  -fstack-protector-strong -fstack-clash-protection -fno-omit-frame-pointer)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
# Everything ends in a program, never in a shared library: -fPIE, unlike -fPIC, lets the compiler inline across functions.
add_compile_options(-fPIE)
add_link_options(-pie -Wl,-z,relro,-z,now)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  add_compile_options(-fcf-protection)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  add_compile_options(-mbranch-protection=standard)
endif()

# Asserts state our own bugs; they stay on in the released program (no NDEBUG).
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")
if(BAIRRO_SANITIZE)
  set(CMAKE_CXX_FLAGS_RELEASE "-O1 -g1")
else()
  set(CMAKE_CXX_FLAGS_RELEASE "-O2")
  # Fortify needs optimisation, and would hide calls from the sanitizers.
  add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
endif()

if(BAIRRO_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(BAIRRO_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(BAIRRO_SANITIZE)
  message(FATAL_ERROR "BAIRRO_SANITIZE is '${BAIRRO_SANITIZE}': use address, thread or nothing")
endif()
if(BAIRRO_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# bairro_link_packages(TARGET VISIBILITY module...): pkg-config modules; missing ones stop the configuration.
function(bairro_link_packages target visibility)
  foreach(module ${ARGN})
    string(MAKE_C_IDENTIFIER "PKG_${module}" prefix)
    if(NOT TARGET PkgConfig::${prefix})
      pkg_check_modules(${prefix} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    endif()
    target_link_libraries(${target} ${visibility} PkgConfig::${prefix})
  endforeach()
endfunction()

# bairro_library(NAME DEPENDS target... PACKAGES pkg-config-module... LIBRARIES raw-library... WITHOUT folder...)
# Every .cpp and .hpp below the folder belongs to the target, except a main.cpp, which makes a program of it, and folders named in WITHOUT, which are targets of their own; headers form a header set that CMake compiles one by one
# (target all_verify_interface_header_sets). DEPENDS only points down the layers; tools/check-layers holds the includes to that.
function(bairro_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PACKAGES;LIBRARIES;WITHOUT" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.hpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  foreach(folder ${ARG_WITHOUT})
    list(FILTER sources EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/${folder}/")
    list(FILTER headers EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/${folder}/")
  endforeach()
  add_library(${name} STATIC ${sources} ${headers})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX VERIFY_INTERFACE_HEADER_SETS ON)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} ${ARG_LIBRARIES})
  bairro_link_packages(${name} PUBLIC ${ARG_PACKAGES})
endfunction()

# bairro_tests(NAME DEPENDS target... WITHOUT folder...): GoogleTest programs from the *_test.cpp below the folder. The file name says where a
# test runs, and becomes its ctest label:
#   x_test.cpp           quick     every build, the sanitizers included
#   x_thorough_test.cpp  thorough  the release build only (many rounds, many processes)
#   x_slow_test.cpp      slow      the release build, only in `./dev test --full`
# Other .cpp files in the folder are helpers and join each program, but for a *_program.cpp. Tests run in the root of the source tree.
function(bairro_tests name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;WITHOUT" ${ARGN})
  file(GLOB_RECURSE helpers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER helpers EXCLUDE REGEX "_program\\.cpp$")
  foreach(folder ${ARG_WITHOUT})
    list(FILTER helpers EXCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/${folder}/")
  endforeach()
  set(quick ${helpers})
  list(FILTER helpers EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER quick INCLUDE REGEX "_test\\.cpp$")
  foreach(kind thorough slow)
    set(${kind} ${quick})
    list(FILTER ${kind} INCLUDE REGEX "_${kind}_test\\.cpp$")
    list(FILTER quick EXCLUDE REGEX "_${kind}_test\\.cpp$")
  endforeach()
  foreach(kind quick thorough slow)
    if(${kind})
      set(program ${name}_${kind})
      add_executable(${program} ${${kind}} ${helpers})
      target_link_libraries(${program} PRIVATE ${ARG_DEPENDS} test_support)
      set_property(GLOBAL APPEND PROPERTY ${name}_programs ${program})
      # The prefix keeps names apart: ctest mixes up the labels of two tests with one name.
      gtest_discover_tests(${program} TEST_PREFIX ${program}. DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} PROPERTIES LABELS ${kind} TIMEOUT 900)
    endif()
  endforeach()
endfunction()

# bairro_fuzzer(NAME DEPENDS target...): NAME.cpp is a libFuzzer entry point; its seeds are tests/fuzz/corpus/NAME.
# Without BAIRRO_FUZZ it becomes a quick test that replays the seeds.
function(bairro_fuzzer name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  add_executable(${name} ${name}.cpp)
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS})
  if(BAIRRO_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_link_libraries(${name} PRIVATE replay_corpus)
    add_test(NAME replay.${name} COMMAND ${name} ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
    set_tests_properties(replay.${name} PROPERTIES LABELS quick TIMEOUT 300)
  endif()
endfunction()

# bairro_benchmark(NAME DEPENDS target...): NAME.cpp is a Google Benchmark program; `./dev bench` runs all in bench/micro.
function(bairro_benchmark name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  add_executable(${name} ${name}.cpp)
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} benchmark::benchmark_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/micro)
endfunction()
