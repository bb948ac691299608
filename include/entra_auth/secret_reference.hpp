// SPDX-License-Identifier: MIT
#pragma once

#include "entra_auth/secret.hpp"

#include <string>
#include <variant>
#include <vector>

namespace entra_auth {

/// The name under which a store keeps a secret. The owner is part of it: a profile of the same name
/// in another file must not get the secret.
struct SecretItem {
  std::string owner;    // absolute path of the profile file, links in its folder resolved
  std::string profile;  // name of the profile
  std::string key;      // profile key, e.g. "client_secret"

  bool operator==(const SecretItem&) const = default;
};

/// Where a secret is, not what it is (docs/profiles.md, "Secret references").
struct EnvironmentSecret {
  std::string variable;
};
struct FileSecret {
  std::string path;
};  // `~` not yet expanded
struct CommandSecret {
  std::vector<std::string> argv;
};  // run without a shell
struct DescriptorSecret {
  int fd = -1;
};  // inherited from the caller
struct StoredSecret {
  std::string store;
  SecretItem item;
};  // "keyring" or "vault"
struct LiteralSecret {
  Secret value;
};  // from a private profile file

using SecretReference = std::variant<EnvironmentSecret, FileSecret, CommandSecret, DescriptorSecret,
                                     StoredSecret, LiteralSecret>;

}  // namespace entra_auth
