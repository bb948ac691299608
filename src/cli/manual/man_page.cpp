// SPDX-License-Identifier: MIT

#include "cli/manual/man_page.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/manual/environment_variables.hpp"

#include <algorithm>
#include <cctype>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kExampleColumns = 72;

std::string page_name(const CommandInfo& program, const CommandInfo& command) {
  return command.path.empty() ? program.name : program.name + "-" + command.name;
}

std::string section(std::string_view title) { return ".SH " + roff_text(title) + "\n"; }

/// A quoted macro argument, since a group's title has spaces.
std::string subsection(std::string_view title) { return ".SS \"" + roff_text(title) + "\"\n"; }

std::string item(const std::string& term, std::string_view text) {
  return ".TP\n" + term + "\n" + roff_text(text) + ".\n";
}

std::string paragraph(std::string_view text) { return ".PP\n" + roff_text(text) + "\n"; }

std::string lower_first(std::string text) {
  // "JWT ..." keeps its capitals.
  if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

/// The footer of the help, in its parts.
struct Footer {
  std::vector<std::string> paragraphs{};
  std::vector<std::string> examples{};
};

Footer parse_footer(const std::string& text) {
  Footer footer;
  bool continues = false;
  std::size_t start = 0;
  while (start <= text.size()) {
    const auto end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    start = end + 1;
    const bool is_prose = !line.empty() && line != "Examples:" && !line.starts_with("  ");
    if (line.starts_with("  ")) footer.examples.push_back(line.substr(2));
    if (is_prose && continues) footer.paragraphs.back() += "\n" + line;
    if (is_prose && !continues) footer.paragraphs.push_back(line);
    continues = is_prose;
  }
  // This page has a section about them.
  std::erase_if(footer.paragraphs,
                [](const std::string& each) { return each.starts_with("Exit codes:"); });
  return footer;
}

/// A shell goes on after a "|" at the end of a line.
std::string fold_example(std::string line) {
  const auto pipe = line.size() > kExampleColumns ? line.find(" | ") : std::string::npos;
  return pipe == std::string::npos ? line : line.replace(pipe, 3, " |\n    ");
}

std::string synopsis_of(const CommandInfo& program, const CommandInfo& command) {
  std::string text = roff_bold(program.name + (command.path.empty() ? "" : " " + command.path));
  if (!command.commands.empty()) text += " " + roff_italic("COMMAND");
  text += " [" + roff_italic("OPTIONS") + "]";
  for (const auto& argument : command.arguments) {
    const std::string shown = roff_italic(argument.argument) + (argument.repeats ? "..." : "");
    text += argument.required ? " " + shown : " [" + shown + "]";
  }
  return text + "\n";
}

std::string synopsis(const CommandInfo& program, const CommandInfo& command) {
  std::string text = section("SYNOPSIS");
  if (command.path.empty() || command.commands.empty()) {
    return text + synopsis_of(program, command);
  }
  for (std::size_t i = 0; i < command.commands.size(); ++i) {
    if (i > 0) text += ".br\n";
    text += synopsis_of(program, command.commands[i]);
  }
  return text;
}

std::string option_item(const OptionInfo& option) {
  std::string term;
  for (const auto& name : option.names) term += (term.empty() ? "" : ", ") + roff_bold(name);
  if (!option.value_name.empty()) term += " " + roff_italic(option.value_name);
  return item(term, option.description);
}

bool is_help(const OptionInfo& option) {
  return std::ranges::find(option.names, "--help") != option.names.end();
}

/// Arguments, then options group by group; of a command without --help, which is everywhere.
std::string option_items(const CommandInfo& command, bool with_titles) {
  std::string text;
  for (const auto& argument : command.arguments) {
    // One that is also an option is there.
    if (argument.names.empty()) text += item(roff_italic(argument.argument), argument.description);
  }
  const auto is_shown = [&](const OptionInfo& option) {
    return command.path.empty() || !is_help(option);
  };
  std::vector<std::string> groups;
  for (const auto& option : command.options) {
    const bool is_new = std::ranges::find(groups, option.group) == groups.end();
    if (is_shown(option) && is_new) groups.push_back(option.group);
  }
  for (const auto& group : groups) {
    if (with_titles && groups.size() > 1) text += subsection(group);
    for (const auto& option : command.options) {
      if (option.group == group && is_shown(option)) text += option_item(option);
    }
  }
  return text;
}

std::string commands_section(const CommandInfo& program, const CommandInfo& command) {
  std::string text = section("COMMANDS");
  for (const auto& each : command.commands) {
    if (command.path.empty()) {
      text += item(roff_bold(page_name(program, each)) + "(1)", each.description);
      continue;
    }
    text += subsection(program.name + " " + each.path) + roff_text(each.description) + ".\n";
    for (const auto& line : parse_footer(each.footer).paragraphs) text += paragraph(line);
    text += option_items(each, false);
  }
  return text;
}

std::string options_section(const CommandInfo& program, const CommandInfo& command) {
  const std::string own = option_items(command, true);
  if (command.path.empty()) return section("OPTIONS") + "Before or after the command:\n" + own;
  std::string text = section("OPTIONS") + own;
  text += own.empty() ? "" : subsection("Everywhere");
  for (const auto& option : command.options) {
    if (is_help(option)) text += option_item(option);
  }
  for (const auto& option : global_options(program)) text += option_item(option);
  return text;
}

std::string exit_status() {
  std::string text = section("EXIT STATUS");
  text += item(roff_bold("0"), "Success");
  for (const auto& each : kErrorKinds) {
    text += item(roff_bold(std::to_string(each.exit_code)), each.meaning);
  }
  return text;
}

std::string environment(const CommandInfo& command) {
  std::string text = section("ENVIRONMENT");
  for (const auto& each : kEnvironmentVariables) {
    const auto commands = split(each.commands, " ");
    const bool applies = command.path.empty() || commands.empty() ||
                         std::ranges::find(commands, command.name) != commands.end();
    if (!applies) continue;
    std::string term;
    for (const auto& name : split(each.names, ", ")) {
      term += (term.empty() ? "" : ", ") + roff_bold(name);
    }
    text += item(term, each.meaning);
  }
  return text;
}

std::string files() {
  return section("FILES") +
         item(roff_italic("~/.config/entra-auth-cli/profiles.toml"),
              "The profiles, for this user only; --config FILE names another file") +
         item(roff_italic("~/.cache/entra-auth-cli"), "Cached tokens and sign-ins");
}

std::string examples(const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string text = section("EXAMPLES") + ".EX\n";
  for (const auto& line : lines) text += roff_text(fold_example(line)) + "\n";
  return text + ".EE\n";
}

std::string see_also(const CommandInfo& program, const CommandInfo& command) {
  std::vector<std::string> pages;
  if (!command.path.empty()) pages.push_back(roff_bold(program.name) + "(1)");
  for (const auto& each : program.commands) {
    if (each.name != command.name) pages.push_back(roff_bold(page_name(program, each)) + "(1)");
  }
  return section("SEE ALSO") + join(pages, ",\n") + "\n";
}

}  // namespace

