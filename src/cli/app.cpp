// SPDX-License-Identifier: MIT
#include "cli/app.hpp"

#include "base/error.hpp"
#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/output/error_output.hpp"
#include "cli/parser/help_formatter.hpp"
#include "os/files.hpp"
#include "os/process.hpp"
#include "os/terminal.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace entra_auth::cli {
namespace {

void write_stderr(std::string_view text) {
  // Nothing can be done, nor said, where stderr is gone.
  (void)os::write_descriptor(2, text);
}

Result<void> write_stdout(std::string_view text) {
  if (text.empty()) return {};
  if (!os::stdout_was_open()) {
    return fail(ErrorKind::unexpected, "cannot write the output: standard output is closed");
  }
  if (auto written = os::write_descriptor(1, text); !written) {
    return fail(ErrorKind::unexpected, "cannot write the output: " + written.error().message);
  }
  return {};
}

bool use_color(const GlobalOptions& global, const os::Environment& environment) {
  return !global.no_color && !environment.get_nonempty("NO_COLOR") && os::stderr_is_terminal();
}

int report(const Error& error, ErrorFormat format, bool color) {
  write_stderr(render_error(error, format, color));
  return exit_code(error.kind);
}

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

void define(CLI::App& app, Invocation& invocation) {
  app.formatter(std::make_shared<HelpFormatter>());
  app.set_help_flag("-h,--help", "Print this help");
  app.require_subcommand(1);
  app.set_version_flag("--version", "entra-auth-cli " ENTRA_AUTH_VERSION, "Print the version");
  app.add_flag("-v,--verbose", invocation.global.verbosity,
               "Say why on stderr; -vv also what goes over the wire (no secrets)");
  app.add_option("--config", invocation.global.config_file, "Profile file to use")
      ->type_name("FILE");
  app.add_flag("--no-color", invocation.global.no_color, "No colours on stderr");
  app.footer(
      "Examples:\n"
      "  TOKEN=$(entra-auth-cli get-token -p my-api-client)\n"
      "  curl -H \"Authorization: Bearer $TOKEN\" https://api.example/v1/data\n"
      "  echo \"$TOKEN\" | entra-auth-cli inspect\n\n" +
      exit_codes_text());
  add_get_token(app, invocation);
  add_refresh(app, invocation);
  add_inspect(app, invocation);
  add_discover(app, invocation);
  add_config(app, invocation);
  add_cache(app, invocation);
  add_logout(app, invocation);
  add_doctor(app, invocation);
  add_completion(app, invocation);
  add_man(app, invocation);
}

/// Whether -o json stands on a command line that could not be parsed.
bool wants_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "-ojson" || word == "-o=json" || word == "--output=json") return true;
    if ((word == "-o" || word == "--output") && i + 1 < argc &&
        std::string_view(argv[i + 1]) == "json") {
      return true;
    }
  }
  return false;
}

std::string command_path(const CLI::App& app) {
  std::string path = app.get_name();
  for (const auto* command : app.get_subcommands()) path += " " + command_path(*command);
  return path;
}

int report_parse_failure(const CLI::App& app, const CLI::ParseError& failure, int argc,
                         const char* const* argv, bool color) {
  if (failure.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {  // --help, --version
    std::string text = dynamic_cast<const CLI::CallForVersion*>(&failure) != nullptr
                           ? app.version() + "\n"
                           : app.help();
    const auto written = write_stdout(text);
    return written ? 0 : report(written.error(), ErrorFormat::text, color);
  }
  const Error error{.kind = ErrorKind::usage,
                    .message = failure.what(),
                    .hints = {"run: " + command_path(app) + " --help"}};
  return report(error, wants_json(argc, argv) ? ErrorFormat::json : ErrorFormat::text, color);
}

Result<Output> perform(const Command& command, const Context& context) {
  try {
    return command(context);
  } catch (const ErrorException& failure) {
    return fail(failure.error());
  }
}

}  // namespace

int run(int argc, const char* const* argv, const os::Environment& environment, Clock& clock) {
  const Deadline started = clock.steady_now();
  Invocation invocation{environment};
  CLI::App app("Access tokens from Microsoft Entra ID and other OAuth 2.0 servers, for scripts",
               "entra-auth-cli");
  define(app, invocation);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    return report_parse_failure(app, failure, argc, argv,
                                use_color(invocation.global, environment));
  }
  const bool color = use_color(invocation.global, environment);
  log::set_verbosity(invocation.global.verbosity);
  const auto format = invocation.json_errors ? ErrorFormat::json : ErrorFormat::text;

  const Context context{environment, clock, invocation.global, started};
  const auto output = perform(invocation.command, context);
  if (!output) return report(output.error(), format, color);
  auto written = write_stdout(output->text.expose());
  while (written && output->more) {
    auto text = output->more();
    if (!text) return report(text.error(), format, color);
    if (!*text) break;
    written = write_stdout(**text);
  }
  for (const auto& warning : output->warnings) write_stderr(render_warning(warning, color));
  if (!written) return report(written.error(), format, color);
  return output->failure ? report(*output->failure, format, color) : 0;
}

}  // namespace entra_auth::cli
