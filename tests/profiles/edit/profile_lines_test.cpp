// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_lines.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth::profiles;

namespace {

/// Where a profile ends that has this text, told as what follows.
std::string behind_own_lines(const std::string& text) {
  const auto layout = read_toml_layout(text);
  return text.substr(end_of_own_lines(text, layout, 0));
}

std::string key_beside(const std::string& text, const std::string& key) {
  return write_key_as_neighbours(text, read_toml_layout(text), 0, key);
}

}  // namespace

TEST_CASE("end_of_own_lines: behind the profile's comments, before those of the next profile") {
  CHECK(behind_own_lines("[profiles.a]\n") == "");
  CHECK(behind_own_lines("[profiles.a]\nx = 1\n\n# b\n[profiles.b]\n") == "\n# b\n[profiles.b]\n");
  CHECK(behind_own_lines("[profiles.a]\nx = 1\n# b\n[profiles.b]\n") == "# b\n[profiles.b]\n");
  CHECK(behind_own_lines("[profiles.a]\nx = 1\n# y = 2\n\n[profiles.b]\n") == "\n[profiles.b]\n");
  CHECK(behind_own_lines("[profiles.a]\nx = 1\n# y = 2\n") == "");
  CHECK(behind_own_lines("[profiles.a]\n[profiles.a.t]\ny = 1\n") == "[profiles.a.t]\ny = 1\n");
}

TEST_CASE("write_key_as_neighbours: a new key is indented and aligned like its neighbours") {
  CHECK(key_beside("[a]\n", "key") == "key = ");
  CHECK(key_beside("[a]\nx = 1\n", "key") == "key = ");
  CHECK(key_beside("[a]\nx=1\n", "key") == "key=");
  CHECK(key_beside("[a]\nlonger = 1\nx      = 1\n", "key") == "key    = ");
  CHECK(key_beside("[a]\nx      = 1\nlonger = 1\n", "key") == "key    = ");
  CHECK(key_beside("[a]\nx      = 1\nlonger = 1\n", "longest_key") == "longest_key = ");
  CHECK(key_beside("[a]\nx    = 1\nlonger = 1\n", "key") == "key = ");  // not aligned
  CHECK(key_beside("[a]\n  x  = 1\n  yy = 2\n", "k") == "  k  = ");
}

TEST_CASE("is_written_elsewhere: recognizes parts of a profile without lines of their own") {
  const auto statements_of = [](const std::string& text) {
    return read_toml_layout(text).statements;
  };
  CHECK(is_profiles_itself(statements_of("profiles = {}\n")[0]));
  CHECK_FALSE(is_profiles_itself(statements_of("[profiles]\n")[0]));
  CHECK(is_written_elsewhere(statements_of("profiles.a.x = 1\n")[0], "a"));
  CHECK_FALSE(is_written_elsewhere(statements_of("profiles.a.x = 1\n")[0], "b"));
  CHECK(is_written_elsewhere(statements_of("[profiles]\na = {}\n")[1], "a"));
  CHECK(is_written_elsewhere(statements_of("[profiles]\na.x = 1\n")[1], "a"));
  CHECK(is_written_elsewhere(statements_of("[[profiles.a]]\n")[0], "a"));
  CHECK_FALSE(is_written_elsewhere(statements_of("[profiles.a]\nx.y = 1\n")[1], "a"));
  CHECK_FALSE(is_written_elsewhere(statements_of("[profiles.a.t]\n")[0], "a"));
}

TEST_CASE("write_profile: aligns the values") {
  const TomlTable members = {{"x", 0, {.line = 0, .content = std::string("1")}},
                             {"longer", 0, {.line = 0, .content = true}}};
  CHECK(write_profile("a", members, "\n") == "[profiles.a]\nx      = \"1\"\nlonger = true\n");
  CHECK(write_profile("a.b", {}, "\r\n") == "[profiles.\"a.b\"]\r\n");
}
