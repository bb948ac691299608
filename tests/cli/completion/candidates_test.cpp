// SPDX-License-Identifier: MIT
#include "cli/completion/candidates.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth::cli;

namespace {

using Words = std::vector<std::string>;

OptionInfo flag(Words names, std::string description) {
  return {.names = std::move(names), .description = std::move(description)};
}

OptionInfo option(Words names, ValueKind kind, Words words = {}) {
  return {.names = std::move(names),
          .description = "What it is",
          .takes_value = true,
          .kind = kind,
          .words = std::move(words)};
}

OptionInfo argument(std::string name, ValueKind kind, Words words = {}) {
  return {
      .argument = std::move(name), .takes_value = true, .kind = kind, .words = std::move(words)};
}

/// A program with one command of every sort.
CommandInfo program() {
  CommandInfo get{.name = "get", .path = "get", .description = "Get it"};
  get.options = {flag({"-h", "--help"}, "Print this help"),
                 option({"-p", "--profile"}, ValueKind::profile),
                 option({"-o", "--output"}, ValueKind::words, {"json", "text"}),
                 option({"-f", "--file"}, ValueKind::file),
                 option({"--run"}, ValueKind::command),
                 option({"--hint"}, ValueKind::none),
                 option({"-s", "--scope"}, ValueKind::none),
                 flag({"-q"}, "Quiet")};
  get.options[6].repeats = true;
  CommandInfo check{.name = "check", .path = "config check", .description = "Check it"};
  check.arguments = {argument("NAME", ValueKind::profile),
                     argument("HOW", ValueKind::words, {"fast", "full"})};
  CommandInfo read{.name = "read", .path = "config read", .description = "Read them"};
  read.arguments = {argument("FILE", ValueKind::file)};
  read.arguments[0].repeats = true;
  CommandInfo config{.name = "config", .path = "config", .description = "Change it"};
  config.commands = {check, read};
  CommandInfo root{.name = "program"};
  root.options = {flag({"-h", "--help"}, "Print this help"), flag({"--version"}, "Print it"),
                  flag({"-v", "--verbose"}, "Say why"), option({"--config"}, ValueKind::file)};
  root.commands = {get, config};
  return root;
}

Completion completed(const Words& words) {
  return complete(program(), words, [](const std::string& file) {
    if (file == "other") return Words{"theirs"};
    CHECK(file.empty());
    return Words{"one", "two"};
  });
}

/// The candidates without their descriptions.
Words offered(const Words& words) {
  const auto completion = completed(words);
  CHECK(completion.kind == ValueKind::words);
  Words texts;
  for (const auto& each : completion.candidates) texts.push_back(each.text);
  return texts;
}

ValueKind kind_for(const Words& words) {
  const auto completion = completed(words);
  CHECK(completion.candidates.empty());
  return completion.kind;
}

}  // namespace

TEST_CASE("complete: commands are offered where one can come, with their descriptions") {
  CHECK(offered({}) == Words{"get", "config"});
  CHECK(offered({""}) == Words{"get", "config"});
  CHECK(offered({"ge"}) == Words{"get", "config"});
  CHECK(offered({"-v", "--config", "get", ""}) == Words{"get", "config"});
  CHECK(offered({"config", ""}) == Words{"check", "read"});
  CHECK(offered({"config", "-v", ""}) == Words{"check", "read"});
  CHECK(completed({""}).candidates.front().description == "Get it");
}

TEST_CASE("complete: nothing is offered after a command that does not exist") {
  CHECK(offered({"nonsense", ""}).empty());
  CHECK(offered({"config", "nonsense", "check"}).empty());
  CHECK(offered({"nonsense", "-p", ""}).empty());
  CHECK(offered({"get", ""}).empty());
}

TEST_CASE("complete: options are those of the command and of the program") {
  CHECK(offered({"--"}) == Words{"-h", "--help", "--version", "-v", "--verbose", "--config"});
  CHECK(offered({"config", "check", "-"}) == Words{"-v", "--verbose", "--config"});
  CHECK(offered({"get", "-"}) == Words{"-h", "--help", "-p", "--profile", "-o", "--output", "-f",
                                       "--file", "--run", "--hint", "-s", "--scope", "-q", "-v",
                                       "--verbose", "--config"});
  CHECK(completed({"get", "-"}).candidates.front().description == "Print this help");
}

