# Warnings, hardening and sanitizers, for our own targets only: link `entra_auth_settings` PRIVATE.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")

add_library(entra_auth_settings INTERFACE)
target_compile_features(entra_auth_settings INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

target_compile_options(entra_auth_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wformat=2
  -Wimplicit-fallthrough -Werror
  -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
  -ftrivial-auto-var-init=zero -fPIE -ffunction-sections -fdata-sections -fvisibility=hidden
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
target_compile_definitions(entra_auth_settings INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(entra_auth_settings INTERFACE
  -pie LINKER:-z,relro,-z,now,-z,noexecstack,--as-needed,--gc-sections,--exclude-libs,ALL)

# Relative relocations packed: half a megabyte less to read before main.
include(CheckLinkerFlag)
check_linker_flag(CXX "LINKER:-z,pack-relative-relocs" ENTRA_AUTH_PACKS_RELOCATIONS)
if(ENTRA_AUTH_PACKS_RELOCATIONS)
  target_link_options(entra_auth_settings INTERFACE LINKER:-z,pack-relative-relocs)
endif()

if(ENTRA_AUTH_SANITIZE)
  # Instrumented code makes GCC 12 see uninitialised variables inside third-party headers.
  target_compile_options(entra_auth_settings INTERFACE
    -fsanitize=${ENTRA_AUTH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g -O1
    -Wno-maybe-uninitialized)
  target_link_options(entra_auth_settings INTERFACE -fsanitize=${ENTRA_AUTH_SANITIZE})
else()
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(entra_auth_settings INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  endif()
  target_link_options(entra_auth_settings INTERFACE -static-libstdc++ -static-libgcc)
endif()

# Compiled once for all of our own targets, because parsing these headers is most of what a file costs.
# A source still includes what it uses; the fitness tests compile headers without it.
# precompile_headers(NAME LIBRARY... HEADERS HEADER...) makes the library NAME;
# use_precompiled_headers(TARGET NAME) lets a target start from it.
# GCC 12 forgets that precompiled headers are system headers, and reports its false alarms about them.
if(ENTRA_AUTH_PRECOMPILED_HEADERS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(entra_auth_settings INTERFACE
    -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endif()

function(precompile_headers name)
  cmake_parse_arguments(PARSE_ARGV 1 of "" "" "LIBRARIES;HEADERS")
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp" CONTENT "// Made by CMake.\n")
  add_library(${name} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  target_link_libraries(${name} PRIVATE entra_auth_settings ${of_LIBRARIES})
  if(ENTRA_AUTH_PRECOMPILED_HEADERS)
    target_precompile_headers(${name} PRIVATE ${of_HEADERS})
  endif()
endfunction()

function(use_precompiled_headers target name)
  if(ENTRA_AUTH_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()

# Compiles the sources of a target together, a folder a time: fewer and longer compilations.
function(unite_sources target)
  if(NOT ENTRA_AUTH_UNITY)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${folder}" NORMALIZE)
    cmake_path(GET source PARENT_PATH group)
    cmake_path(RELATIVE_PATH group BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
    string(REPLACE "/" "_" group "${group}")
    set_property(SOURCE "${source}" TARGET_DIRECTORY ${target} PROPERTY UNITY_GROUP "${group}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# A second build of the same files takes a tenth of the time where ccache is installed.
find_program(ENTRA_AUTH_CCACHE ccache)
if(ENTRA_AUTH_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "${ENTRA_AUTH_CCACHE}")
  target_compile_options(entra_auth_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
