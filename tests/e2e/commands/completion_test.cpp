// SPDX-License-Identifier: MIT
// Completion: the candidates as they are printed, and the scripts in real shells. A shell that is
// not installed is skipped by name.
#include "base/text.hpp"
#include "e2e/home.hpp"
#include "support/terminal_session.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

using namespace entra_auth;
using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

using Words = std::vector<std::string>;

constexpr const char* kProfiles = "[profiles.api-one]\n[profiles.api-two]\n[profiles.zeta]\n";

bool is_missing(const std::string& shell) {
  if (std::filesystem::exists("/usr/bin/" + shell)) return false;
  WARN("skipped: " + shell + " is not installed");
  return true;
}

/// A home with the script of that shell in `script`, and the program in PATH.
class CompletionHome : public Home {
 public:
  explicit CompletionHome(const std::string& shell) {
    const auto result = cli({"completion", shell});
    REQUIRE(result.exit_status == 0);
    REQUIRE(result.err.empty());
    script = dir().write("script", result.out);
    const auto folder = std::filesystem::path(ENTRA_AUTH_CLI).parent_path().string();
    set("PATH", folder + ":/usr/bin:/bin");
    set("TERM", "xterm");
    set("LC_ALL", "C.UTF-8");
    profiles(kProfiles);
  }

  std::filesystem::path script;
};

/// Sorted, because shells differ in the order.
Words sorted_lines(const std::string& text) {
  auto lines = split(text, "\n");
  std::ranges::sort(lines);
  return lines;
}

/// What bash offers for the last of the words.
Words bash_offers(const CompletionHome& home, const Words& words) {
  const auto harness = home.dir().write("harness",
                                        "source \"$1\"; shift\n"
                                        "COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))\n"
                                        "_entra_auth_cli || echo FAILED\n"
                                        "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
  Words argv = {"/usr/bin/bash", "--norc", harness.string(), home.script.string()};
  argv.insert(argv.end(), words.begin(), words.end());
  const auto result = run(argv, {.env = home.environment()});
  CHECK(result.err.empty());
  return sorted_lines(result.out);
}

Words fish_offers(const CompletionHome& home, const std::string& line) {
  const auto result = run({"/usr/bin/fish", "--no-config", "-c",
                           "source $argv[1]; complete -C $argv[2]", home.script.string(), line},
                          {.env = home.environment()});
  CHECK(result.err.empty());
  Words words;
  for (const auto& each : split(result.out, "\n")) words.push_back(each.substr(0, each.find('\t')));
  std::ranges::sort(words);
  return words;
}

/// A shell at work: Ctrl-X shows the line as it is, and empties it.
class Typist {
 public:
  Typist(const Words& argv, const CompletionHome& home, const std::string& set_up)
      : session_(argv, {.env = home.environment(), .cwd = home.dir().path()}) {
    session_.type(set_up + "; echo ready$((1+1))\n");
    session_.expect("ready2");
  }

  /// The line after Tab.
  std::string tab(const std::string& typed) {
    session_.type(typed + "\t\x18");
    session_.expect("<<<");
    const auto start = session_.screen().rfind("<<<") + 3;
    session_.expect(">>>");
    const auto& screen = session_.screen();
    return screen.substr(start, screen.find(">>>", start) - start);
  }

  [[nodiscard]] const std::string& screen() const { return session_.screen(); }

 private:
  TerminalSession session_;
};

void check_completes_on_a_terminal(Typist& shell, const CompletionHome& home) {
  CHECK(shell.tab("entra-auth-cli get-t") == "entra-auth-cli get-token ");
  CHECK(shell.tab("entra-auth-cli config val") == "entra-auth-cli config validate ");
  CHECK(shell.tab("entra-auth-cli get-token -p ze") == "entra-auth-cli get-token -p zeta ");
  CHECK(shell.tab("entra-auth-cli get-token --profile=ze") ==
        "entra-auth-cli get-token --profile=zeta ");
  CHECK(shell.tab("entra-auth-cli config validate ap") == "entra-auth-cli config validate api-");
  CHECK(shell.tab("entra-auth-cli get-token -p zeta -o kub") ==
        "entra-auth-cli get-token -p zeta -o kubectl ");
  CHECK(shell.tab("entra-auth-cli -v get-token -f dev") ==
        "entra-auth-cli -v get-token -f device-code ");
  CHECK(shell.tab("entra-auth-cli get-token --no-b") == "entra-auth-cli get-token --no-browser ");
  CHECK(shell.tab("entra-auth-cli get-token --file tok") ==
        "entra-auth-cli get-token --file token\\ file ");
  CHECK(shell.tab("entra-auth-cli get-token --scope tok") ==
        "entra-auth-cli get-token --scope tok");
  CHECK(shell.tab("entra-auth-cli --config other.toml get-token -p ot") ==
        "entra-auth-cli --config other.toml get-token -p other ");
  CHECK(shell.tab("entra-auth-cli nonsense -p ze") == "entra-auth-cli nonsense -p ze");

  home.profiles("[profiles.zeta\n");  // broken
  CHECK(shell.tab("entra-auth-cli get-token -p ze") == "entra-auth-cli get-token -p ze");
  std::filesystem::remove(home.profile_file());
  CHECK(shell.tab("entra-auth-cli get-token -p ze") == "entra-auth-cli get-token -p ze");
  CHECK(shell.tab("/nowhere/entra-auth-cli get-token -p ze") ==
        "/nowhere/entra-auth-cli get-token -p ze");
  for (const char* trouble : {"error", "not found", "No such", "hint"}) {
    CAPTURE(shell.screen());
    CHECK(shell.screen().find(trouble) == std::string::npos);
  }
}

void add_files(const CompletionHome& home) {
  static_cast<void>(home.dir().write("token file", "x"));
  static_cast<void>(home.dir().write("other.toml", "[profiles.other]\n"));
}

}  // namespace

