// SPDX-License-Identifier: MIT
#include "cli/parser/parser.hpp"

#include "cli/parser/command_tree.hpp"
#include "cli/parser/help.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::cli;

namespace {

struct Values {
  int verbosity = 0;
  std::string file;
  std::optional<int> port;
  bool force = false;
  bool all = false;
  std::vector<std::string> scopes;
  std::string format;
  int described = 0;  // how often the options of `other` were made
};

/// A program with `get NAME`, a hidden `other` and a group `more` with `list`.
Command program(Values& values) {
  const auto get = [&values] {
    CommandDetails details;
    details.options = {
        {.names = "NAME", .target = &values.file, .help = "Whose", .is_required = true},
        {.names = "-s,--scope", .target = &values.scopes, .value = "SCOPE", .help = "Which"},
        {.names = "--force,--force-refresh", .target = &values.force, .help = "Always"},
        {.names = "--all", .target = &values.all, .help = "All", .excludes = "--force"}};
    details.add("Numbers and words", {{.names = "--port",
                                       .target = &values.port,
                                       .value = "N",
                                       .help = "A port",
                                       .min = 1,
                                       .max = 65535},
                                      {.names = "-o,--output",
                                       .target = &values.format,
                                       .value = "FORMAT",
                                       .help = "A format",
                                       .words = "table json",
                                       .only_words = true,
                                       .may_be_empty = false}});
    details.footer = "What get does.";
    return details;
  };
  const auto other = [&values] {
    ++values.described;
    return CommandDetails{};
  };
  const auto more = [] {
    CommandDetails details;
    details.commands = {{"list", "Lists", [] { return CommandDetails{}; }}};
    details.footer = "More of it.";
    return details;
  };
  return {"program", "Does things", [=, &values] {
            CommandDetails details;
            details.options = {
                {.names = "--version", .target = PrintedText{"program 1"}, .help = "Version"},
                {.names = "-v,--verbose", .target = &values.verbosity, .help = "Say more"}};
            details.commands = {
                {"get", "Gets", get}, {"other", "Hidden", other, true}, {"more", "More", more}};
            return details;
          }};
}

Result<ParsedLine> parse(Values& values, std::vector<const char*> words) {
  words.insert(words.begin(), "program");
  return parse_line(program(values), static_cast<int>(words.size()), words.data());
}

Error refusal(std::vector<const char*> words) {
  Values values;
  const auto parsed = parse(values, std::move(words));
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().kind == ErrorKind::usage);
  return parsed.error();
}

}  // namespace

TEST_CASE("parse_line: every kind of option gets its value") {
  Values values;
  const auto parsed = parse(values, {"get", "mine", "-s", "a", "--scope=b", "--force-refresh",
                                     "--port", "8400", "-o", "json"});
  REQUIRE(parsed);
  CHECK(parsed->path == "get");
  CHECK_FALSE(parsed->wants_help);
  CHECK(parsed->printed_text.empty());
  CHECK(values.file == "mine");
  CHECK(values.scopes == std::vector<std::string>{"a", "b"});
  CHECK(values.force);
  CHECK(values.port == 8400);
  CHECK(values.format == "json");
}

TEST_CASE("parse_line: options of the program stand before and after the command and are counted") {
  Values values;
  REQUIRE(parse(values, {"-v", "get", "mine", "-vv"}));
  CHECK(values.verbosity == 3);
}

TEST_CASE("parse_line: a repeatable option takes one value each time") {
  Values values;
  REQUIRE(parse(values, {"get", "-s", "a", "mine"}));
  CHECK(values.scopes == std::vector<std::string>{"a"});
  CHECK(values.file == "mine");
}

TEST_CASE("parse_line: what follows -- is an argument") {
  Values values;
  REQUIRE(parse(values, {"get", "--", "--force"}));
  CHECK(values.file == "--force");
  CHECK_FALSE(values.force);
}

TEST_CASE("parse_line: options of a command are made only if the line names the command") {
  Values values;
  REQUIRE(parse(values, {"get", "mine"}));
  CHECK(values.described == 0);
  REQUIRE(parse(values, {"other"}));
  CHECK(values.described == 1);
}

