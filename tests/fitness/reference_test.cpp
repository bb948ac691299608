// SPDX-License-Identifier: MIT
// docs/reference.md has every command, flag, variable and exit code of the program, and no others.
#include "base/text.hpp"
#include "cli/manual/environment_variables.hpp"
#include "entra_auth/error.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>
#include <string>
#include <vector>

using namespace entra_auth;

namespace {

using Names = std::set<std::string>;

struct Section {
  std::size_t level;  // the number of # in its heading
  std::string title;
  std::vector<std::string> lines{};  // up to the next heading of any level
};

std::vector<Section> reference() {
  std::vector<Section> sections;
  bool in_code = false;
  const auto page = test::read_text(std::string(ENTRA_AUTH_SOURCE_DIR) + "/docs/reference.md");
  for (const auto& line : split(page, "\n")) {
    if (line.starts_with("```")) in_code = !in_code;
    const auto level = line.find_first_not_of('#');
    if (!in_code && level != std::string::npos && level > 0) {
      sections.push_back({level, line.substr(level + 1)});
    } else if (!sections.empty()) {
      sections.back().lines.push_back(line);
    }
  }
  return sections;
}

const Section& section(const std::vector<Section>& sections, const std::string& title) {
  const auto found = std::ranges::find(sections, title, &Section::title);
  INFO("docs/reference.md has no section " << title);
  REQUIRE(found != sections.end());
  return *found;
}

/// "request-options" for "Request options", as in links.
std::string anchor(std::string title) {
  std::ranges::transform(title, title.begin(), [](unsigned char c) {
    return c == ' ' ? '-' : static_cast<char>(std::tolower(c));
  });
  return title;
}

/// What is between backticks in the first column of the section's tables.
std::vector<std::string> first_column(const Section& section) {
  std::vector<std::string> codes;
  for (const auto& line : section.lines) {
    if (!line.starts_with("| ")) continue;
    const auto pieces = split(line.substr(0, line.find(" | ")), "`");
    for (std::size_t i = 1; i < pieces.size(); i += 2) codes.push_back(pieces[i]);
  }
  return codes;
}

/// "--file" for "--file FILE".
Names flags_in(const std::vector<std::string>& codes) {
  Names flags;
  for (const auto& code : codes) {
    if (code.starts_with('-') && code != "-") flags.insert(code.substr(0, code.find(' ')));
  }
  return flags;
}

/// The flags of a command's section and of the shared sections that it links to.
Names documented_flags(const std::vector<Section>& sections, const std::string& command) {
  const auto& own = section(sections, command);
  Names flags = flags_in(first_column(own));
  const auto add = [&](const Section& shared) { flags.merge(flags_in(first_column(shared))); };
  const auto text = join(own.lines, "\n");
  for (const auto& each : sections) {
    if (each.level > own.level && text.find("(#" + anchor(each.title) + ")") != std::string::npos)
      add(each);
  }
  return flags;
}

std::vector<std::string> help(const std::string& command) {
  std::vector<std::string> arguments = {ENTRA_AUTH_CLI};
  if (!command.empty()) {
    for (const auto& word : split(command, " ")) arguments.push_back(word);
  }
  arguments.emplace_back("--help");
  const auto result = test::run(arguments);
  CAPTURE(command);
  REQUIRE(result.exit_status == 0);
  REQUIRE(result.out.find("Usage: ") != std::string::npos);
  return split(result.out, "\n");
}

/// Names of flags on lines such as "  -p, --profile NAME    Profile to use".
Names flags_of(const std::string& command) {
  Names flags;
  for (const auto& line : help(command)) {
    if (!line.starts_with("  -")) continue;
    const auto term = line.substr(2, line.find("  ", 2) - 2);
    flags.merge(flags_in(split(term, ", ")));
  }
  return flags;
}

/// The paths of all commands below `parent`, from the lists of commands that help shows.
std::vector<std::string> commands_below(const std::string& parent) {
  std::vector<std::string> paths;
  bool in_list = false;
  for (const auto& line : help(parent)) {
    const bool is_indented = line.starts_with("  ");
    if (in_list && is_indented && line[2] != ' ') {
      const auto name = line.substr(2, line.find(' ', 2) - 2);
      paths.push_back(parent.empty() ? name : parent + " " + name);
      for (auto& below : commands_below(paths.back())) paths.push_back(std::move(below));
    }
    in_list = line == "Commands:" || (in_list && is_indented);
  }
  return paths;
}

}  // namespace

TEST_CASE("docs/reference.md: has a section for every command and for no other") {
  Names documented;
  for (const auto& each : reference()) {
    if (each.level == 3) documented.insert(each.title);
  }
  const auto commands = commands_below("");
  CHECK(commands.size() > 20);
  CHECK(documented == Names(commands.begin(), commands.end()));
}

TEST_CASE("docs/reference.md: the table of commands has every command") {
  const auto sections = reference();
  Names listed;
  for (const auto& code : first_column(section(sections, "Commands"))) {
    std::string path;
    for (const auto& word : split(code, " ")) {
      if (std::islower(static_cast<unsigned char>(word[0])) == 0 || word.find('|') < word.size())
        break;
      path += (path.empty() ? "" : " ") + word;
    }
    listed.insert(path);
  }
  Names commands;
  for (const auto& command : commands_below("")) {
    if (commands_below(command).empty()) commands.insert(command);
  }
  CHECK(listed == commands);
}

TEST_CASE("docs/reference.md: has every flag of a command and no other") {
  const auto sections = reference();
  for (const auto& command : commands_below("")) {
    CAPTURE(command);
    auto flags = flags_of(command);
    flags.erase("-h");
    flags.erase("--help");
    CHECK(documented_flags(sections, command) == flags);
  }
  CHECK(documented_flags(sections, "Global options") == flags_of(""));
}

TEST_CASE("docs/reference.md: has every environment variable and no other") {
  Names variables;
  for (const auto& each : cli::kEnvironmentVariables) {
    for (const auto& name : split(each.names, ", ")) variables.insert(name);
  }
  const auto documented = first_column(section(reference(), "Environment variables"));
  CHECK(Names(documented.begin(), documented.end()) == variables);
}

TEST_CASE("docs/reference.md: has every exit code and no other") {
  Names codes = {"0"};
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::terminated); ++kind) {
    codes.insert(std::to_string(exit_code(static_cast<ErrorKind>(kind))));
  }
  Names documented;
  const std::regex row(R"(\| (\d+) \| .+)");
  const auto sections = reference();
  for (const auto& line : section(sections, "Exit codes").lines) {
    std::smatch found;
    if (std::regex_match(line, found, row)) documented.insert(found[1]);
  }
  CHECK(documented == codes);
}
