// SPDX-License-Identifier: MIT
// The house rules of CONTRIBUTING.md: departments, units, circles and sizes.
#include "fitness/source_tree.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace fs = std::filesystem;
using namespace entra_auth;
using test::files_in;
using test::name_of;

namespace {

/// The lines of a list beside this file: "PATH: REASON". Empty lines and comments (#) do not count.
std::map<std::string, std::string> read_list(const std::string& name) {
  std::map<std::string, std::string> list;
  std::istringstream text(test::read_text(test::source_root() / "tests/fitness" / name));
  for (std::string line; std::getline(text, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto colon = line.find(": ");
    INFO(name << ": " << line);
    REQUIRE(colon != std::string::npos);
    CHECK(list.emplace(line.substr(0, colon), line.substr(colon + 2)).second);
  }
  return list;
}

std::ptrdiff_t lines_of(const fs::path& file) {
  return std::ranges::count(test::read_text(file), '\n');
}

std::string folder_of(const std::string& unit) { return unit.substr(0, unit.rfind('/')); }

/// tests/UNIT_test.cpp, or tests/UNIT_PART_test.cpp where it takes several files.
bool has_test_of_its_name(const std::string& unit) {
  const auto start = test::source_root() / "tests" / unit;
  if (!fs::exists(start.parent_path())) return false;
  for (const auto& entry : fs::directory_iterator(start.parent_path())) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(start.filename().string() + "_") && name.ends_with("_test.cpp"))
      return true;
  }
  return false;
}

}  // namespace

TEST_CASE("find_circle: names the nodes of a circle, and nothing if there is none") {
  CHECK(test::find_circle({{"a", {"b"}}, {"b", {"c"}}, {"c", {}}}).empty());
  CHECK(test::find_circle({{"a", {"b"}}, {"b", {"c"}}, {"c", {"b"}}}) == "b -> c -> b");
  CHECK(test::find_circle({{"a", {"b", "c"}}, {"b", {"c"}}, {"c", {}}}).empty());
}

TEST_CASE("structure: no unit includes itself through others") {
  CHECK(test::find_circle(test::unit_arrows()) == "");
}

TEST_CASE("structure: departments of a layer do not include each other in a circle") {
  // A layer's own folder holds both what its departments share and what joins them.
  test::Arrows folders;
  for (const auto& [unit, targets] : test::unit_arrows()) {
    const auto folder = folder_of(unit);
    if (folder.find('/') == std::string::npos) continue;
    for (const auto& target : targets) {
      const auto other = folder_of(target);
      if (other.find('/') != std::string::npos && other != folder) folders[folder].insert(other);
    }
  }
  CHECK(test::find_circle(folders) == "");
}

TEST_CASE("structure: a folder holds 2 to 17 units") {
  std::map<std::string, int> units;
  for (const auto& [unit, targets] : test::unit_arrows()) ++units[folder_of(unit)];
  for (const auto& [folder, count] : units) {
    INFO("src/" << folder << " has " << count << " units");
    CHECK(count >= 2);
    CHECK(count <= 17);
  }
}

TEST_CASE(
    "structure: a source has a header of its name, or the list names the one that declares it") {
  const auto elsewhere = read_list("no_header.txt");
  for (const auto& file : files_in("src", ".cpp")) {
    if (file.filename() == "main.cpp") continue;
    INFO(name_of(file));
    const bool has_header = fs::exists(fs::path(file).replace_extension(".hpp"));
    CHECK(has_header != elsewhere.contains(name_of(file)));
  }
  for (const auto& [source, header] : elsewhere) {
    INFO(source << ": " << header);
    CHECK(fs::exists(test::source_root() / source));
    CHECK(fs::exists(test::source_root() / header));
  }
}

TEST_CASE("structure: files are small enough to read at once, and large enough to be one") {
  const auto small = read_list("small_files.txt");
  for (const auto& file : test::all_sources()) {
    const auto lines = lines_of(file);
    INFO(name_of(file) << " has " << lines << " lines");
    CHECK(lines <= 400);
    if (file.extension() != ".cpp") continue;
    // A short source needs a reason in the list; a source that has grown needs none any more.
    CHECK((lines < 60) == small.contains(name_of(file)));
  }
  for (const auto& [path, reason] : small) {
    INFO(path);
    CHECK(fs::exists(test::source_root() / path));
    CHECK(reason.size() > 10);
  }
}

TEST_CASE("structure: a unit is tested by a file of its name, or by the test that the list names") {
  const auto elsewhere = read_list("tested_elsewhere.txt");
  for (const auto& file : files_in("src", ".cpp")) {
    const auto unit = fs::relative(file, test::source_root() / "src").replace_extension().string();
    if (file.filename() == "main.cpp") continue;
    INFO(unit);
    CHECK(has_test_of_its_name(unit) != elsewhere.contains(unit));
  }
  for (const auto& [unit, test_file] : elsewhere) {
    INFO(unit << ": " << test_file);
    CHECK(fs::exists(test::source_root() / "src" / (unit + ".cpp")));
    CHECK(fs::exists(test::source_root() / test_file));
  }
}

TEST_CASE("structure: no test case has a name that CTest or Catch cannot handle") {
  for (const auto& file : files_in("tests", ".cpp")) {
    std::istringstream text(test::read_text(file));
    for (std::string line; std::getline(text, line);) {
      if (!line.starts_with("TEST_CASE(")) continue;
      INFO(name_of(file) << ": " << line);
      CHECK(line.substr(0, line.rfind('"')).find(';') == std::string::npos);
      CHECK_FALSE(line.starts_with("TEST_CASE(\"~"));  // to Catch that means all others
      CHECK_FALSE(line.starts_with("TEST_CASE(\"-"));  // Catch would take it for a flag
    }
  }
}
