// SPDX-License-Identifier: MIT

#include "os/file_status.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <thread>

using namespace entra_auth;
using namespace entra_auth::os;
using os::PathType;
TEST_CASE("read_observed_file: returns content, mode and owner") {
  const test::TempDir dir;
  for (const unsigned mode : {0600U, 0400U, 0640U, 0644U}) {
    const auto file = read_observed_file(dir.write("file", "content", mode), 100);
    CAPTURE(mode);
    REQUIRE(file.content.problem == os::FileProblem::none);
    CHECK(file.content.bytes.expose() == "content");
    CHECK(file.regular);
    CHECK(file.owner == FileOwner::self);
    CHECK(file.mode == mode);
    CHECK(file.is_private() == ((mode & 077U) == 0));
    std::filesystem::remove(dir / "file");
  }
}

TEST_CASE("read_observed_file: follows a link and judges its target") {
  const test::TempDir dir;
  std::filesystem::create_symlink(dir.write("file", "content", 0640), dir / "link");
  const auto file = read_observed_file(dir / "link", 100);
  CHECK(file.content.bytes.expose() == "content");
  CHECK(file.mode == 0640);
}

TEST_CASE("read_observed_file: says why a file cannot be read") {
  const test::TempDir dir;
  CHECK(read_observed_file(dir / "none", 10).content.problem == os::FileProblem::missing);
  CHECK(read_observed_file(dir / "none/none", 10).content.problem == os::FileProblem::missing);
  const auto file = dir.write("file", "12345");
  CHECK(read_observed_file(file / "none", 10).content.problem == os::FileProblem::missing);
  CHECK(read_observed_file(dir.path(), 10).content.problem == os::FileProblem::unreadable);
  CHECK(read_observed_file(file, 5).content.problem == os::FileProblem::none);
  CHECK(read_observed_file(file, 4).content.problem == os::FileProblem::too_large);
}

TEST_CASE("read_observed_file: refuses a huge sparse file without reading it") {
  const test::TempDir dir;
  const auto file = dir.write("huge", "");
  std::filesystem::resize_file(file, 1ULL << 40U);
  CHECK(read_observed_file(file, 1 << 20).content.problem == os::FileProblem::too_large);
}

TEST_CASE("read_observed_file: reads a FIFO to its end and reports no mode") {
  const test::TempDir dir;
  const auto path = dir / "fifo";
  REQUIRE(::mkfifo(path.c_str(), 0644) == 0);
  std::thread writer([&] { dir.write("fifo", "from a pipe", 0644); });
  const auto file = read_observed_file(path, 100);
  writer.join();
  CHECK(file.content.bytes.expose() == "from a pipe");
  CHECK_FALSE(file.regular);
  CHECK_FALSE(file.is_private());
}

TEST_CASE("read_observed_file: recognises another user's file") {
  if (::geteuid() != 0) return;  // only root can give files away
  const test::TempDir dir;
  const auto path = dir.write("file", "content");
  REQUIRE(::chown(path.c_str(), 20002, 20002) == 0);
  CHECK(read_observed_file(path, 100).owner == FileOwner::other);
}

TEST_CASE("look_at: describes what the path leads to, with mode and owner") {
  const test::TempDir dir;
  const auto file = dir.write("file", "x", 0640);
  const auto seen = os::look_at(file);
  CHECK(seen.type == PathType::file);
  CHECK(seen.mode == 0640);
  CHECK(seen.owner == os::FileOwner::self);
  CHECK(seen.writable);
  CHECK_FALSE(seen.is_link);
  CHECK(os::look_at(dir.path()).type == PathType::folder);
  std::filesystem::create_symlink(file, dir / "link");
  CHECK(os::look_at(dir / "link").is_link);
  CHECK(os::look_at(dir / "link").type == PathType::file);
  CHECK(os::look_at("/dev/null").type == PathType::other);
}

TEST_CASE("look_at: a missing path is writable if it could be made") {
  const test::TempDir dir;
  CHECK(os::look_at(dir / "a" / "b").type == PathType::missing);
  CHECK(os::look_at(dir / "a" / "b").writable);
  dir.write("file", "x");
  CHECK(os::look_at(dir / "file" / "b").type == PathType::missing);
  CHECK_FALSE(os::look_at(dir / "file" / "b").writable);
  const auto endless = os::look_at(dir / std::string(300, 'x'));
  CHECK(endless.type == PathType::unreadable);
  CHECK(endless.error_number == ENAMETOOLONG);
}

TEST_CASE("behind_own_links: follows our links to a file or to where it could be made") {
  const test::TempDir dir;
  const auto file = dir.write("file", "content");
  std::filesystem::create_symlink(file, dir / "absolute");
  std::filesystem::create_symlink("absolute", dir / "relative");
  std::filesystem::create_symlink("missing", dir / "dangling");
  CHECK(os::behind_own_links(file).value() == file);
  CHECK(os::behind_own_links(dir / "relative").value() == file);
  CHECK(os::behind_own_links(dir / "dangling").value() == dir / "missing");
  CHECK(os::behind_own_links(dir / "missing").value() == dir / "missing");
}

TEST_CASE("behind_own_links: refuses loops, folders and links of another user") {
  const test::TempDir dir;
  std::filesystem::create_symlink("b", dir / "a");
  std::filesystem::create_symlink("a", dir / "b");
  std::filesystem::create_symlink(".", dir / "folder");
  for (const char* name : {"a", "folder"}) {
    const auto target = os::behind_own_links(dir / name);
    REQUIRE_FALSE(target);
    CHECK(target.error().kind == ErrorKind::invalid_configuration);
  }
  if (::geteuid() != 0) return;  // only root can give a link away
  std::filesystem::create_symlink("file", dir / "theirs");
  REQUIRE(::lchown((dir / "theirs").c_str(), 12345, 12345) == 0);
  const auto target = os::behind_own_links(dir / "theirs");
  REQUIRE_FALSE(target);
  CHECK(target.error().message == (dir / "theirs").string() + " is a link of another user");
}