TEST_CASE("complete: an option that is there already is offered again only if it can be repeated") {
  const auto left = Words{"-h", "--help", "-f", "--file", "--run", "--hint", "-s", "--scope"};
  CHECK(offered({"get", "--profile", "x", "-qvs", "y", "--output=json", "--config", "other",
                 "-"}) == left);
  CHECK(offered({"-v", "--config=other", "get", "-qpx", "-ojson", "-s", "y", "--"}) == left);
}

TEST_CASE("complete: the value of an option is offered, in every way that it can be written") {
  CHECK(offered({"get", "-o", ""}) == Words{"json", "text"});
  CHECK(offered({"get", "-qo", "j"}) == Words{"json", "text"});
  CHECK(offered({"get", "--output", "-"}) == Words{"json", "text"});
  CHECK(offered({"get", "--output="}) == Words{"--output=json", "--output=text"});
  CHECK(offered({"get", "--output=j"}) == Words{"--output=json", "--output=text"});
  CHECK(offered({"get", "-qoj"}) == Words{"-qojson", "-qotext"});
  CHECK(offered({"get", "--output", "="}) == Words{"json", "text"});
  CHECK(offered({"get", "--output", "=", "j"}) == Words{"json", "text"});
  CHECK(offered({"get", "--hint", ""}).empty());
  CHECK(offered({"get", "--hint="}).empty());
  CHECK(completed({"get", "-o", ""}).candidates.front().description.empty());
}

TEST_CASE("complete: files and commands are left to the shell") {
  CHECK(kind_for({"get", "--file", ""}) == ValueKind::file);
  CHECK(kind_for({"get", "--file=to"}) == ValueKind::file);
  CHECK(kind_for({"get", "-fto"}) == ValueKind::file);
  CHECK(kind_for({"get", "--run", "l"}) == ValueKind::command);
  CHECK(kind_for({"--config", ""}) == ValueKind::file);
  CHECK(kind_for({"get", "--config", ""}) == ValueKind::file);
}

TEST_CASE("complete: profile names come from the profile file of the command line") {
  CHECK(offered({"get", "-p", ""}) == Words{"one", "two"});
  CHECK(offered({"get", "--profile=t"}) == Words{"--profile=one", "--profile=two"});
  CHECK(offered({"--config", "other", "get", "-p", ""}) == Words{"theirs"});
  CHECK(offered({"--config=other", "get", "-p", ""}) == Words{"theirs"});
  CHECK(offered({"get", "--config", "=", "other", "-p", ""}) == Words{"theirs"});
  CHECK(offered({"get", "--file", "--config", "-p", ""}) == Words{"one", "two"});
}

TEST_CASE("complete: arguments are offered by their position, and -- ends the options") {
  CHECK(offered({"config", "check", ""}) == Words{"one", "two"});
  CHECK(offered({"config", "check", "-v", "one", ""}) == Words{"fast", "full"});
  CHECK(offered({"config", "check", "-", ""}) == Words{"fast", "full"});
  CHECK(offered({"config", "check", "one", "fast", ""}).empty());
  CHECK(offered({"config", "check", "--", "-v"}) == Words{"one", "two"});
  CHECK(offered({"config", "check", "--", "-v", ""}) == Words{"fast", "full"});
  CHECK(kind_for({"config", "read", ""}) == ValueKind::file);
  CHECK(kind_for({"config", "read", "a", "b", ""}) == ValueKind::file);
}

TEST_CASE("complete: unknown options are ignored") {
  CHECK(offered({"get", "--nonsense", "-x", "-oxq", "--=", "-o", ""}) == Words{"json", "text"});
  CHECK(offered({"get", "--nonsense=x"}) == offered({"get", "-"}));
  CHECK(offered({"get", "-xo"}) == offered({"get", "-"}));
}

TEST_CASE("render: one candidate a line with its description, or whose work it is") {
  CHECK(render({.candidates = {{"get", "Get it"}, {"json"}}}) == "get\tGet it\njson\n");
  CHECK(render({}).empty());
  CHECK(render({.kind = ValueKind::file}) == ":file\n");
  CHECK(render({.kind = ValueKind::command}) == ":command\n");
}
