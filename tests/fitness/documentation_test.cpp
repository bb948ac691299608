// SPDX-License-Identifier: MIT
// The documentation says what the binary does.
#include "base/text.hpp"
#include "entra_auth/error.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <set>
#include <string>

using namespace entra_auth;

namespace {

std::string page(const std::string& name) {
  return test::read_text(std::string(ENTRA_AUTH_SOURCE_DIR) + "/" + name);
}

std::string help(std::vector<std::string> command) {
  command.insert(command.begin(), ENTRA_AUTH_CLI);
  command.emplace_back("--help");
  return test::run(command).out;
}

}  // namespace

TEST_CASE("every command of the README's table answers to --help, and every command is in it") {
  const auto readme = page("README.md");
  for (const auto& command : std::vector<std::vector<std::string>>{{"get-token"},
                                                                   {"refresh"},
                                                                   {"inspect"},
                                                                   {"discover"},
                                                                   {"logout"},
                                                                   {"config", "export"},
                                                                   {"config", "import"},
                                                                   {"doctor"},
                                                                   {"config", "list"},
                                                                   {"config", "path"},
                                                                   {"config", "validate"},
                                                                   {"config", "vault", "init"},
                                                                   {"config", "vault", "unlock"},
                                                                   {"config", "vault", "lock"},
                                                                   {"config", "vault", "passwd"},
                                                                   {"cache", "list"},
                                                                   {"cache", "clear"},
                                                                   {"completion"}}) {
    CAPTURE(command);
    CHECK(help(command).find("Usage: ") != std::string::npos);
    CHECK(readme.find("`" + join(command, " ")) != std::string::npos);
  }
}

TEST_CASE("every flag that help knows is documented") {
  const auto readme = page("README.md") + page("docs/profiles.md") + page("docs/errors.md");
  const std::regex flag("--[a-z][a-z-]+");
  for (const auto& command : std::vector<std::vector<std::string>>{{},
                                                                   {"get-token"},
                                                                   {"refresh"},
                                                                   {"inspect"},
                                                                   {"discover"},
                                                                   {"doctor"},
                                                                   {"cache", "clear"},
                                                                   {"config", "export"},
                                                                   {"config", "import"},
                                                                   {"config", "vault", "unlock"},
                                                                   {"config", "vault", "passwd"}}) {
    const auto text = help(command);
    for (std::sregex_iterator at(text.begin(), text.end(), flag), end; at != end; ++at) {
      CAPTURE(at->str());
      CHECK(readme.find(at->str()) != std::string::npos);
    }
  }
}

TEST_CASE("docs/errors.md has every exit code with its name") {
  const auto errors = page("docs/errors.md");
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::terminated); ++kind) {
    const auto each = static_cast<ErrorKind>(kind);
    const auto row = "| " + std::to_string(exit_code(each)) + " | `" + kind_name(each) + "` |";
    CAPTURE(row);
    CHECK(errors.find(row) != std::string::npos);
  }
}

TEST_CASE("links between the pages lead somewhere") {
  const std::regex link(R"(\]\(([^)#:]+)(#[^)]*)?\))");
  for (const char* name :
       {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "docs/profiles.md",
        "docs/errors.md", "docs/sandbox.md", "docs/cache-format.md", "docs/secrets.md",
        "docs/vault-format.md", "docs/adr/0005-passphrase-vault.md"}) {
    const auto text = page(name);
    const auto folder =
        std::filesystem::path(ENTRA_AUTH_SOURCE_DIR) / std::filesystem::path(name).parent_path();
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
      INFO(name << " links to " << (*at)[1].str());
      CHECK(std::filesystem::exists(folder / (*at)[1].str()));
    }
  }
}
