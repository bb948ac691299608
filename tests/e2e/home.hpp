// SPDX-License-Identifier: MIT
#pragma once

#include "support/sandbox_process.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::test {

/// A user of the real binary: a home folder, an environment of its own, a profile file.
class Home {
 public:
  Home();
  explicit Home(const SandboxProcess& sandbox);  // with profile "api" for its first client

  /// Replaces the profile file.
  void profiles(const std::string& toml) const;
  /// A profile table for the sandbox's tenant; `members` are further lines.
  [[nodiscard]] static std::string profile(const SandboxProcess& sandbox, const std::string& name,
                                           const std::string& client_id,
                                           const std::string& members);

  void set(const std::string& name, const std::string& value);
  void unset(const std::string& name);
  /// Sets what that platform injects (docs/sandbox.md, "Environments").
  void enter(const SandboxProcess& sandbox, const std::string& platform);

  [[nodiscard]] RunResult cli(std::vector<std::string> arguments, RunOptions options = {}) const;
  /// The same in a mount namespace of its own, after a shell script has arranged its folders there
  /// (it may also change variables). Returns nullopt, with a warning, if this system has no
  /// namespaces.
  [[nodiscard]] std::optional<RunResult> cli_after(const std::string& script,
                                                   const std::vector<std::string>& arguments) const;
  [[nodiscard]] const std::vector<std::string>& environment() const { return environment_; }
  [[nodiscard]] const TempDir& dir() const { return dir_; }
  [[nodiscard]] std::filesystem::path profile_file() const;
  [[nodiscard]] std::filesystem::path cache() const;

 private:
  TempDir dir_;
  std::vector<std::string> environment_;
};

/// True for a token and one line break: what $(…) needs.
[[nodiscard]] bool is_one_token(const std::string& text);

}  // namespace entra_auth::test
