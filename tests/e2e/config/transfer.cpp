// SPDX-License-Identifier: MIT
#include "e2e/config/transfer.hpp"

#include "secrets/vault/sealed_file.hpp"

#include <catch2/catch.hpp>

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace entra_auth::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPassphrase = "over the wire 1";

}  // namespace

Machine::Machine() {
  set("ENTRA_AUTH_CLI_EXPORT_PASSPHRASE", kPassphrase);
  set("ENTRA_AUTH_CLI_VAULT_PASSPHRASE", "hemmelig-1");
  set("CI", "true");  // no key of the vault stays in the kernel
}

std::string Machine::state() const {
  std::string text;
  for (const auto* folder : {".config", ".local", ".cache"}) {
    if (!fs::exists(dir() / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(dir() / folder)) {
      text += entry.path().string() + "\n";
      if (entry.is_regular_file()) text += read_text(entry.path());
    }
  }
  return text;
}

RunResult Machine::export_to(const fs::path& file, const std::vector<std::string>& flags) const {
  std::vector<std::string> arguments = {"config", "export", "api", "--file", file.string()};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  auto result = cli(arguments);
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(result.out.empty());
  return result;
}

RunResult Machine::import_from(const fs::path& file, const std::vector<std::string>& flags) const {
  std::vector<std::string> arguments = {"config", "import", file.string()};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  return cli(arguments);
}

bool Machine::gets_token(const std::string& name) const {
  const auto result = cli({"get-token", "-p", name, "--force"});
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  return is_one_token(result.out);
}

void check_refused(const RunResult& result, int exit_status, const std::string& words) {
  CAPTURE(result.err);
  CHECK(result.exit_status == exit_status);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, StartsWith("error: ") && Contains(words) && Contains("\nhint: "));
}

std::string sealed(const std::string& content) {
  const auto key = secrets::new_sealed_key(secrets::SealedKind::exported_profiles,
                                           Secret(kPassphrase), {.passes = 1, .memory_kib = 8192});
  REQUIRE(key);
  const auto file = secrets::seal_file(*key, content);
  REQUIRE(file);
  return *file;
}

std::string sealed_export(const std::string& toml, const nlohmann::json& secrets) {
  return sealed(nlohmann::json{{"version", 1}, {"profile", toml}, {"secrets", secrets}}.dump());
}

}  // namespace entra_auth::test
