// SPDX-License-Identifier: MIT
// Everything that is documented about the kinds of error, once: help, manual pages and JSON output
// read it from here.
#pragma once

#include <entra_auth/error.hpp>

#include <array>
#include <string_view>

namespace entra_auth {

struct ErrorKindInfo {
  ErrorKind kind;
  int exit_code;
  const char* name;  // stable
  std::string_view meaning;
};

/// In ascending order of the exit codes.
inline constexpr std::array kErrorKinds = {
    ErrorKindInfo{ErrorKind::unexpected, 1, "unexpected",
                  "An unexpected error, or the output could not be written"},
    ErrorKindInfo{ErrorKind::profile_not_found, 2, "profile_not_found",
                  "Profile not found, or several and none selected"},
    ErrorKindInfo{ErrorKind::server_refused, 3, "server_refused", "The server refused the request"},
    ErrorKindInfo{ErrorKind::network, 4, "network",
                  "Network: DNS, connection, TLS, proxy, or an unusable response"},
    ErrorKindInfo{ErrorKind::timeout, 5, "timeout", "No response in time"},
    ErrorKindInfo{ErrorKind::interaction_required, 6, "interaction_required",
                  "A user is needed, and this process cannot ask one"},
    ErrorKindInfo{ErrorKind::invalid_configuration, 7, "invalid_configuration",
                  "The configuration or a profile is not usable"},
    ErrorKindInfo{ErrorKind::secret_unavailable, 8, "secret_unavailable",
                  "A secret could not be read or stored"},
    ErrorKindInfo{ErrorKind::invalid_token, 9, "invalid_token",
                  "A token is malformed, not valid now, or failed verification"},
    ErrorKindInfo{ErrorKind::usage, 64, "usage", "Wrong usage"},
    ErrorKindInfo{ErrorKind::interrupted, 130, "interrupted", "Ended by SIGINT"},
    ErrorKindInfo{ErrorKind::terminated, 143, "terminated", "Ended by SIGTERM"},
};

}  // namespace entra_auth