std::string man_page(const CommandInfo& program, const CommandInfo& command,
                     const std::string& version) {
  const std::string name = page_name(program, command);
  std::string title = name;
  std::ranges::transform(title, title.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const auto footer = parse_footer(command.footer);

  std::string page = ".TH " + roff_text(title) + " 1 \"\" \"" +
                     roff_text(program.name + " " + version) + "\" \"User Commands\"\n";
  page += ".nh\n.ad l\n";  // names of pages and folders are not broken, nor lines stretched
  page += section("NAME") + roff_text(name) + " \\- " +
          roff_text(lower_first(command.description)) + "\n";
  page += synopsis(program, command);
  page += section("DESCRIPTION") + roff_text(command.description) + ".\n";
  for (const auto& text : footer.paragraphs) page += paragraph(text);
  if (!command.commands.empty()) page += commands_section(program, command);
  page += options_section(program, command) + exit_status() + environment(command) + files() +
          examples(footer.examples) + see_also(program, command);
  return page;
}

std::string roff_text(std::string_view text) {
  std::string result;
  bool line_starts = true;
  for (const char c : text) {
    if (line_starts && (c == '.' || c == '\'')) result += "\\&";
    line_starts = c == '\n';
    switch (c) {
      case '\\':
        result += "\\e";
        break;
      case '-':
        result += "\\-";
        break;
      case '\'':
        result += "\\(aq";
        break;
      case '"':
        result += "\\(dq";
        break;
      case '`':
        result += "\\(ga";
        break;
      case '^':
        result += "\\(ha";
        break;
      case '~':
        result += "\\(ti";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string roff_bold(std::string_view text) { return "\\fB" + roff_text(text) + "\\fR"; }

std::string roff_italic(std::string_view text) { return "\\fI" + roff_text(text) + "\\fR"; }

}  // namespace entra_auth::cli