TEST_CASE("config list -o names: prints one name a line and nothing else") {
  const Home home;
  home.profiles(kProfiles);
  const auto result = home.cli({"config", "list", "-o", "names"});
  CHECK(result.exit_status == 0);
  CHECK(result.out == "api-one\napi-two\nzeta\n");
  CHECK(result.err.empty());
  home.profiles("[profiles.zeta]\n[profiles.\"$(reboot)\"]\n");  // no name may be dangerous
  CHECK(home.cli({"config", "list", "-o", "names"}).exit_status == 7);
  CHECK(home.cli({"config", "list", "-o", "names"}).out.empty());
  std::filesystem::remove(home.profile_file());
  const auto absent = home.cli({"config", "list", "-o", "names"});
  CHECK(absent.exit_status == 0);
  CHECK(absent.out.empty());
  CHECK(absent.err.empty());
}

TEST_CASE("complete: prints candidates with descriptions, one a line") {
  const Home home;
  home.profiles(kProfiles);
  const auto complete = [&](Words words) {
    words.insert(words.begin(), {"complete", "--"});
    const auto result = home.cli(words);
    CHECK(result.exit_status == 0);
    CHECK(result.err.empty());
    return result.out;
  };
  CHECK_THAT(complete({"re"}), Contains("\nrefresh\t"));
  CHECK_THAT(complete({}), StartsWith("get-token\t"));
  CHECK_THAT(complete({""}), !Contains("complete\t") && !Contains("man\t"));
  CHECK(complete({"get-token", "-p", ""}) == "api-one\napi-two\nzeta\n");
  CHECK(complete({"get-token", "--profile=z"}) ==
        "--profile=api-one\n--profile=api-two\n--profile=zeta\n");
  CHECK(complete({"config", "list", "-o", ""}) == "table\njson\nnames\n");
  CHECK_THAT(complete({"get-token", "--no-c"}), Contains("\n--no-cache\t"));
  CHECK(complete({"--config", ""}) == ":file\n");
  CHECK(complete({"inspect", "--claim", ""}).empty());
  const auto other = home.dir().write("other.toml", "[profiles.other]\n");
  CHECK(complete({"--config", other.string(), "get-token", "-p", ""}) == "other\n");
  std::filesystem::rename(other, home.dir() / "home.toml");
  Home at_home;
  at_home.set("HOME", home.dir().path().string());
  CHECK(at_home.cli({"complete", "--", "--config", "~/home.toml", "get-token", "-p", ""}).out ==
        "other\n");
}

