// SPDX-License-Identifier: MIT
// What a command is: options bound to the parser, and a function that returns its output. Only
// main prints and exits.
#pragma once

#include "os/environment.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/error.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace entra_auth::cli {

/// Accepted before and after every command.
struct GlobalOptions {
  int verbosity = 0;        // number of -v
  std::string config_file;  // --config
  bool no_color = false;
};

/// What commands get from the outside.
struct Context {
  const os::Environment& environment;
  Clock& clock;
  const GlobalOptions& global;
  Deadline started;  // when the process began: --timeout counts from here
};

struct Output {
  Secret text;  // for stdout, complete with its last line break
  /// For output of any length: called after `text` is out until it yields nothing; what it yields
  /// is written at once. An error ends it and decides the exit code.
  std::function<Result<std::optional<std::string>>()> more{};
  std::vector<std::string> warnings{};  // for stderr, one line each
  std::optional<Error> failure{};       // shown, and decides the exit code, after the text is out
};

using Command = std::function<Result<Output>(const Context&)>;

/// What the parser made of the command line.
struct Invocation {
  const os::Environment& environment;
  GlobalOptions global{};
  Command command{};         // set by the chosen command's callback
  bool json_errors = false;  // -o json: an error is one JSON object
};

// One per command: adds it to the parser, with a callback that fills `invocation`.
void add_get_token(CLI::App& app, Invocation& invocation);
void add_refresh(CLI::App& app, Invocation& invocation);
void add_logout(CLI::App& app, Invocation& invocation);
void add_discover(CLI::App& app, Invocation& invocation);
void add_inspect(CLI::App& app, Invocation& invocation);
void add_config(CLI::App& app, Invocation& invocation);
void add_cache(CLI::App& app, Invocation& invocation);
void add_doctor(CLI::App& app, Invocation& invocation);
void add_completion(CLI::App& app, Invocation& invocation);
void add_man(CLI::App& app, Invocation& invocation);

}  // namespace entra_auth::cli
