// SPDX-License-Identifier: MIT
#include "cli/app.hpp"

#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/output/error_output.hpp"
#include "cli/parser/help.hpp"
#include "cli/parser/parser.hpp"
#include "cli/program.hpp"
#include "os/descriptor.hpp"
#include "os/process.hpp"
#include "os/terminal.hpp"

#include <string_view>

namespace entra_auth::cli {
namespace {

void write_stderr(std::string_view text) {
  // If stderr is gone, nothing can be done about it, and nothing said.
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

int report(const Error& error, ErrorFormat format, bool color) {
  write_stderr(render_error(error, format, color));
  return exit_code(error.kind);
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

bool wants_json(const CommandDetails& command, const os::Environment& environment) {
  if (command.output == nullptr) return false;
  if (!command.output->empty() || command.output_variable.empty()) return *command.output == "json";
  return environment.get_nonempty(std::string(command.output_variable)) == "json";
}

Result<Output> perform(const Action& action, const Context& context) {
  try {
    return action(context);
  } catch (const ErrorException& failure) {
    return fail(failure.error());
  }
}

int print(const std::string& text, bool color) {
  const auto written = write_stdout(text);
  return written ? 0 : report(written.error(), ErrorFormat::text, color);
}

}  // namespace

int run(int argc, const char* const* argv, const os::Environment& environment, Clock& clock) {
  const Deadline started = clock.steady_now();
  GlobalOptions global;
  const auto parsed = parse_line(program(global), argc, argv);
  const bool color = may_use_color(global, environment) && os::stderr_is_terminal();
  if (!parsed) {
    const auto format = wants_json(argc, argv) ? ErrorFormat::json : ErrorFormat::text;
    return report(parsed.error(), format, color);
  }
  if (parsed->wants_help) return print(render_help(describe_program(), parsed->path), color);
  if (!parsed->printed_text.empty()) return print(parsed->printed_text, color);

  log::set_verbosity(global.verbosity);
  const auto& command = parsed->command;
  const auto format = wants_json(command, environment) ? ErrorFormat::json : ErrorFormat::text;
  const Context context{environment, clock, global, started};
  const auto output = perform(command.run, context);
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