TEST_CASE("complete: exits with 0 and without a message, whatever the words are") {
  const Home home;
  home.profiles("[profiles.zeta\n");  // broken
  for (const auto& words : std::vector<Words>{{"get-token", "-p", ""},
                                              {"--config", "/nowhere/x", "get-token", "-p", ""},
                                              {"--config", "/", "get-token", "-p", ""},
                                              {"--help"},
                                              {"--version"},
                                              {"get-token", "--help", "--port", "99999", ""},
                                              {"complete", "--", ""},
                                              {"nonsense", "\xff\x1b[2J", "-"},
                                              {"--", "--", "--"},
                                              {"-", "=", "[a,b]", "{}", "", ""},
                                              {std::string(100'000, 'x'), "-vvvv", "-o"}}) {
    CAPTURE(words.front().substr(0, 100));
    Words arguments = {"complete", "--"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const auto result = home.cli(arguments);
    CHECK(result.exit_status == 0);
    CHECK(result.err.empty());
  }
  CHECK(home.cli({"complete"}).exit_status == 0);
  CHECK(home.cli({"complete", "--"}).exit_status == 0);
}

TEST_CASE("completion: refuses a missing or unknown shell") {
  const Home home;
  CHECK(home.cli({"completion"}).exit_status == 64);
  CHECK(home.cli({"completion", "tcsh"}).exit_status == 64);
}

TEST_CASE("completion bash: offers commands, options, values and profile names") {
  if (is_missing("bash")) return;
  const CompletionHome home("bash");
  const auto offers = [&](Words words) {
    words.insert(words.begin(), "entra-auth-cli");
    return bash_offers(home, words);
  };
  CHECK(offers({"re"}) == Words{"refresh"});
  CHECK(offers({"config", "list", "-o", ""}) == Words{"json", "names", "table"});
  CHECK(offers({"cache", "list", "-o", ""}) == Words{"json", "table"});
  CHECK(offers({"get-token", "-o", ""}) ==
        Words{"curl", "env", "header", "json", "kubectl", "token", "yaml"});
  CHECK(offers({"get-token", "--flow", "m"}) == Words{"managed-identity", "maskinporten"});
  CHECK(offers({"get-token", "--prompt", "=", "con"}) == Words{"consent"});
  CHECK(offers({"get-token", "--prompt", "="}) ==
        Words{"consent", "login", "none", "select_account"});
  CHECK(offers({"-v", "--config", "get-token", "get-token", "--no-c"}) ==
        Words{"--no-cache", "--no-color"});
  CHECK(offers({"get-token", "-p", ""}) == Words{"api-one", "api-two", "zeta"});
  CHECK(offers({"config", "validate", "api"}) == Words{"api-one", "api-two"});
  CHECK(offers({"config", "validate", "zeta", ""}).empty());
  CHECK(offers({"get-token", "--login-hint", ""}).empty());
  CHECK(offers({"inspect", "--claim", ""}).empty());
  CHECK(offers({"completion", ""}) == Words{"bash", "fish", "zsh"});
  CHECK(offers({"get-token", "--header", "-p", "ze"}) == Words{"zeta"});
  // Every command that help shows, and no other.
  Words commands;
  bool listed = false;
  for (const auto& line : split(home.cli({"--help"}).out, "\n")) {
    if (line == "Examples:") break;
    if (listed) commands.push_back(split(line, " ").front());
    if (line == "Commands:") listed = true;
  }
  std::ranges::sort(commands);
  REQUIRE(commands.size() > 5);
  CHECK(offers({""}) == commands);
}

TEST_CASE("completion bash: never expands what a profile file says") {
  if (is_missing("bash")) return;
  const CompletionHome home("bash");
  home.profiles("[profiles.\"$(touch " + (home.dir() / "owned").string() + ")\"]\n");
  CHECK(bash_offers(home, {"entra-auth-cli", "get-token", "-p", ""}).empty());
  CHECK(bash_offers(home, {"entra-auth-cli", "get-token", "-p", "$(touch owned)"}).empty());
  CHECK_FALSE(std::filesystem::exists(home.dir() / "owned"));
}

TEST_CASE("completion bash: completes on a terminal") {
  if (is_missing("bash")) return;
  const CompletionHome home("bash");
  add_files(home);
  Typist shell({"/usr/bin/bash", "--norc", "-i"}, home,
               "bind 'set enable-bracketed-paste off'; bind -x '\"\\C-x\": echo "
               "\"<\"\"<<$READLINE_LINE>>>\"; READLINE_LINE=;'; source ./script");
  check_completes_on_a_terminal(shell, home);
}

TEST_CASE("completion zsh: completes on a terminal, sourced or autoloaded") {
  if (is_missing("zsh")) return;
  const CompletionHome home("zsh");
  add_files(home);
  // A script that is in $fpath is loaded at the first completion.
  const bool sourced = GENERATE(true, false);
  CAPTURE(sourced);
  std::filesystem::create_directory(home.dir() / "functions");
  if (!sourced) std::filesystem::copy_file(home.script, home.dir() / "functions/_entra-auth-cli");
  Typist shell({"/usr/bin/zsh", "-f", "-i"}, home,
               "show() { print -r -- \"<\"\"<<$BUFFER>>>\"; BUFFER=; }; zle -N show; bindkey '^X' "
               "show; bindkey '^I' expand-or-complete; zstyle ':completion:*' list false; "
               "fpath=($PWD/functions $fpath); "
               "autoload -U compinit; compinit -u -D" +
                   std::string(sourced ? "; source ./script" : ""));
  check_completes_on_a_terminal(shell, home);
}

TEST_CASE("completion fish: offers commands, options, values and profile names") {
  if (is_missing("fish")) return;
  const CompletionHome home("fish");
  const auto offers = [&](const std::string& line) {
    return fish_offers(home, "entra-auth-cli " + line);
  };
  CHECK(offers("re") == Words{"refresh"});
  CHECK(offers("config list -o ") == Words{"json", "names", "table"});
  CHECK(offers("cache list -o ") == Words{"json", "table"});
  CHECK(offers("get-token -p ") == Words{"api-one", "api-two", "zeta"});
  CHECK(offers("get-token --profile=ze") == Words{"--profile=zeta"});
  CHECK(offers("get-token -f m") == Words{"managed-identity", "maskinporten"});
  CHECK(offers("--config get-token get-token --no-c") == Words{"--no-cache", "--no-color"});
  CHECK(offers("config validate api") == Words{"api-one", "api-two"});
  CHECK(offers("get-token --login-hint ").empty());
  CHECK(offers("completion ") == Words{"bash", "fish", "zsh"});
  const auto other = home.dir().write("other.toml", "[profiles.other]\n");
  CHECK(offers("--config " + other.string() + " get-token -p o") == Words{"other"});
  home.profiles("[profiles.zeta\n");
  CHECK(offers("get-token -p ").empty());
  CHECK(fish_offers(home, "/nowhere/entra-auth-cli get-token -p ").empty());
}
