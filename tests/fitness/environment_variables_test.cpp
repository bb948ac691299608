// SPDX-License-Identifier: MIT
// The manual pages name the variables that the sources read, and no others.
#include "cli/manual/environment_variables.hpp"

#include "base/text.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

using namespace entra_auth;
namespace fs = std::filesystem;

namespace {

/// All of src but the sandbox, which has an environment of its own, and the table itself.
std::string sources() {
  std::string text;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(ENTRA_AUTH_SOURCE_DIR) / "src")) {
    const std::string path = entry.path().string();
    const bool counts = entry.is_regular_file() && path.find("/sandbox/") == std::string::npos &&
                        entry.path().filename() != "environment_variables.hpp";
    if (counts) text += test::read_text(entry.path());
  }
  return text;
}

std::set<std::string> documented() {
  std::set<std::string> names;
  for (const auto& each : cli::kEnvironmentVariables) {
    for (const auto& name : split(each.names, ", ")) names.insert(name);
  }
  return names;
}

}  // namespace

TEST_CASE("every variable of ours that the sources read is on the manual pages") {
  const auto names = documented();
  const auto text = sources();
  const std::regex ours("\"(ENTRA_AUTH_CLI_[A-Z_]+)\"");
  int found = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), ours), end; at != end; ++at) {
    const auto name = (*at)[1].str();
    CAPTURE(name);
    CHECK(names.contains(name));
    ++found;
  }
  CHECK(found >= 10);
}

TEST_CASE("every variable on the manual pages is read") {
  const auto text = sources();
  for (const auto& name : documented()) {
    CAPTURE(name);
    CHECK(text.find("\"" + name + "\"") != std::string::npos);
  }
}
