// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"

#include <string>
#include <vector>

namespace entra_auth::os {

/// The programs to try, in order, each as the arguments to run it with: what $BROWSER lists
/// (separated by colons, `%s` stands for the URL, words by spaces, no shell), else Windows' own
/// browser in WSL, else xdg-open where there is a display. Never a browser that would take over
/// the terminal. Empty where there is none: then the person opens the URL on some machine.
[[nodiscard]] std::vector<std::vector<std::string>> browser_commands(const Environment& environment,
                                                                     const std::string& url);

/// Starts the first of them that can be started: in a session of its own, silent, with none of our
/// descriptors, and not waited for. `url` must be an http or https URL. False where none started.
[[nodiscard]] bool open_browser(const Environment& environment, const std::string& url);

}  // namespace entra_auth::os
