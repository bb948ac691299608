// SPDX-License-Identifier: MIT
#include "cli/parser/parser.hpp"

#include "base/text.hpp"
#include "cli/parser/command_tree.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

namespace entra_auth::cli {
namespace {

/// A command that is on the line, bound to the library, and those below it.
struct BoundCommand {
  CLI::App* app = nullptr;
  CommandDetails details{};
  std::vector<std::unique_ptr<BoundCommand>> commands{};
};

CLI::Option* add_to(CLI::App& app, const Option& option) {
  const std::string names(option.names);
  struct Add {
    CLI::App& app;
    const std::string& names;
    CLI::Option* operator()(bool* value) const { return app.add_flag(names, *value); }
    CLI::Option* operator()(int* count) const { return app.add_flag(names, *count); }
    CLI::Option* operator()(std::string* value) const { return app.add_option(names, *value); }
    CLI::Option* operator()(std::optional<int>* value) const {
      return app.add_option(names, *value);
    }
    CLI::Option* operator()(std::vector<std::string>* values) const {
      // An option takes one value each time, because an argument may follow; arguments take all.
      return app.add_option(names, *values)->allow_extra_args(!names.starts_with('-'));
    }
    CLI::Option* operator()(PrintedText printed) const {
      return app.set_version_flag(names, std::string(printed.text));
    }
  };
  return std::visit(Add{app, names}, option.target);
}

void add(CLI::App& app, const Option& option) {
  CLI::Option* added = add_to(app, option);
  if (!option.value.empty()) added->type_name(std::string(option.value));
  if (option.only_words) added->check(CLI::IsMember(split(option.words, " ")));
  if (std::holds_alternative<std::optional<int>*>(option.target)) {
    added->check(CLI::Range(option.min, option.max));
  }
  if (option.is_required) added->required();
  if (!option.may_be_empty) {
    added->each([](const std::string& text) {
      if (text.empty()) throw CLI::ValidationError("the value is empty");
    });
  }
}

/// Binds the commands whose names stand on the line: no others can be meant.
void bind(BoundCommand& bound, std::span<const char* const> line) {
  CLI::App& app = *bound.app;
  for (const auto& option : bound.details.options) add(app, option);
  for (const auto& option : bound.details.options) {
    for (const auto& other : split(option.excludes, " ")) {
      app.get_option(split(option.names, ",").front())->excludes(app.get_option(other));
    }
  }
  if (bound.details.commands.empty()) return;
  app.require_subcommand(1);
  for (const auto& command : bound.details.commands) {
    if (std::ranges::find(line, command.name) == line.end()) continue;
    auto below = std::make_unique<BoundCommand>();
    below->app = app.add_subcommand(std::string(command.name))->fallthrough();
    below->details = command.details();
    bind(*below, line);
    bound.commands.push_back(std::move(below));
  }
}

/// The command that the line names, as far as the parse got.
BoundCommand& named_command(BoundCommand& program, std::string& path) {
  BoundCommand* bound = &program;
  while (true) {
    const auto named = bound->app->get_subcommands();
    const auto below = std::ranges::find_if(bound->commands, [&](const auto& each) {
      return !named.empty() && each->app == named.front();
    });
    if (below == bound->commands.end()) return *bound;
    bound = below->get();
    path += (path.empty() ? "" : " ") + bound->app->get_name();
  }
}

}  // namespace

Result<ParsedLine> parse_line(const Command& program, int argc, const char* const* argv) {
  CLI::App app("", std::string(program.name));
  app.set_help_flag(std::string(kHelpOption.names));
  BoundCommand bound{.app = &app, .details = program.details()};
  bind(bound, {argv, static_cast<std::size_t>(argc)});
  ParsedLine parsed;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    parsed.wants_help = true;
  } catch (const CLI::CallForVersion& version) {
    parsed.printed_text = std::string(version.what()) + "\n";
  } catch (const CLI::ParseError& failure) {
    named_command(bound, parsed.path);
    const std::string command = parsed.path.empty() ? "" : " " + parsed.path;
    return fail(ErrorKind::usage, failure.what(),
                {"run: " + std::string(program.name) + command + " --help"});
  }
  parsed.command = std::move(named_command(bound, parsed.path).details);
  return parsed;
}

}  // namespace entra_auth::cli
