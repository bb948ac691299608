// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

namespace entra_auth::cli {

struct ExitCode {
  int code;
  std::string_view meaning;
};

/// What `exit_code` of an error, or success, ends the process with; for the manual pages.
inline constexpr std::array kExitCodes = {
    ExitCode{0, "Success"},
    ExitCode{1, "An unexpected error, or the output could not be written"},
    ExitCode{2, "No such profile, or several and no word on which"},
    ExitCode{3, "The server refused"},
    ExitCode{4, "Network: DNS, connect, TLS, proxy, or an answer that makes no sense"},
    ExitCode{5, "No answer in time"},
    ExitCode{6, "A person is needed, and nobody can be asked here"},
    ExitCode{7, "The configuration or a profile is not usable"},
    ExitCode{8, "A secret could not be read or stored"},
    ExitCode{9, "A token is malformed, not valid now, or failed verification"},
    ExitCode{64, "Wrong usage"},
    ExitCode{130, "Ended by SIGINT"},
    ExitCode{143, "Ended by SIGTERM"},
};

}  // namespace entra_auth::cli