TEST_CASE("parse_line: help and version end the parse, however incomplete the line is") {
  Values values;
  const auto help = parse(values, {"get", "--help"});
  REQUIRE(help);
  CHECK(help->wants_help);
  CHECK(help->path == "get");
  const auto before = parse(values, {"-h", "more", "list"});
  REQUIRE(before);
  CHECK(before->wants_help);
  CHECK(before->path == "more list");
  const auto version = parse(values, {"--version"});
  REQUIRE(version);
  CHECK(version->printed_text == "program 1\n");
}

TEST_CASE("parse_line: a line that does not fit fails with usage and names the help to read") {
  for (const auto& words :
       std::vector<std::vector<const char*>>{{}, {"nonsense"}, {"--nonsense"}}) {
    CHECK(refusal(words).hints.back() == "run: program --help");
  }
  for (const auto& words :
       std::vector<std::vector<const char*>>{{"get"},
                                             {"get", "mine", "more"},
                                             {"get", "mine", "--nonsense"},
                                             {"get", "mine", "--port"},
                                             {"get", "mine", "--port", "0"},
                                             {"get", "mine", "--port", "65536"},
                                             {"get", "mine", "--port", "1", "--port", "2"},
                                             {"get", "mine", "-o", "xml"},
                                             {"get", "mine", "-o", ""},
                                             {"get", "mine", "--all", "--force"},
                                             {"get", "mine", "--force", "--all"}}) {
    CAPTURE(words);
    CHECK(refusal(words).hints.back() == "run: program get --help");
  }
  CHECK(refusal({"more"}).hints.back() == "run: program more --help");
  CHECK(refusal({"more", "nonsense"}).hints.back() == "run: program more --help");
}

TEST_CASE("command_tree: everything but hidden commands, in order, with --help") {
  Values values;
  const auto tree = command_tree(program(values));
  REQUIRE(tree.commands.size() == 2);
  CHECK(tree.commands[0].path == "get");
  CHECK(tree.commands[1].commands.at(0).path == "more list");
  const auto& get = tree.commands[0];
  REQUIRE(get.arguments.size() == 1);
  CHECK(get.arguments[0].argument == "NAME");
  CHECK(get.arguments[0].required);
  REQUIRE(get.options.size() == 6);
  CHECK(get.options[0].names == std::vector<std::string>{"-h", "--help"});
  CHECK_FALSE(get.options[0].takes_value);
  CHECK(get.options[1].repeats);
  CHECK(get.options[5].kind == ValueKind::words);
  CHECK(get.options[5].words == std::vector<std::string>{"table", "json"});
  const auto global = global_options(tree);
  REQUIRE(global.size() == 1);
  CHECK(global[0].names == std::vector<std::string>{"-v", "--verbose"});
}

TEST_CASE("render_help: usage, arguments, groups and footer, in 80 columns") {
  Values values;
  const auto tree = command_tree(program(values));
  CHECK(render_help(tree, "get") ==
        "Gets\n\n"
        "Usage: program get [OPTIONS] NAME\n\n"
        "Arguments:\n"
        "  NAME                            Whose\n\n"
        "Options:\n"
        "  -h, --help                      Print this help\n"
        "  -s, --scope SCOPE               Which\n"
        "  --force, --force-refresh        Always\n"
        "  --all                           All\n\n"
        "Numbers and words:\n"
        "  --port N                        A port\n"
        "  -o, --output FORMAT             A format\n\n"
        "Everywhere: -v, -vv, --config FILE, --no-color; see program --help.\n\n"
        "What get does.\n");
  CHECK(render_help(tree, "more").find("Usage: program more COMMAND [OPTIONS]\n") !=
        std::string::npos);
  CHECK(render_help(tree, "more list").ends_with("More of it.\n"));  // its parent's footer
}

TEST_CASE("render_help: long descriptions are wrapped at spaces") {
  const Command program{
      "program", "Does things", [] {
        static std::string value;
        CommandDetails details;
        details.options = {{.names = "--an-option-with-a-very-long-name",
                            .target = &value,
                            .value = "VALUE",
                            .help = "A description of so many words that they need more than "
                                    "one line of eighty columns"}};
        return details;
      }};
  CHECK(render_help(command_tree(program), "") ==
        "Does things\n\n"
        "Usage: program [OPTIONS]\n\n"
        "Options:\n"
        "  -h, --help                      Print this help\n"
        "  --an-option-with-a-very-long-name VALUE\n"
        "                                  A description of so many words that they need\n"
        "                                  more than one line of eighty columns\n");
}
