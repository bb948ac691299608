// SPDX-License-Identifier: MIT
#include "cli/parser/help_formatter.hpp"

namespace entra_auth::cli {
namespace {

constexpr std::size_t kColumnWidth = 34;

std::string value_name(const CLI::Option* option) {
  const std::string name = option->get_type_name();
  return name.substr(0, name.find(':'));  // behind the colon are the validator's words
}

}  // namespace

HelpFormatter::HelpFormatter() {
  column_width(kColumnWidth);
  label("Positionals", "Arguments");
}

std::string HelpFormatter::make_usage(const CLI::App* app, std::string name) const {
  std::string usage = "\nUsage: " + name;
  const bool has_commands =
      !app->get_subcommands([](const CLI::App* each) { return !each->get_name().empty(); }).empty();
  if (has_commands) usage += " COMMAND";
  usage += " [OPTIONS]";
  for (const auto* option :
       app->get_options([](const CLI::Option* each) { return each->get_positional(); })) {
    usage += " [" + option->get_name(true) + "]";
  }
  return usage + "\n\n";
}

std::string HelpFormatter::make_group(std::string group, bool is_positional,
                                      std::vector<const CLI::Option*> options) const {
  std::string text = group + ":\n";
  for (const auto* option : options) text += make_option(option, is_positional);
  return is_positional ? text + "\n" : text;  // CLI11 sets the blank lines between the others
}

std::string HelpFormatter::make_option_name(const CLI::Option* option, bool is_positional) const {
  std::string name = CLI::Formatter::make_option_name(option, is_positional);
  if (const auto comma = name.find(','); comma != std::string::npos) name.insert(comma + 1, " ");
  return name;
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
  std::string footer = CLI::Formatter::make_footer(app);
  if (app->get_parent() == nullptr) return footer;
  return "Everywhere: -v, -vv, --config FILE, --no-color; see entra-auth-cli --help.\n\n" + footer;
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  return value_name(option).empty() ? std::string() : " " + value_name(option);
}

}  // namespace entra_auth::cli
