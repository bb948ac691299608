# Debian 12 packages, one target for each third party, so that a layer names what it owns.

find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(CURL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(TOMLPLUSPLUS REQUIRED tomlplusplus)
pkg_check_modules(SODIUM REQUIRED libsodium)
pkg_check_modules(SYSTEMD REQUIRED libsystemd>=246)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

find_package(OpenSSL REQUIRED COMPONENTS Crypto)
if(OPENSSL_VERSION VERSION_LESS "3.0")
  message(FATAL_ERROR "OpenSSL 3.0 or newer is needed, found ${OPENSSL_VERSION}")
endif()

# Only the headers: crypto/ opens libcrypto when it is needed
# (docs/adr/0006-libcrypto-on-first-use.md). Tests that judge with OpenSSL link it.
add_library(entra_auth_openssl_headers INTERFACE)
target_include_directories(entra_auth_openssl_headers SYSTEM INTERFACE "${OPENSSL_INCLUDE_DIR}")

add_library(entra_auth_sodium INTERFACE)
if(ENTRA_AUTH_STATIC_SODIUM)
  find_library(SODIUM_STATIC_LIBRARY libsodium.a REQUIRED)
  target_link_libraries(entra_auth_sodium INTERFACE "${SODIUM_STATIC_LIBRARY}")
else()
  target_link_libraries(entra_auth_sodium INTERFACE ${SODIUM_LIBRARIES})
endif()

# Only the headers: linking libcurl costs several times a whole cache hit, so http/ opens it on the
# first request (docs/adr/0001-libcurl-on-first-use.md).
add_library(entra_auth_curl_headers INTERFACE)
target_include_directories(entra_auth_curl_headers SYSTEM INTERFACE ${CURL_INCLUDE_DIRS})

# Only the headers, for the same reason: cli/ opens libqrencode where there is a code to show.
find_path(QRENCODE_INCLUDE_DIR qrencode.h REQUIRED)
add_library(entra_auth_qrencode_headers INTERFACE)
target_include_directories(entra_auth_qrencode_headers SYSTEM INTERFACE "${QRENCODE_INCLUDE_DIR}")

# Only the headers: secrets/ opens libsystemd if a secret is in the keyring
# (docs/adr/0010-d-bus-library.md).
add_library(entra_auth_systemd_headers INTERFACE)
target_include_directories(entra_auth_systemd_headers SYSTEM INTERFACE ${SYSTEMD_INCLUDE_DIRS})

# Header-only: the shared libraries cost start-up time, and Debian has no static ones.
add_library(entra_auth_spdlog INTERFACE)
target_compile_definitions(entra_auth_spdlog INTERFACE FMT_HEADER_ONLY SPDLOG_FMT_EXTERNAL)
target_include_directories(entra_auth_spdlog SYSTEM INTERFACE
  $<TARGET_PROPERTY:spdlog::spdlog_header_only,INTERFACE_INCLUDE_DIRECTORIES>
  $<TARGET_PROPERTY:fmt::fmt-header-only,INTERFACE_INCLUDE_DIRECTORIES>)

add_library(entra_auth_toml INTERFACE)
target_compile_definitions(entra_auth_toml INTERFACE TOML_EXCEPTIONS=0 TOML_HEADER_ONLY=1)
target_include_directories(entra_auth_toml SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE_DIRS})
