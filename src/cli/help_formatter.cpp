// SPDX-License-Identifier: MIT
#include "cli/help_formatter.hpp"

namespace entra_auth::cli {
namespace {

constexpr std::size_t kColumnWidth = 34;

}  // namespace

HelpFormatter::HelpFormatter() {
  column_width(kColumnWidth);
  label("Subcommands", "Commands");
}

std::string HelpFormatter::make_usage(const CLI::App* app, std::string name) const {
  std::string usage = "Usage: " + name;
  for (const auto* option :
       app->get_options([](const CLI::Option* each) { return each->get_positional(); })) {
    usage += " [" + option->get_type_name() + "]";
  }
  if (!app->get_subcommands([](const CLI::App* each) { return !each->get_name().empty(); })
           .empty()) {
    usage += " COMMAND";
  }
  return usage + " [OPTIONS]\n";
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  if (option->get_type_size() == 0) return {};
  return " " + option->get_type_name();
}

}  // namespace entra_auth::cli
