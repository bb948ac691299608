// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "cli/completion/completion.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

constexpr const char* kHead = R"zsh(#compdef entra-auth-cli
# zsh completion for entra-auth-cli; made by: entra-auth-cli completion zsh

_entra-auth-cli_profiles() {
  local -a names
  local program=$entra_auth_cli_words[1] file=''
  local -i at=${entra_auth_cli_words[(I)--config]}
  (( at )) && file=${(Q)entra_auth_cli_words[at+1]}
  (( at = ${entra_auth_cli_words[(I)--config=*]} )) && file=${(Q)entra_auth_cli_words[at]#--config=}
  program=${(Q)program}
  [[ $program == '~/'* ]] && program=$HOME/${program#'~/'}
  [[ $file == '~/'* ]] && file=$HOME/${file#'~/'}
  names=(${(f)"$("$program" ${file:+--config} ${file:+"$file"} config list -o names 2>/dev/null </dev/null)"})
  compadd -a names
}
)zsh";

constexpr const char* kTail = R"zsh(
_entra-auth-cli() {
  local -a entra_auth_cli_words=("${words[@]}")
  _entra-auth-cli_command
}

if [[ $funcstack[1] == _entra-auth-cli ]]; then
  _entra-auth-cli "$@"
elif (( $+functions[compdef] )); then
  compdef _entra-auth-cli entra-auth-cli
fi
)zsh";

/// Inside the brackets or between the colons of a specification for _arguments.
std::string escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string action(const OptionInfo& option) {
  switch (option.kind) {
    case ValueKind::words:
      return "(" + join(option.words, " ") + ")";
    case ValueKind::profile:
      return "_entra-auth-cli_profiles";
    case ValueKind::file:
      return "_files";
    case ValueKind::command:
      return "_normal -P";
    case ValueKind::none:
      break;
  }
  return " ";  // a message, and nothing to choose from
}

std::string value_part(const OptionInfo& option) {
  const std::string& name = option.value_name.empty() ? option.argument : option.value_name;
  return ":" + escape(name) + ":" + action(option);
}

std::string option_lines(const OptionInfo& option) {
  std::string lines;
  for (const auto& name : option.names) {
    // Each spelling excludes all of them, unless the option may be repeated.
    std::string spec = option.repeats ? "*" : "(" + join(option.names, " ") + ")";
    spec += name;
    if (option.takes_value && name.starts_with("--")) spec += "=";
    if (option.takes_value && !name.starts_with("--")) spec += "+";
    spec += "[" + escape(option.description) + "]";
    if (option.takes_value) spec += value_part(option);
    lines += "    " + shell_quote(spec) + " \\\n";
  }
  return lines;
}

std::string function_name(const CommandInfo& command) {
  std::string name = "_entra-auth-cli_command";
  for (const auto& part : split(command.path, " ")) name += "_" + part;
  return name;
}

void add_function(const CommandInfo& command, const std::vector<OptionInfo>& global,
                  std::string& script) {
  script += "\n" + function_name(command) + "() {\n";
  if (!command.commands.empty()) script += "  local curcontext=$curcontext state line ret=1\n";
  script += command.commands.empty() ? "  _arguments -s -S : \\\n" : "  _arguments -s -S -C : \\\n";
  for (const auto& option : command.options) script += option_lines(option);
  if (!command.path.empty()) {
    for (const auto& option : global) script += option_lines(option);
  }
  if (command.commands.empty()) {
    for (const auto& argument : command.arguments) {
      // "::" is an argument that may be missing.
      script +=
          "    " + shell_quote((argument.repeats ? "*" : ":") + value_part(argument)) + " \\\n";
    }
    script += "    && return 0\n  return 1\n}\n";
    return;
  }
  script +=
      "    '1: :->command' \\\n    '*:: :->rest' && ret=0\n  case $state in\n    command)\n"
      "      local -a commands=(\n";
  for (const auto& each : command.commands) {
    script += "        " + shell_quote(escape(each.name) + ":" + each.description) + "\n";
  }
  script +=
      "      )\n      _describe -t commands command commands && ret=0 ;;\n    rest)\n"
      "      case $line[1] in\n";
  for (const auto& each : command.commands) {
    script += "        " + each.name + ") " + function_name(each) + " && ret=0 ;;\n";
  }
  script += "      esac ;;\n  esac\n  return ret\n}\n";
}

}  // namespace

std::string zsh_completion(const CommandInfo& program) {
  std::string script = kHead;
  const auto global = global_options(program);
  for_each_command(program,
                   [&](const CommandInfo& command) { add_function(command, global, script); });
  return script + kTail;
}

}  // namespace entra_auth::cli
