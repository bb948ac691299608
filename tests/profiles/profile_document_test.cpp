// SPDX-License-Identifier: MIT
#include "profiles/profile_document.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

Error load_error(const test::TempDir& dir, std::string_view text) {
  const auto document = load_profile_document(dir.write("profiles.toml", text));
  REQUIRE_FALSE(document);
  CHECK(document.error().kind == ErrorKind::invalid_configuration);
  return document.error();
}

}  // namespace

TEST_CASE("load_profile_document: a missing file is an empty document") {
  const test::TempDir dir;
  for (const auto& path : {dir / "profiles.toml", dir / "none/profiles.toml"}) {
    const auto document = load_profile_document(path);
    REQUIRE(document);
    CHECK_FALSE(document->exists);
    CHECK(document->profiles.empty());
  }
  const auto empty = load_profile_document(dir.write("profiles.toml", ""));
  REQUIRE(empty);
  CHECK(empty->exists);
  CHECK(empty->profiles.empty());
}

TEST_CASE(
    "load_profile_document: the file's mode decides whether it may contain secrets, also behind a "
    "link") {
  const test::TempDir dir;
  for (const unsigned mode : {0600U, 0400U, 0640U, 0604U, 0644U}) {
    const auto path = dir.write("file", "default_profile = 'a'\n", mode);
    std::filesystem::create_symlink(path, dir / "link");
    for (const auto& name : {"file", "link"}) {
      const auto document = load_profile_document(dir / name);
      REQUIRE(document);
      CAPTURE(mode, name);
      CHECK(document->file.is_private == ((mode & 077U) == 0));
      CHECK(document->default_profile == "a");
      CHECK(document->default_profile_line == 1);
    }
    std::filesystem::remove(dir / "link");
    std::filesystem::remove(path);
  }
}

TEST_CASE("load_profile_document: refuses a file of another user") {
  if (::geteuid() != 0) return;  // only root can give files away
  const test::TempDir dir;
  const auto path = dir.write("profiles.toml", "");
  REQUIRE(::chown(path.c_str(), 20002, 20002) == 0);
  const auto document = load_profile_document(path);
  REQUIRE_FALSE(document);
  CHECK(document.error().kind == ErrorKind::invalid_configuration);
  CHECK(document.error().message == path.native() + " belongs to another user");
}

TEST_CASE("load_profile_document: refuses a folder, a huge file and a device quickly") {
  const test::TempDir dir;
  const auto folder = load_profile_document(dir.path());
  REQUIRE_FALSE(folder);
  CHECK(folder.error().kind == ErrorKind::invalid_configuration);
  const auto huge = dir.write("huge", "");
  std::filesystem::resize_file(huge, 100 * 1024 * 1024);
  const auto start = std::chrono::steady_clock::now();
  const auto too_large = load_profile_document(huge);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
  REQUIRE_FALSE(too_large);
  CHECK(too_large.error().message == huge.native() + " is larger than 1 MiB");
  CHECK_FALSE(load_profile_document("/dev/zero"));
  CHECK(load_profile_document("/dev/null"));
}

TEST_CASE("load_profile_document: a document from a pipe is not private") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "[profiles.a]\n", 13) == 13);
  ::close(ends[1]);
  const auto document = load_profile_document("/dev/fd/" + std::to_string(ends[0]));
  ::close(ends[0]);
  REQUIRE(document);
  CHECK(document->profiles.size() == 1);
  CHECK_FALSE(document->file.is_private);
}

TEST_CASE("load_profile_document: a syntax error names file and line") {
  const test::TempDir dir;
  const auto error = load_error(dir, "[profiles.a]\nclient_secret = CANARY\n");
  CHECK(error.message.starts_with((dir / "profiles.toml").native() + ":2:"));
  CHECK(error.message.find("CANARY") == std::string::npos);
}

TEST_CASE("load_profile_document: default_profile is the only key outside the profiles") {
  const test::TempDir dir;
  const std::string file = (dir / "profiles.toml").native();
  struct Case {
    std::string text, message, hint;
  };
  const std::vector<Case> cases = {
      {"\ndefault_profil = 'a'\n", ":2: unknown key `default_profil` outside the profiles",
       "did you mean default_profile?"},
      {"[profile.a]\n", ":1: unknown key `profile` outside the profiles", "did you mean profiles"},
      {"client_secret = 'CANARY'\n", ":1: unknown key `client_secret` outside the profiles",
       "the settings of a profile come after a line [profiles.NAME]"},
      {"profiles = 'CANARY'\n", ":1: profiles must be a table", "[profiles.NAME]"},
      {"[[profiles]]\n", ":1: profiles must be a table", "[profiles.NAME]"},
      {"default_profile = 1\n", ":1: default_profile must be the name of a profile", "a name is"},
      {"default_profile = '../x'\n", ":1: default_profile must be the name of a profile",
       "a name is"},
  };
  for (const auto& [text, message, hint] : cases) {
    CAPTURE(text);
    const auto error = load_error(dir, text);
    CHECK(error.message == file + message);
    REQUIRE(error.hints.size() == 1);
    CHECK(error.hints[0].starts_with(hint));
    CHECK(error.message.find("CANARY") == std::string::npos);
  }
}

TEST_CASE("load_profile_document: the default profile may come from the environment") {
  const test::TempDir dir;
  const auto document =
      load_profile_document(dir.write("profiles.toml", "default_profile = 'env:azure'\n"));
  REQUIRE(document);
  CHECK(document->default_profile == "env:azure");
}

TEST_CASE("load_profile_document: refuses invalid profile names and shows them safely") {
  const test::TempDir dir;
  for (const std::string name :
       {"../../x", "a/b", "", "-a", "a b", "\\u001b[31m", "\\u202ea", "a\\nb"}) {
    CAPTURE(name);
    const auto error = load_error(dir, "[profiles.ok]\n\n[profiles.\"" + name + "\"]\n");
    CHECK(error.message.starts_with((dir / "profiles.toml").native() + ":3: `"));
    CHECK(error.message.ends_with("` is not a profile name"));
    CHECK(error.message.find('\x1b') == std::string::npos);
    CHECK(error.message.find('\n') == std::string::npos);
  }
  CHECK(load_error(dir, "[profiles." + std::string(300, 'a') + "]\n").message.size() < 300);
}
