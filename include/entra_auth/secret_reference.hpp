// SPDX-License-Identifier: MIT
#pragma once

#include "entra_auth/secret.hpp"

#include <string>
#include <variant>
#include <vector>

namespace entra_auth {

/// Where a secret is, not what it is (docs/profiles.md, "Secret references").
struct EnvironmentSecret { std::string variable; };
struct FileSecret { std::string path; };                     // `~` not yet expanded
struct CommandSecret { std::vector<std::string> argv; };     // run without a shell
struct DescriptorSecret { int fd = -1; };                    // inherited from the caller
struct StoredSecret { std::string store; };                  // "keyring" or "vault"
struct LiteralSecret { Secret value; };                      // from a private profile file

using SecretReference = std::variant<EnvironmentSecret, FileSecret, CommandSecret, DescriptorSecret,
                                     StoredSecret, LiteralSecret>;

}  // namespace entra_auth
