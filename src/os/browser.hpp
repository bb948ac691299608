// SPDX-License-Identifier: MIT
#pragma once

#include "os/environment.hpp"

#include <string>
#include <vector>

namespace entra_auth::os {

/// The programs to try, in order, each as the arguments to run it with: the commands in $BROWSER
/// (separated by colons, their words by spaces, `%s` is replaced by the URL, no shell), else the
/// Windows browser in WSL, else xdg-open if there is a display. Never a browser that would take
/// over the terminal. If the list is empty, the user can open the URL on another machine.
[[nodiscard]] std::vector<std::vector<std::string>> browser_commands(const Environment& environment,
                                                                     const std::string& url);

/// Starts the first of them that can be started: in a session of its own, silent, without our
/// descriptors. Does not wait for it. `url` must be an http or https URL. Returns false if none
/// could be started.
[[nodiscard]] bool open_browser(const Environment& environment, const std::string& url);

}  // namespace entra_auth::os
