// SPDX-License-Identifier: MIT
// The manual pages say what help says, and can be read.
#include "cli/manual/man_page.hpp"

#include "base/text.hpp"
#include "entra_auth/error.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

using namespace entra_auth;

namespace {

std::string output(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ENTRA_AUTH_CLI);
  const auto result = test::run(arguments);
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  return result.out;
}

/// The arguments that print each page: those of the program, then of its commands.
std::vector<std::vector<std::string>> pages() {
  std::vector<std::vector<std::string>> all = {{"man"}};
  for (const auto& command : split(output({"man", "--list"}), "\n"))
    all.push_back({"man", command});
  return all;
}

constexpr const char* kMandoc = "/usr/bin/mandoc";

bool mandoc_is_missing() {
  if (std::filesystem::exists(kMandoc)) return false;
  WARN("skipped: mandoc is not installed");
  return true;
}

/// The page as a terminal of 80 columns shows it, without bold and italics.
std::string shown(const std::string& page) {
  const auto text = test::run({kMandoc, "-T", "ascii", "-O", "width=80"}, {.in = page}).out;
  return std::regex_replace(text, std::regex(".\b"), "");
}

}  // namespace

TEST_CASE("what roff would take for its own comes out as it went in") {
  if (mandoc_is_missing()) return;
  const std::string odd = "\\fB\\n(.x \\\\ 'a' \"b\" `c` ^ ~ -- {}$() .";
  const auto text = shown(".TH X 1\n.SH NAME\nx \\- y\n.SH TEXT\n" + cli::roff_text("." + odd) +
                          "\n.PP\n" + cli::roff_text("'" + odd) + "\n");
  CAPTURE(text);
  CHECK(text.find("." + odd) != std::string::npos);
  CHECK(text.find("'" + odd) != std::string::npos);
}

TEST_CASE("every command has a page with the sections that people look for") {
  const auto all = pages();
  CHECK(all.size() > 7);
  for (const auto& arguments : all) {
    CAPTURE(arguments);
    const auto page = output(arguments);
    for (const char* title : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS",
                              "ENVIRONMENT", "FILES", "SEE ALSO"}) {
      CAPTURE(title);
      CHECK(page.find(std::string("\n.SH ") + title + "\n") != std::string::npos);
    }
  }
  CHECK(output({"man", "get-token"}).find("\n.SH EXAMPLES\n") != std::string::npos);
  CHECK(output({"--help"}).find("  man ") == std::string::npos);
  CHECK(test::run({ENTRA_AUTH_CLI, "man", "nonsense"}).exit_status == 64);
}

TEST_CASE("a page has every flag of help") {
  const std::regex flag("--[a-z][a-z-]+");
  for (auto arguments : pages()) {
    const auto page = output(arguments);
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
    const auto help = output(arguments);
    for (std::sregex_iterator at(help.begin(), help.end(), flag), end; at != end; ++at) {
      CAPTURE(arguments, at->str());
      CHECK(page.find(cli::roff_text(at->str())) != std::string::npos);
    }
  }
}

TEST_CASE("mandoc finds no error in a page, and a terminal of 80 columns shows it whole") {
  if (mandoc_is_missing()) return;
  for (const auto& arguments : pages()) {
    CAPTURE(arguments);
    const auto page = output(arguments);
    const auto lint = test::run({kMandoc, "-T", "lint", "-W", "error"}, {.in = page});
    CHECK(lint.exit_status == 0);
    CHECK(lint.out.empty());
    for (const auto& line : split(shown(page), "\n")) {
      CAPTURE(line);
      CHECK(line.size() <= 80);
    }
  }
}

TEST_CASE("man, help: every exit code is listed, and no other") {
  std::set<int> codes = {0};
  const auto help = output({"--help"});
  for (int number = 0; number <= static_cast<int>(ErrorKind::terminated); ++number) {
    const auto kind = static_cast<ErrorKind>(number);
    codes.insert(exit_code(kind));
    auto words = std::to_string(exit_code(kind)) + " " + kind_name(kind);
    std::ranges::replace(words, '_', ' ');
    CAPTURE(words);
    CHECK(help.find(words) != std::string::npos);
  }
  const auto page = output({"man"});
  const auto start = page.find(".SH EXIT STATUS\n");
  const auto section = page.substr(start, page.find("\n.SH ", start) - start);
  const std::regex item(R"(\.TP\n\D*(\d+))");
  std::set<int> listed;
  for (std::sregex_iterator at(section.begin(), section.end(), item), end; at != end; ++at) {
    listed.insert(std::stoi((*at)[1].str()));
  }
  CHECK(listed == codes);
}
