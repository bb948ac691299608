// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret_reference.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::profiles {

/// What a platform injects into the programs that run on it, as variables or as files of the same
/// names. A credential with parts from two places would belong to no application, so only one place
/// is used: the variables if the one called `marker` is set, else the folder if it has a file of
/// that name, else the variables. Keeps a reference to the environment.
class InjectedSettings {
 public:
  InjectedSettings(std::string profile, const os::Environment& environment, std::string_view marker,
                   std::filesystem::path folder = {});

  /// Without surrounding white space; empty if it is missing.
  [[nodiscard]] std::string text(const std::string& name) const;
  /// Fails with `invalid_configuration` if it is missing; the error names profile and setting, and
  /// `advice` is its hint.
  [[nodiscard]] Result<std::string> required(const std::string& name,
                                             const std::string& advice) const;
  /// A reference to the secret, which is not read here. Returns nullopt if it is missing.
  [[nodiscard]] std::optional<SecretReference> secret(const std::string& name) const;

  [[nodiscard]] Result<std::string> required_client_id(const std::string& name,
                                                       const std::string& advice) const;
  [[nodiscard]] Result<std::string> required_tenant(const std::string& name,
                                                    const std::string& advice) const;
  /// A URL that requests may be sent to; empty if it is missing.
  [[nodiscard]] Result<std::string> optional_url(const std::string& name) const;

  /// "variable NAME" or "file FOLDER/NAME".
  [[nodiscard]] std::string describe(const std::string& name) const;
  [[nodiscard]] tl::unexpected<Error> invalid(const std::string& what, std::string hint) const;

 private:
  std::string profile_;
  const os::Environment& environment_;
  std::filesystem::path folder_;  // empty: variables
};

}  // namespace entra_auth::profiles
