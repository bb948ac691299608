// SPDX-License-Identifier: MIT
// The layers of docs/ARCHITECTURE.md, held against every #include below src/ and include/.
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace entra_auth;

namespace {

const fs::path kRoot = ENTRA_AUTH_SOURCE_DIR;

using Layers = std::set<std::string>;

/// A layer, or one header of a layer.
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

/// Who may include a third party's headers, by the start of the include path.
const std::map<std::string, Layers> kOwners = {
    {"curl/", {"http"}},       {"openssl/", {"crypto"}},     {"sodium", {"crypto"}},
    {"toml++/", {"profiles"}}, {"CLI/", {"cli", "sandbox"}}, {"spdlog/", {"base"}},
    {"qrencode.h", {"cli"}},   {"httplib.h", {"sandbox"}},   {"sys/file.h", {"os"}},
    {"dlfcn.h", {"os"}},       {"fcntl.h", {"os"}},          {"spawn.h", {"os"}},
    {"linux/", {"os"}},        {"systemd/", {"secrets"}},
};

struct Include {
  std::string path;
  bool quoted;
};

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> includes;
  std::istringstream text(test::read_text(file));
  for (std::string line; std::getline(text, line);) {
    constexpr std::string_view kStart = "#include ";
    if (!line.starts_with(kStart)) continue;
    const char close = line[kStart.size()] == '"' ? '"' : '>';
    const auto begin = kStart.size() + 1;
    includes.push_back({line.substr(begin, line.find(close, begin) - begin), close == '"'});
  }
  return includes;
}

std::vector<fs::path> sources(const std::string& folder, const std::string& ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
    if (entry.path().extension() == ending) files.push_back(entry.path());
  }
  return files;
}

std::vector<fs::path> all_sources() {
  auto files = sources("src", ".cpp");
  for (const auto& [folder, ending] : {std::pair{"src", ".hpp"}, {"include", ".hpp"}}) {
    const auto more = sources(folder, ending);
    files.insert(files.end(), more.begin(), more.end());
  }
  return files;
}

/// "oauth" for src/oauth/grants/x.cpp, "base" for the public headers.
std::string layer_of(const fs::path& file) {
  const auto relative = fs::relative(file, kRoot);
  return *relative.begin() == "include" ? "base" : (++relative.begin())->string();
}

}  // namespace

TEST_CASE("includes point down the layers, never up or sideways") {
  for (const auto& file : all_sources()) {
    const auto layer = layer_of(file);
    REQUIRE(kMayUse.contains(layer));
    for (const auto& include : includes_of(file)) {
      if (!include.quoted || include.path.starts_with("entra_auth/")) continue;
      const auto used = include.path.substr(0, include.path.find('/'));
      INFO(fs::relative(file, kRoot) << " includes " << include.path);
      const auto& allowed = kMayUse.at(layer);
      CHECK((used == layer || allowed.contains(used) || allowed.contains(include.path)));
    }
  }
}

TEST_CASE("every third party has one owner") {
  for (const auto& file : all_sources()) {
    for (const auto& include : includes_of(file)) {
      for (const auto& [start, owners] : kOwners) {
        if (!include.path.starts_with(start)) continue;
        INFO(fs::relative(file, kRoot) << " includes " << include.path);
        CHECK(owners.contains(layer_of(file)));
      }
    }
  }
}

TEST_CASE("spdlog is in base/log.cpp alone, and nobody calls getenv") {
  for (const auto& file : all_sources()) {
    const auto text = test::read_text(file);
    INFO(fs::relative(file, kRoot));
    if (text.find("<spdlog/") != std::string::npos) CHECK(file.filename() == "log.cpp");
    CHECK(text.find("getenv(") == std::string::npos);
  }
}

TEST_CASE("CLI11 is in cli/parser/parser.cpp and in the sandbox alone") {
  for (const auto& file : all_sources()) {
    const auto text = test::read_text(file);
    if (text.find("CLI::") == std::string::npos && text.find("<CLI/") == std::string::npos)
      continue;
    INFO(fs::relative(file, kRoot));
    CHECK(
        (fs::relative(file, kRoot) == "src/cli/parser/parser.cpp" || layer_of(file) == "sandbox"));
  }
}

TEST_CASE("every header compiles alone") {
  // A header that some .cpp includes first is proven by the build; the others are compiled here.
  std::set<std::string> proven;
  for (const char* folder : {"src", "tests"}) {
    for (const auto& file : sources(folder, ".cpp")) {
      const auto includes = includes_of(file);
      if (!includes.empty()) proven.insert(includes.front().path);
    }
  }
  for (const char* folder : {"src", "include"}) {
    for (const auto& file : sources(folder, ".hpp")) {
      const auto name = fs::relative(file, kRoot / folder).string();
      if (proven.contains(name)) continue;
      const auto result =
          test::run({"/usr/bin/c++", "-std=c++20", "-fsyntax-only", "-x", "c++", "-I",
                     (kRoot / "include").string(), "-I", (kRoot / "src").string(),
                     "-DTOML_EXCEPTIONS=0", file.string()},
                    {.env = test::own_environment()});
      INFO(name << "\n" << result.err);
      CHECK(result.exit_status == 0);
    }
  }
}

TEST_CASE("files stay small enough to hold in the head") {
  for (const auto& file : all_sources()) {
    const auto text = test::read_text(file);
    INFO(fs::relative(file, kRoot));
    if (file.filename() == "hints.cpp") continue;  // data
    CHECK(std::ranges::count(text, '\n') <= 300);
  }
}

TEST_CASE("no test case has a name that CTest or Catch cannot handle") {
  for (const auto& file : sources("tests", ".cpp")) {
    std::istringstream text(test::read_text(file));
    for (std::string line; std::getline(text, line);) {
      if (!line.starts_with("TEST_CASE(")) continue;
      INFO(fs::relative(file, kRoot) << ": " << line);
      CHECK(line.substr(0, line.rfind('"')).find(';') == std::string::npos);
      CHECK_FALSE(line.starts_with("TEST_CASE(\"~"));  // to Catch that means all others
      CHECK_FALSE(line.starts_with("TEST_CASE(\"-"));  // Catch would take it for a flag
    }
  }
}
