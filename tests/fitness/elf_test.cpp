// SPDX-License-Identifier: MIT
// What the built executable links and how it is hardened, read with readelf.
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>
#include <string>

using namespace entra_auth;
using Catch::Matchers::Contains;

namespace {

bool is_release() {
  const auto cache = test::read_text(ENTRA_AUTH_BINARY_DIR "/CMakeCache.txt");
  return cache.find("CMAKE_BUILD_TYPE:STRING=Release") != std::string::npos &&
         cache.find("ENTRA_AUTH_STATIC_SODIUM:BOOL=ON") != std::string::npos;
}

std::string readelf(const std::string& what, const std::string& file = ENTRA_AUTH_CLI) {
  const auto result =
      test::run({"/usr/bin/readelf", "-W", what, file}, {.env = test::own_environment()});
  REQUIRE(result.exit_status == 0);
  return result.out;
}

std::set<std::string> needed(const std::string& file) {
  std::set<std::string> libraries;
  std::istringstream lines(readelf("--dynamic", file));
  for (std::string line; std::getline(lines, line);) {
    if (line.find("(NEEDED)") == std::string::npos) continue;
    const auto start = line.find('[') + 1;
    libraries.insert(line.substr(start, line.find(']') - start));
  }
  return libraries;
}

}  // namespace

TEST_CASE("the executable needs libc and nothing else: that is what makes a hit fast") {
  if (!is_release()) {
    WARN("skipped: not a release build");
    return;
  }
  const std::set<std::string> allowed = {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2",
                                         "ld-linux-aarch64.so.1"};
  for (const auto& library : needed(ENTRA_AUTH_CLI)) {
    CAPTURE(library);
    CHECK(allowed.contains(library));
  }
}

TEST_CASE("the executables are hardened") {
  if (!is_release()) {
    WARN("skipped: not a release build");
    return;
  }
  for (const char* file : {ENTRA_AUTH_CLI, ENTRA_AUTH_SANDBOX}) {
    CAPTURE(file);
    CHECK_THAT(readelf("--file-header", file),
               Contains("DYN (Position-Independent Executable file)"));
    const auto segments = readelf("--program-headers", file);
    CHECK_THAT(segments, Contains("GNU_RELRO"));
    std::istringstream lines(segments);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("GNU_STACK") != std::string::npos)
        CHECK_THAT(line, Contains("RW ") && !Contains("RWE"));
    }
    const auto dynamic = readelf("--dynamic", file);
    CHECK_THAT(dynamic, Contains("BIND_NOW") && Contains("PIE"));
    CHECK_THAT(dynamic, !Contains("RPATH") && !Contains("RUNPATH"));
    const auto symbols = readelf("--dyn-syms", file);
    CHECK_THAT(symbols, Contains("__stack_chk_fail"));
    CHECK_THAT(symbols, Contains("_chk@"));  // _FORTIFY_SOURCE
  }
}
