// SPDX-License-Identifier: MIT
// The layers of docs/ARCHITECTURE.md, checked against every #include below src/ and include/.
#include "fitness/source_tree.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace entra_auth;
using test::all_sources;
using test::includes_of;
using test::layer_of;
using test::name_of;

namespace {

/// Layers, or single headers of a layer.
using Layers = std::set<std::string>;

const std::map<std::string, Layers> kMayUse = {
    {"base", {}},
    {"os", {"base"}},
    {"crypto", {"base", "os"}},
    {"http", {"base", "os"}},
    {"oauth", {"base", "crypto", "os/random.hpp"}},  // of the system only its random numbers
    {"secrets", {"base", "os", "crypto"}},
    {"profiles", {"base", "os", "secrets", "oauth"}},
    {"cache", {"base", "os", "crypto"}},
    {"service", {"base", "os", "crypto", "secrets", "oauth", "profiles", "cache"}},
    {"graph", {"base", "oauth"}},
    {"cli",
     {"base", "os", "crypto", "http", "oauth", "secrets", "profiles", "cache", "service", "graph"}},
    {"sandbox", {"base", "os", "crypto", "oauth"}},
};

/// Who may include a third party's headers, by the start of the include path: a layer, a folder of
/// src/ or a file of src/.
const std::map<std::string, Layers> kOwners = {
    {"curl/", {"http/"}},
    {"openssl/", {"crypto/"}},
    {"sodium", {"crypto/"}},
    {"toml++/", {"profiles/"}},
    {"CLI/", {"cli/parser/parser.cpp", "sandbox/options.cpp"}},
    {"spdlog/", {"base/log.cpp"}},
    {"qrencode.h", {"cli/output/qr_code.cpp"}},
    {"httplib.h", {"sandbox/http/server.cpp"}},
    {"systemd/", {"secrets/keyring/"}},
};

/// Headers of the system: how to read a file, start a process or open a socket is known to `os` and
/// to the sandbox, which is an executable of its own.
const std::set<std::string> kSystemHeaders = {
    "arpa/inet.h", "dirent.h", "dlfcn.h",    "fcntl.h",  "grp.h",        "ifaddrs.h",
    "netdb.h",     "poll.h",   "pty.h",      "pwd.h",    "sched.h",      "spawn.h",
    "termios.h",   "unistd.h", "sysexits.h", "syslog.h", "netinet/in.h", "pthread.h",
    "semaphore.h", "glob.h",   "wordexp.h"};

bool is_system_header(const std::string& path) {
  return kSystemHeaders.contains(path) || path.starts_with("sys/") || path.starts_with("linux/") ||
         path.starts_with("netinet/") || path.starts_with("asm/");
}

bool is_owner(const Layers& owners, const std::string& file) {
  for (const auto& owner : owners) {
    if (owner.ends_with('/') ? file.starts_with(owner) : file == owner) return true;
  }
  return false;
}

/// Below src/, "" for the public headers.
std::string below_src(const fs::path& file) {
  const auto name = name_of(file);
  return name.starts_with("src/") ? name.substr(4) : "";
}

void check_headers(const std::string& folder) {
  const auto root = test::source_root();
  for (const auto& file : test::files_in(folder, ".hpp")) {
    const auto result = test::run({"/usr/bin/c++", "-std=c++20", "-fsyntax-only", "-x", "c++", "-I",
                                   (root / "include").string(), "-I", (root / "src").string(),
                                   "-DTOML_EXCEPTIONS=0", file.string()},
                                  {.env = test::own_environment()});
    INFO(name_of(file) << "\n" << result.err);
    CHECK(result.exit_status == 0);
  }
}

}  // namespace

TEST_CASE("includes: point down the layers, never up or sideways") {
  for (const auto& file : all_sources()) {
    const auto layer = layer_of(file);
    REQUIRE(kMayUse.contains(layer));
    for (const auto& include : includes_of(file)) {
      const auto used = include.path.substr(0, include.path.find('/'));
      if (!kMayUse.contains(used)) {
        INFO(name_of(file) << " includes " << include.path);
        CHECK((!include.quoted || include.path.starts_with("entra_auth/")));
        continue;
      }
      INFO(name_of(file) << " includes " << include.path);
      const auto& allowed = kMayUse.at(layer);
      CHECK((used == layer || allowed.contains(used) || allowed.contains(include.path)));
    }
  }
}

TEST_CASE("includes: a third party's headers are included by their owner only") {
  for (const auto& file : all_sources()) {
    for (const auto& include : includes_of(file)) {
      for (const auto& [start, owners] : kOwners) {
        if (!include.path.starts_with(start)) continue;
        INFO(name_of(file) << " includes " << include.path);
        CHECK(is_owner(owners, below_src(file)));
      }
    }
  }
}

TEST_CASE("includes: system headers are included in os and in the sandbox only") {
  for (const auto& file : all_sources()) {
    if (layer_of(file) == "os" || layer_of(file) == "sandbox") continue;
    for (const auto& include : includes_of(file)) {
      INFO(name_of(file) << " includes " << include.path);
      CHECK_FALSE(is_system_header(include.path));
    }
  }
}

TEST_CASE("includes: no source reads a variable of the environment by itself") {
  for (const auto& file : all_sources()) {
    INFO(name_of(file));
    CHECK(test::read_text(file).find("getenv(") == std::string::npos);
  }
}

// Precompiled headers hide what a header lacks, so each is compiled without them. One test a layer,
// because CTest runs tests side by side.
TEST_CASE("includes: every header of the library compiles alone") { check_headers("include"); }
TEST_CASE("includes: every header of base compiles alone") { check_headers("src/base"); }
TEST_CASE("includes: every header of os compiles alone") { check_headers("src/os"); }
TEST_CASE("includes: every header of crypto compiles alone") { check_headers("src/crypto"); }
TEST_CASE("includes: every header of http compiles alone") { check_headers("src/http"); }
TEST_CASE("includes: every header of oauth compiles alone") { check_headers("src/oauth"); }
TEST_CASE("includes: every header of secrets compiles alone") { check_headers("src/secrets"); }
TEST_CASE("includes: every header of profiles compiles alone") { check_headers("src/profiles"); }
TEST_CASE("includes: every header of cache compiles alone") { check_headers("src/cache"); }
TEST_CASE("includes: every header of service compiles alone") { check_headers("src/service"); }
TEST_CASE("includes: every header of graph compiles alone") { check_headers("src/graph"); }
TEST_CASE("includes: every header of cli compiles alone") { check_headers("src/cli"); }
TEST_CASE("includes: every header of sandbox compiles alone") { check_headers("src/sandbox"); }
