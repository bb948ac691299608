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
