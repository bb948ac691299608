// SPDX-License-Identifier: MIT
// The pages say what the program does, and link to each other; reference_test.cpp has the
// reference.
#include "base/text.hpp"
#include "entra_auth/error.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace entra_auth;

namespace {

const fs::path kRoot = ENTRA_AUTH_SOURCE_DIR;

std::string page(const fs::path& name) { return test::read_text(kRoot / name); }

/// README, CONTRIBUTING, CHANGELOG and all pages below docs, from the root of the repository.
std::vector<fs::path> pages() {
  std::vector<fs::path> files = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "docs")) {
    if (entry.path().extension() == ".md") files.push_back(fs::relative(entry.path(), kRoot));
  }
  return files;
}

/// What links to the page's headings may end in, as GitHub makes it: "config-vault", "in-short".
std::set<std::string> anchors(const std::string& text) {
  std::set<std::string> names;
  std::istringstream lines(text);
  bool in_code = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) in_code = !in_code;
    if (in_code || !line.starts_with('#')) continue;
    std::string name;
    for (const unsigned char c : line.substr(line.find_first_not_of("# "))) {
      if (std::isalnum(c) != 0 || c == '-' || c == '_' || c > 127)
        name += static_cast<char>(std::tolower(c));
      if (c == ' ') name += '-';
    }
    names.insert(name);
  }
  return names;
}

/// All of src but the sandbox, with string literals that follow each other joined.
std::string sources() {
  std::string text;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "src")) {
    if (entry.is_regular_file() && entry.path().string().find("/sandbox/") == std::string::npos)
      text += test::read_text(entry.path());
  }
  return std::regex_replace(text, std::regex("\"\\s*\\n\\s*\""), "");
}

/// The messages, between backticks, in the first column of the table below `heading`.
std::vector<std::string> quoted_messages(const std::string& text, const std::string& heading) {
  std::vector<std::string> messages;
  std::istringstream lines(text.substr(text.find("\n" + heading + "\n") + heading.size() + 2));
  for (std::string line; std::getline(lines, line) && !line.starts_with('#');) {
    if (!line.starts_with("| `")) continue;
    const auto parts = split(line.substr(0, line.find(" | ")), "`");
    for (std::size_t i = 1; i < parts.size(); i += 2) messages.push_back(parts[i]);
  }
  return messages;
}

}  // namespace

TEST_CASE("documentation: a message in a table is one of the program's") {
  const auto program = sources();
  for (const auto& [file, heading] : {std::pair{"docs/errors.md", "## Common situations"},
                                      {"docs/secrets.md", "#### When it cannot be used"}}) {
    const auto messages = quoted_messages(page(file), heading);
    CHECK(messages.size() > 10);
    for (const auto& message : messages) {
      // "…" is for what differs.
      const auto fixed = std::regex_replace(message, std::regex("…"), "\n");
      for (const auto& part : split(fixed, "\n")) {
        INFO(file << ": " << message);
        CHECK(program.find(trim(part)) != std::string::npos);
      }
    }
  }
}

TEST_CASE("docs/errors.md: has every exit code with its name") {
  const auto errors = page("docs/errors.md");
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::terminated); ++kind) {
    const auto each = static_cast<ErrorKind>(kind);
    const auto row = "| " + std::to_string(exit_code(each)) + " | `" + kind_name(each) + "` |";
    CAPTURE(row);
    CHECK(errors.find(row) != std::string::npos);
  }
}

TEST_CASE("docs/ARCHITECTURE.md: names files that exist, every department and every decision") {
  const auto text = page("docs/ARCHITECTURE.md");
  const std::regex file(R"(`([a-z_0-9]+(/[a-z_0-9]+)*/[a-z_0-9]+(\.test)?\.(cpp|hpp|mjs))`)");
  int found = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), file), end; at != end; ++at, ++found) {
    const auto name = at->str(1);
    INFO(name);
    CHECK((fs::exists(kRoot / name) || fs::exists(kRoot / "src" / name)));
  }
  CHECK(found > 50);
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "src")) {
    if (!entry.is_directory()) continue;
    const auto department = fs::relative(entry.path(), kRoot / "src").string();
    INFO(department);
    CHECK(text.find("`" + department + "`") != std::string::npos);
  }
  for (const auto& entry : fs::directory_iterator(kRoot / "docs/adr")) {
    INFO(entry.path().filename());
    CHECK(text.find("(adr/" + entry.path().filename().string() + ")") != std::string::npos);
  }
}

TEST_CASE("documentation: links between pages lead to files and headings that exist") {
  const std::regex link(R"(\]\(([^)#:]*)(#([^)]*))?\))");
  for (const auto& name : pages()) {
    const auto text = page(name);
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
      const auto target = at->str(1);
      const auto heading = at->str(3);
      INFO(name << " links to " << target << " and heading " << heading);
      const auto file = target.empty() ? name : (name.parent_path() / target).lexically_normal();
      CHECK(fs::exists(kRoot / file));
      if (!heading.empty()) CHECK(anchors(page(file)).contains(heading));
    }
  }
}
