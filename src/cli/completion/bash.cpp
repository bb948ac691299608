// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "cli/completion/completion.hpp"

namespace entra_auth::cli {
namespace {

/// The tables of `tables` come between these two.
constexpr const char* kHead =
    R"bash(# bash completion for entra-auth-cli; made by: entra-auth-cli completion bash
)bash";

constexpr const char* kBody = R"bash(
# Names from a file are compared, never expanded.
__entra_auth_cli_offer() {
  local word
  while IFS= read -r word; do
    [[ -n $word && $word == "$current"* ]] && COMPREPLY+=("$word")
  done
}

__entra_auth_cli_profiles() {
  local program=${COMP_WORDS[0]} file=$config
  [[ $program == '~/'* ]] && program=$HOME/${program#'~/'}
  [[ $file == '~/'* ]] && file=$HOME/${file#'~/'}
  "$program" ${file:+--config "$file"} config list -o names 2>/dev/null </dev/null
}

__entra_auth_cli_complete_value() { # $1: what kind of value
  case $1 in
    words) __entra_auth_cli_offer <<<"${words// /$'\n'}" ;;
    profile) __entra_auth_cli_offer < <(__entra_auth_cli_profiles) ;;
    file) compopt -o default 2>/dev/null ;;
    command) compopt -o default 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -c -- "$current" 2>/dev/null) ;;
  esac
}

_entra_auth_cli() {
  COMPREPLY=()
  local current=${COMP_WORDS[COMP_CWORD]} before=() i word
  # --option=value arrives as three words, because of COMP_WORDBREAKS.
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} == '=' ]] || before+=("${COMP_WORDS[i]}")
  done
  [[ $current == '=' ]] && current=''

  local path='' option='' config='' only_arguments='' count=0
  local kind words commands options arguments
  __entra_auth_cli_command ''
  for word in "${before[@]}"; do
    if [[ -n $option ]]; then
      [[ $option == --config ]] && config=$word
      option=''
    elif [[ -n $only_arguments ]]; then
      count=$((count + 1))
    elif [[ $word == -- ]]; then
      only_arguments=yes
    elif [[ $word == -* ]]; then
      __entra_auth_cli_value "$path" "$word"
      [[ -n $kind ]] && option=$word
    elif [[ " $commands " == *" $word "* ]]; then
      path=${path:+$path }$word
      __entra_auth_cli_command "$path"
    else
      count=$((count + 1))
    fi
  done

  if [[ -n $option ]]; then
    __entra_auth_cli_value "$path" "$option"
    __entra_auth_cli_complete_value "$kind"
  elif [[ $current == -* && -z $only_arguments ]]; then
    __entra_auth_cli_offer <<<"${options// /$'\n'}"
  elif [[ -n $commands ]]; then
    __entra_auth_cli_offer <<<"${commands// /$'\n'}"
  else
    local all=($arguments)
    __entra_auth_cli_argument "$path" "${all[count]-}"
    __entra_auth_cli_complete_value "$kind"
  fi
  return 0
}

complete -F _entra_auth_cli entra-auth-cli
)bash";

const char* kind_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::words:
      return "words";
    case ValueKind::profile:
      return "profile";
    case ValueKind::file:
      return "file";
    case ValueKind::command:
      return "command";
    case ValueKind::none:
      break;
  }
  return "any";
}

std::string joined_names(const std::vector<OptionInfo>& options) {
  std::string text;
  for (const auto& option : options) text += (text.empty() ? "" : " ") + join(option.names, " ");
  return text;
}

std::string result(const OptionInfo& option) {
  std::string text = std::string("kind=") + kind_name(option.kind);
  if (!option.words.empty()) text += " words=" + shell_quote(join(option.words, " "));
  return text;
}

/// What stands below and on a command: commands, options, arguments.
std::string command_table(const CommandInfo& program) {
  const std::string global = joined_names(global_options(program));
  std::string table = "\n__entra_auth_cli_command() { # $1: path of the command\n  case $1 in\n";
  for_each_command(program, [&](const CommandInfo& command) {
    std::vector<std::string> commands;
    std::vector<std::string> arguments;
    for (const auto& each : command.commands) commands.push_back(each.name);
    for (const auto& each : command.arguments) arguments.push_back(each.argument);
    std::string options = joined_names(command.options);
    if (!command.path.empty()) options += " " + global;
    table += "    " + shell_quote(command.path) +
             ")\n      commands=" + shell_quote(join(commands, " ")) +
             "\n      options=" + shell_quote(options) +
             "\n      arguments=" + shell_quote(join(arguments, " ")) + " ;;\n";
  });
  return table + "  esac\n}\n";
}

/// What kind of value an option or argument takes: empty for a flag.
std::string value_table(const CommandInfo& program) {
  std::string table =
      "\n__entra_auth_cli_value() { # $1: path of the command, $2: option\n  kind='' words=''\n"
      "  case \"$1 $2\" in\n";
  const auto add = [&](const std::string& pattern, const OptionInfo& option) {
    if (option.takes_value) table += "    " + pattern + ") " + result(option) + " ;;\n";
  };
  for_each_command(program, [&](const CommandInfo& command) {
    if (command.path.empty()) return;
    for (const auto& option : command.options) {
      std::vector<std::string> patterns;
      for (const auto& name : option.names)
        patterns.push_back(shell_quote(command.path + " " + name));
      add(join(patterns, " | "), option);
    }
  });
  for (const auto& option : global_options(program)) {
    for (const auto& name : option.names) add("*" + shell_quote(" " + name), option);
  }
  table +=
      "  esac\n}\n\n__entra_auth_cli_argument() { # the same for an argument\n"
      "  kind='' words=''\n  case \"$1 $2\" in\n";
  for_each_command(program, [&](const CommandInfo& command) {
    for (const auto& argument : command.arguments) {
      add(shell_quote(command.path + " " + argument.argument), argument);
    }
  });
  return table + "    *) ;;\n  esac\n}\n";
}

}  // namespace

std::string bash_completion(const CommandInfo& program) {
  return kHead + command_table(program) + value_table(program) + kBody;
}

}  // namespace entra_auth::cli
