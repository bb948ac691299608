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

/// Reads a file that contains a secret, unchanged. Refused, with the chmod command as a hint, if
/// other users could read or change it (docs/profiles.md, "Files that hold secrets"):
///  - a file of this user must be private, mode & 077 == 0; root's may also be readable by root's
///    group;
///  - a file of root, read by another user, must not be writable by others: the administrator or
///    the container platform chose who reads it;
///  - a file of any other user is refused;
///  - under /run/secrets, /var/run/secrets, /mnt/secrets-store and $CREDENTIALS_DIRECTORY the
///    platform decides, and owner and mode are not checked;
///  - FIFOs, /dev/stdin, /dev/fd/N and /proc/self/fd/N were opened by the caller, and are not
///  checked.
/// Fails with `secret_unavailable`.
[[nodiscard]] Result<Secret> read_secret_file(const std::filesystem::path& path,
                                              std::size_t max_bytes,
                                              const os::Environment& environment);

/// Reads a file that may contain a private key. The same rules apply, but a breach is a warning
/// instead of an error: such files often come from other tools that leave them readable, and may be
/// encrypted.
[[nodiscard]] Result<Secret> read_key_file(const std::filesystem::path& path, std::size_t max_bytes,
                                           const os::Environment& environment,
                                           std::vector<std::string>& warnings);

}  // namespace entra_auth::secrets
