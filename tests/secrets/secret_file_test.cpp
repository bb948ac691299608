// SPDX-License-Identifier: MIT
#include "secrets/secret_file.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;

namespace {

constexpr std::size_t kMax = 100;
const os::Environment kNoEnvironment{std::vector<std::string>{}};

Result<Secret> read(const std::filesystem::path& path) {
  return read_secret_file(path, kMax, kNoEnvironment);
}

/// Runs `check` in a child process as an ordinary user; true where it returned true there.
template <class Check>
bool holds_as_ordinary_user(Check check) {
  constexpr unsigned kSomeUser = 20001;
  const pid_t child = ::fork();
  if (child == 0) {
    const bool dropped = ::setgid(kSomeUser) == 0 && ::setuid(kSomeUser) == 0;
    ::_exit(dropped && check() ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("read_secret_file: returns a private file unchanged") {
  const test::TempDir dir;
  for (const unsigned mode : {0600U, 0400U, 0700U}) {
    const auto secret = read(dir.write("secret", "s3cret\n", mode));
    REQUIRE(secret);
    CHECK(secret->expose() == "s3cret\n");
    std::filesystem::remove(dir / "secret");
  }
}

TEST_CASE("read_secret_file: refuses a file that others can read, with the chmod command") {
  const test::TempDir dir;
  for (const unsigned mode : {0644U, 0604U, 0666U, 0622U, 0602U, 0660U, 0777U}) {
    CAPTURE(mode);
    const auto path = dir.write("it's secret", "canary-5e1f", mode);
    const auto secret = read(path);
    REQUIRE_FALSE(secret);
    const Error& error = secret.error();
    CHECK(error.kind == ErrorKind::secret_unavailable);
    CHECK(error.message.find(path.native()) != std::string::npos);
    REQUIRE_FALSE(error.hints.empty());
    CHECK(error.hints[0] == "chmod 600 '" + dir.path().native() + "/it'\\''s secret'");
    CHECK(error.message.find("canary-5e1f") == std::string::npos);
  }
}

TEST_CASE("read_secret_file: says whether others can read or change the file, and its mode") {
  const test::TempDir dir;
  const auto readable = read(dir.write("a", "x", 0644));
  REQUIRE_FALSE(readable);
  CHECK(readable.error().message ==
        (dir / "a").native() + " can be read by other users (mode 0644)");
  CHECK(readable.error().hints.size() == 2);
  const auto writable = read(dir.write("b", "x", 0666));
  REQUIRE_FALSE(writable);
  CHECK(writable.error().message ==
        (dir / "b").native() + " can be changed by other users (mode 0666)");
  CHECK(writable.error().hints.size() == 1);
}

TEST_CASE("read_secret_file: reads a private file behind a link, but not a shared one") {
  const test::TempDir dir;
  std::filesystem::create_symlink(dir.write("private", "x", 0600), dir / "to-private");
  std::filesystem::create_symlink(dir.write("shared", "x", 0644), dir / "to-shared");
  CHECK(read(dir / "to-private"));
  CHECK_FALSE(read(dir / "to-shared"));
}

TEST_CASE("read_secret_file: does not judge owner and mode in a platform's secrets folder") {
  const test::TempDir dir;
  dir.write("credentials/secret", "x", 0444);
  const auto in = [&](const std::string& folder, const std::string& file) {
    const os::Environment environment({"CREDENTIALS_DIRECTORY=" + folder});
    return read_secret_file(dir / file, kMax, environment).has_value();
  };
  const std::string folder = dir.path().native() + "/credentials";
  CHECK(in(folder, "credentials/secret"));
  CHECK(in(folder + "/", "credentials/secret"));
  CHECK(in(folder, "credentials/../credentials/./secret"));
  CHECK_FALSE(in("", "credentials/secret"));
  CHECK_FALSE(in("/", "credentials/secret"));
  CHECK_FALSE(in(folder + "/secret", "credentials/secret"));
  dir.write("credentials-2", "x", 0444);
  CHECK_FALSE(in(folder, "credentials-2"));
  dir.write("outside", "x", 0444);
  CHECK_FALSE(in(folder, "credentials/../outside"));
}

TEST_CASE("read_secret_file: a missing file, a folder and a file that is too large are errors") {
  const test::TempDir dir;
  const auto missing = read(dir / "none");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::secret_unavailable);
  CHECK(missing.error().message.find((dir / "none").native()) != std::string::npos);
  CHECK_FALSE(read(dir.path()));
  CHECK_FALSE(read(dir.write("large", std::string(kMax + 1, 'x'))));
  CHECK(read(dir.write("fits", std::string(kMax, 'x'))));
}

TEST_CASE("read_secret_file: reads an inherited descriptor unchanged") {
  const test::TempDir dir;
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "from a pipe", 11) == 11);
  ::close(ends[1]);
  const auto secret = read("/dev/fd/" + std::to_string(ends[0]));
  ::close(ends[0]);
  REQUIRE(secret);
  CHECK(secret->expose() == "from a pipe");
}

TEST_CASE("read_secret_file: root's files, read by another user") {
  if (::geteuid() != 0) return;  // needs files of two users
  const test::TempDir dir;
  REQUIRE(::chmod(dir.path().c_str(), 0755) == 0);
  const auto readable = dir.write("readable", "x", 0444);
  const auto default_mode = dir.write("default", "x", 0644);
  const auto writable = dir.write("writable", "x", 0666);
  const auto theirs = dir.write("theirs", "x", 0644);
  REQUIRE(::chown(theirs.c_str(), 20002, 20002) == 0);
  CHECK(holds_as_ordinary_user([&] { return read(readable).has_value(); }));
  CHECK(holds_as_ordinary_user([&] { return read(default_mode).has_value(); }));
  CHECK(holds_as_ordinary_user([&] { return !read(writable); }));
  CHECK(holds_as_ordinary_user([&] { return !read(theirs); }));
}

TEST_CASE("read_secret_file: root may share a file with root's group only") {
  if (::geteuid() != 0) return;
  const test::TempDir dir;
  CHECK(read(dir.write("root-group", "x", 0640)));
  const auto other_group = dir.write("other-group", "x", 0640);
  REQUIRE(::chown(other_group.c_str(), 0, 20002) == 0);
  CHECK_FALSE(read(other_group));
  const auto other_owner = dir.write("other-owner", "x", 0600);
  REQUIRE(::chown(other_owner.c_str(), 20002, 20002) == 0);
  const auto refused = read(other_owner);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == other_owner.native() + " belongs to another user");
}

TEST_CASE("read_key_file: reads a file that others can read, with a warning") {
  const test::TempDir dir;
  std::vector<std::string> warnings;
  const auto read_key = [&](const std::filesystem::path& path) {
    return read_key_file(path, kMax, kNoEnvironment, warnings);
  };
  REQUIRE(read_key(dir.write("private", "canary-7c", 0600)));
  CHECK(warnings.empty());
  const auto shared = dir.write("shared", "canary-7c", 0644);
  const auto key = read_key(shared);
  REQUIRE(key);
  CHECK(key->expose() == "canary-7c");
  CHECK(warnings == std::vector<std::string>{shared.native() +
                                             " can be read by other users (mode 0644); run: chmod "
                                             "600 '" +
                                             shared.native() + "'"});
  warnings.clear();
  CHECK_FALSE(read_key(dir / "none"));
  CHECK_FALSE(read_key(dir.write("large", std::string(kMax + 1, 'x'))));
  CHECK(warnings.empty());
}
