// SPDX-License-Identifier: MIT
// What a command is: its options as data, and a function that returns its output. Commands print
// nothing themselves: cli/app.cpp writes their output to stdout.
#pragma once

#include "os/environment.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/error.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

using Action = std::function<Result<Output>(const Context&)>;

/// What a shell can offer for the value of an option.
enum class ValueKind : std::uint8_t { none, words, profile, file, command };

/// Of an option that prints this text and ends the program, as --version does.
struct PrintedText {
  std::string_view text;
};

/// Where the value of an option goes. `bool` is a flag and `int` counts how often a flag is given;
/// the others take a value, `std::vector` one each time that the option is given, the rest once.
using Target = std::variant<bool*, int*, std::string*, std::optional<int>*,
                            std::vector<std::string>*, PrintedText>;

/// An option or an argument. The texts are literals, or live as long as the program.
struct Option {
  std::string_view names;            // "-p,--profile"; "NAME,-p" can also be given as an argument
  Target target;                     // outlives the parse
  std::string_view value{};          // what help calls the value: "FILE"; flags have none
  std::string_view help{};           // one sentence, without its full stop
  ValueKind kind = ValueKind::none;  // what a shell completes
  std::string_view words{};          // the values to complete, separated by spaces
  bool only_words = false;           // any other value is refused
  int min = 0;                       // bounds of a number
  int max = std::numeric_limits<int>::max();
  std::string_view excludes{};  // options that it cannot be combined with: "--claims --claim"
  bool is_required = false;
  bool may_be_empty = true;            // false: "" is refused
  std::string_view group = "Options";  // heading in the help
};

struct CommandDetails;

/// A command as its parent lists it. `details` is called only if the command is on the command
/// line, or if all commands are described: a cached get-token is too quick to build them all.
struct Command {
  std::string_view name;
  std::string_view summary;
  std::function<CommandDetails()> details;
  bool is_hidden = false;  // neither in help nor in completions
};

struct CommandDetails {
  std::vector<Option> options{};
  std::vector<Command> commands{};      // if there are any, one of them must be given
  std::string footer{};                 // below the help; if empty, the parent's
  const std::string* output = nullptr;  // value of -o: with "json" errors are JSON objects, too
  std::string_view output_variable{};   // environment variable with the default of -o
  Action run{};                         // empty if there are commands below; keeps `output` alive

  void add(std::string_view group, std::initializer_list<Option> more);
};

inline void CommandDetails::add(std::string_view group, std::initializer_list<Option> more) {
  for (Option option : more) {
    option.group = group;
    options.push_back(option);
  }
}

/// A command with an options struct of its own: `describe` points the options into it, `run` gets
/// it filled in.
template <class Options>
Command make_command(std::string_view name, std::string_view summary,
                     CommandDetails (*describe)(Options&),
                     Result<Output> (*run)(const Options&, const Context&)) {
  return {name, summary, [describe, run] {
            auto options = std::make_shared<Options>();
            CommandDetails details = describe(*options);
            details.run = [options, run](const Context& context) { return run(*options, context); };
            return details;
          }};
}

// The commands of the program.
[[nodiscard]] Command get_token_command();
[[nodiscard]] Command refresh_command();
[[nodiscard]] Command inspect_command();
[[nodiscard]] Command discover_command();
[[nodiscard]] Command config_command();
[[nodiscard]] Command cache_command();
[[nodiscard]] Command logout_command();
[[nodiscard]] Command doctor_command();
[[nodiscard]] Command completion_command();
[[nodiscard]] Command complete_command();
[[nodiscard]] Command man_command();

}  // namespace entra_auth::cli
