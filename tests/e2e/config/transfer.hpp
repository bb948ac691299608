// SPDX-License-Identifier: MIT
// What tests of config export and import share.
#pragma once

#include "e2e/home.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace entra_auth::test {

/// A user's machine, with the passphrases of exports and of the vault in the environment.
class Machine : public Home {
 public:
  Machine();
  [[nodiscard]] std::filesystem::path data() const { return dir() / ".local/share/entra-auth-cli"; }
  /// Everything that an import could change, as text to compare.
  [[nodiscard]] std::string state() const;

  /// Of profile "api"; checks that it succeeds and prints nothing on standard output.
  RunResult export_to(const std::filesystem::path& file,
                      const std::vector<std::string>& flags = {}) const;
  [[nodiscard]] RunResult import_from(const std::filesystem::path& file,
                                      const std::vector<std::string>& flags = {}) const;
  /// Checks that there is one.
  [[nodiscard]] bool gets_token(const std::string& name) const;
};

/// Checks exit status and words of an error with a hint, and that nothing was printed.
void check_refused(const RunResult& result, int exit_status, const std::string& words);

/// An export with that content, sealed under a machine's passphrase.
[[nodiscard]] std::string sealed(const std::string& content);
/// The same for a profile file, and secrets in base64url.
[[nodiscard]] std::string sealed_export(const std::string& toml,
                                        const nlohmann::json& secrets = nlohmann::json::object());

}  // namespace entra_auth::test
