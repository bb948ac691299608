// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace entra_auth::secrets {

/// Reads a file that holds a secret, as it is. Refused, with the chmod to type, where others could
/// see or change it (docs/profiles.md, "Files that hold secrets"):
///  - a file of this user must be private, mode & 077 == 0; root may also keep one that only its
///    own group can read;
///  - a file of root, read by another user, must not be writable by others: the administrator or
///    the container platform chose who reads it;
///  - a file of anybody else is refused;
///  - under /run/secrets, /var/run/secrets, /mnt/secrets-store and $CREDENTIALS_DIRECTORY the
///    platform rules and nothing is asked of owner and mode;
///  - FIFOs, /dev/stdin, /dev/fd/N and /proc/self/fd/N were opened by whoever started us.
/// Kind `secret_unavailable`.
[[nodiscard]] Result<Secret> read_secret_file(const std::filesystem::path& path,
                                              std::size_t max_bytes,
                                              const os::Environment& environment);

/// Reads a file that may hold a private key, under the same rules, but what they would refuse
/// becomes a warning: such files often come from other tools that leave them readable, and may be
/// encrypted.
[[nodiscard]] Result<Secret> read_key_file(const std::filesystem::path& path, std::size_t max_bytes,
                                           const os::Environment& environment,
                                           std::vector<std::string>& warnings);

}  // namespace entra_auth::secrets
