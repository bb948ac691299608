// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "cli/completion/completion.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

constexpr const char* kHead =
    R"fish(# fish completion for entra-auth-cli; made by: entra-auth-cli completion fish
)fish";

constexpr const char* kBody = R"fish(
# Prints the path of the command that is being completed: "config list".
function __entra_auth_cli_path
    set -l path
    set -l value_of ''
    for word in (commandline -opc)[2..-1]
        set -l here (string join ' ' -- $path $word)
        if test -n "$value_of"
            set value_of ''
        else if string match -q -- '-*' $word
            contains -- $word $__entra_auth_cli_global; and set value_of $word
            contains -- "$here" $__entra_auth_cli_valued; and set value_of $word
        else if contains -- "$here" $__entra_auth_cli_commands
            set path $path $word
        end
    end
    string join ' ' -- $path
end

function __entra_auth_cli_at
    test "$(__entra_auth_cli_path)" = "$argv[1]"
end

function __entra_auth_cli_profiles
    set -l words (commandline -opc)
    set -l file
    for i in (seq 2 (count $words))
        set -l next (math $i + 1)
        test "$words[$i]" = --config; and set file $words[$next]
        string match -q -- '--config=*' $words[$i]; and set file (string replace -- --config= '' $words[$i])
    end
    set -l program (string replace -r -- '^~/' "$HOME/" $words[1])
    type -q -- "$program"; or return
    set file (string replace -r -- '^~/' "$HOME/" $file)
    set -l options
    test -n "$file"; and set options --config $file
    $program $options config list -o names 2>/dev/null </dev/null
end

complete -c entra-auth-cli -f
)fish";

/// Between single quotes of fish, where only these two are special.
std::string quote(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string value_part(const OptionInfo& option) {
  switch (option.kind) {
    case ValueKind::words:
      return " -x -a " + quote(join(option.words, " "));
    case ValueKind::profile:
      return " -x -a '(__entra_auth_cli_profiles)'";
    case ValueKind::file:
      return " -r -F";
    case ValueKind::command:
      return " -x -a '(__fish_complete_subcommand)'";
    case ValueKind::none:
      break;
  }
  return " -x";
}

std::string option_line(const std::string& start, const OptionInfo& option) {
  std::string line = start;
  for (const auto& name : option.names) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  line += " -d " + quote(option.description);
  if (option.takes_value) line += value_part(option);
  return line + "\n";
}

std::string lines_of(const CommandInfo& command) {
  const std::string start =
      "complete -c entra-auth-cli -n " + quote("__entra_auth_cli_at " + quote(command.path));
  std::string lines;
  for (const auto& each : command.commands) {
    lines += start + " -a " + quote(each.name) + " -d " + quote(each.description) + "\n";
  }
  for (const auto& option : command.options) lines += option_line(start, option);
  for (const auto& argument : command.arguments) {
    // What an argument adds to the words on offer; -x would require a value of an option.
    if (argument.kind == ValueKind::none) continue;
    lines +=
        start +
        (argument.kind == ValueKind::file ? std::string(" -F") : value_part(argument).substr(3)) +
        "\n";
  }
  return lines;
}

std::string set_line(const std::string& name, const std::vector<std::string>& words) {
  std::string line = "set -g " + name;
  for (const auto& word : words) line += " " + quote(word);
  return line + "\n";
}

}  // namespace

std::string fish_completion(const CommandInfo& program) {
  std::vector<std::string> commands;
  std::vector<std::string> valued;
  std::vector<std::string> global;
  std::string lines;
  for (const auto& option : global_options(program)) {
    if (option.takes_value) global.insert(global.end(), option.names.begin(), option.names.end());
    lines += option_line("complete -c entra-auth-cli", option);
  }
  const auto own = [&](const CommandInfo& command) {
    CommandInfo rest = command;
    if (command.path.empty()) {  // the others stand everywhere
      const auto everywhere = global_options(program);
      std::erase_if(rest.options, [&](const OptionInfo& option) {
        return std::ranges::any_of(
            everywhere, [&](const OptionInfo& each) { return each.names == option.names; });
      });
    }
    return rest;
  };
  for_each_command(program, [&](const CommandInfo& command) {
    if (!command.path.empty()) commands.push_back(command.path);
    for (const auto& option : command.options) {
      if (!option.takes_value || command.path.empty()) continue;
      for (const auto& name : option.names) valued.push_back(command.path + " " + name);
    }
    lines += lines_of(own(command));
  });
  return kHead + set_line("__entra_auth_cli_commands", commands) +
         set_line("__entra_auth_cli_valued", valued) + set_line("__entra_auth_cli_global", global) +
         kBody + lines;
}

}  // namespace entra_auth::cli
