// SPDX-License-Identifier: MIT
#include "cli/program.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstddef>

namespace entra_auth::cli {
namespace {

/// "Exit codes: 0 success, 2 profile not found, …", in lines of at most 80 columns.
std::string exit_codes_text() {
  constexpr std::size_t kColumns = 80;
  std::string text = "Exit codes: 0 success";
  std::size_t line_start = 0;
  for (const auto& kind : kErrorKinds) {
    std::string word = std::to_string(kind.exit_code) + " " + kind.name;
    std::ranges::replace(word, '_', ' ');
    text += ',';
    const bool fits = text.size() - line_start + 1 + word.size() < kColumns;
    text += fits ? ' ' : '\n';
    if (!fits) line_start = text.size();
    text += word;
  }
  return text + ".";
}

CommandDetails describe(GlobalOptions& options) {
  CommandDetails details;
  details.options = {
      {.names = "--version",
       .target = PrintedText{"entra-auth-cli " ENTRA_AUTH_VERSION},
       .help = "Print the version"},
      {.names = "-v,--verbose",
       .target = &options.verbosity,
       .help = "Explain on stderr; -vv also shows requests (without secrets)"},
      {.names = "--config",
       .target = &options.config_file,
       .value = "FILE",
       .help = "Use this profile file",
       .kind = ValueKind::file},
      {.names = "--no-color", .target = &options.no_color, .help = "No colours on stderr"},
  };
  details.commands = {get_token_command(), refresh_command(), inspect_command(),
                      discover_command(),  config_command(),  cache_command(),
                      logout_command(),    doctor_command(),  completion_command(),
                      complete_command(),  man_command()};
  details.footer =
      "Examples:\n"
      "  TOKEN=$(entra-auth-cli get-token -p my-api-client)\n"
      "  curl -H \"Authorization: Bearer $TOKEN\" https://api.example/v1/data\n"
      "  echo \"$TOKEN\" | entra-auth-cli inspect\n\n" +
      exit_codes_text();
  return details;
}

}  // namespace

Command program(GlobalOptions& options) {
  return {"entra-auth-cli",
          "Access tokens from Microsoft Entra ID and other OAuth 2.0 servers, for scripts",
          [&options] { return describe(options); }};
}

CommandInfo describe_program() {
  GlobalOptions options;
  return command_tree(program(options));
}

}  // namespace entra_auth::cli
