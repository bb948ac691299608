// SPDX-License-Identifier: MIT
// Requests from a child process in Linux namespaces of its own: where the surroundings matter and
// must not be those of the machine.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace entra_auth::test {

/// What `body` returns in a process without any network, so that no name is asked of any server.
/// Nothing, and a warning, where this system does not let us take the network away.
[[nodiscard]] std::optional<std::string> without_network(const std::function<std::string()>& body);

/// The same in a process that sees `folder` as /etc/ssl/certs.
[[nodiscard]] std::optional<std::string> with_system_certificates(
    const std::filesystem::path& folder, const std::function<std::string()>& body);

}  // namespace entra_auth::test
