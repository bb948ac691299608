// SPDX-License-Identifier: MIT
#include "cli/completion/scripts.hpp"

namespace entra_auth::cli {
namespace {

constexpr std::string_view kBash =
    R"bash(# bash completion for entra-auth-cli; made by: entra-auth-cli completion bash
_entra_auth_cli() {
  local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} line
  [[ $program == '~/'* ]] && program=$HOME/${program#'~/'}
  [[ $current == '=' ]] && current=''
  COMPREPLY=()
  # Candidates are compared, never expanded.
  while IFS= read -r line; do
    case $line in
      :file) compopt -o default ;;
      :command) mapfile -t COMPREPLY < <(compgen -c -- "$current"); compopt -o default ;;
      "$current"*) COMPREPLY+=("${line%%$'\t'*}") ;;
    esac
  done < <("$program" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" </dev/null)
} 2>/dev/null

complete -F _entra_auth_cli entra-auth-cli
)bash";

constexpr std::string_view kZsh = R"zsh(#compdef entra-auth-cli
# zsh completion for entra-auth-cli; made by: entra-auth-cli completion zsh
_entra-auth-cli() {
  local program=${(Q)words[1]} line word
  local -a lines candidates
  [[ $program == '~/'* ]] && program=$HOME/${program#'~/'}
  lines=(${(f)"$("$program" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null </dev/null)"})
  case $lines[1] in
    :file) compset -P '*='; _files; return ;;
    :command) compset -P '*='; _command_names; return ;;
  esac
  for line in $lines; do
    word=${line%%$'\t'*}
    candidates+=("${word//:/\\:}${${line#$word}/$'\t'/:}")
  done
  _describe -t candidates candidate candidates
}

if [[ $funcstack[1] == _entra-auth-cli ]]; then
  _entra-auth-cli "$@"
elif (( $+functions[compdef] )); then
  compdef _entra-auth-cli entra-auth-cli
fi
)zsh";

constexpr std::string_view kFish =
    R"fish(# fish completion for entra-auth-cli; made by: entra-auth-cli completion fish
function __entra_auth_cli_complete
    set -l words (commandline -opc)
    set -l program (string replace -r -- '^~/' "$HOME/" $words[1])
    set -g __entra_auth_cli_candidates
    type -q -- "$program"; or return 0
    set __entra_auth_cli_candidates ($program complete -- $words[2..-1] "$(commandline -ct)" 2>/dev/null </dev/null)
    switch "$__entra_auth_cli_candidates[1]"
        case :file
            return 1 # fish completes files by itself
        case :command
            set __entra_auth_cli_candidates (complete -C "$(commandline -ct)")
    end
    return 0
end

complete -c entra-auth-cli -n __entra_auth_cli_complete -f -a '$__entra_auth_cli_candidates'
)fish";

}  // namespace

std::string_view completion_script(std::string_view shell) {
  if (shell == "bash") return kBash;
  return shell == "zsh" ? kZsh : kFish;
}

}  // namespace entra_auth::cli
