// SPDX-License-Identifier: MIT
#include "os/file_status.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <filesystem>
#include <string>

using namespace entra_auth;
using os::PathType;

TEST_CASE("a path is what it leads to, with mode and owner") {
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

TEST_CASE("of a missing path it counts whether it could be made") {
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
