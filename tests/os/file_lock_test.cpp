// SPDX-License-Identifier: MIT
#include "os/file_lock.hpp"

#include "support/failing_syscall.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;
using os::FileLock;
namespace fs = std::filesystem;

namespace {

bool is_free(const fs::path& path) {
  const auto lock = FileLock::try_acquire(path);
  return lock && lock->has_value();
}

/// A child that holds the lock until it is killed; returns once it has it.
pid_t start_holder(const fs::path& path) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = test::start_forked([&] {
    const auto lock = FileLock::try_acquire(path);
    if (!lock || !*lock || ::write(ends[1], "x", 1) != 1) return 1;
    while (true) ::pause();
  });
  char byte = 0;
  ::close(ends[1]);
  REQUIRE(::read(ends[0], &byte, 1) == 1);
  ::close(ends[0]);
  return child;
}

}  // namespace

TEST_CASE("FileLock: one holder at a time, even within a process") {
  const test::TempDir folder;
  const auto path = folder / "lock";
  {
    auto lock = FileLock::try_acquire(path);
    REQUIRE(lock);
    REQUIRE(*lock);
    CHECK_FALSE(is_free(path));
    CHECK(is_free(folder / "another lock"));
    const FileLock moved(std::move(**lock));
    lock->reset();
    CHECK_FALSE(is_free(path));
  }
  CHECK(is_free(path));
  CHECK(fs::exists(path));
}

TEST_CASE("FileLock: opening and closing the file elsewhere does not release the lock") {
  const test::TempDir folder;
  const auto path = folder / "lock";
  const auto lock = FileLock::try_acquire(path);
  REQUIRE(*lock);
  ::close(::open(path.c_str(), O_RDWR));
  CHECK_FALSE(is_free(path));
}

TEST_CASE("FileLock: the lock of a killed holder is free at once") {
  const test::TempDir folder;
  const auto path = folder / "lock";
  const pid_t holder = start_holder(path);
  CHECK_FALSE(is_free(path));
  REQUIRE(::kill(holder, SIGKILL) == 0);
  CHECK(test::wait_for(holder) == 128 + SIGKILL);
  CHECK(is_free(path));
}

TEST_CASE("FileLock: a program started by the holder does not keep the lock") {
  const test::TempDir folder;
  const auto path = folder / "lock";
  pid_t sleeper = 0;
  {
    const auto lock = FileLock::try_acquire(path);
    REQUIRE(*lock);
    const char* argv[] = {"sleep", "3600", nullptr};
    REQUIRE(::posix_spawnp(&sleeper, "sleep", nullptr, nullptr, const_cast<char**>(argv),
                           environ) == 0);
    CHECK_FALSE(is_free(path));
  }
  CHECK(is_free(path));
  CHECK(::kill(sleeper, SIGKILL) == 0);
  CHECK(test::wait_for(sleeper) == 128 + SIGKILL);
}

TEST_CASE("FileLock: after the lock file is deleted, the new file holds the lock") {
  const test::TempDir folder;
  const auto path = folder / "lock";
  const auto old = FileLock::try_acquire(path);
  REQUIRE(*old);
  fs::remove(path);
  const auto fresh = FileLock::try_acquire(path);
  REQUIRE(*fresh);  // the old holder's file is gone for good
  CHECK_FALSE(is_free(path));
}

TEST_CASE("FileLock: the file is private, and links and folders are refused") {
  const test::TempDir folder;
  for (const mode_t mask : {0U, 077U, 0777U}) {
    const auto path = folder / ("lock" + std::to_string(mask));
    CHECK(test::run_forked([&] {
            ::umask(mask);
            return is_free(path) ? 0 : 1;
          }) == 0);
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777U) == 0600);
  }
  const auto victim = folder.write("victim", "x");
  fs::create_symlink(victim, folder / "link");
  fs::create_symlink(folder / "nowhere", folder / "dangling");
  for (const char* name : {"link", "dangling", "none/lock"}) {
    const auto lock = FileLock::try_acquire(folder / name);
    REQUIRE_FALSE(lock);
    CHECK(lock.error().kind == ErrorKind::unexpected);
    CHECK(lock.error().message.starts_with("cannot lock " + (folder / name).string() + ": "));
  }
  CHECK_FALSE(FileLock::try_acquire(folder.path()));
  CHECK_FALSE(fs::exists(folder / "nowhere"));
}

TEST_CASE("FileLock: a file system without locks is an error") {
  const test::TempDir folder;
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_flock, ENOLCK)) return 1;
          const auto lock = FileLock::try_acquire(folder / "lock");
          return !lock && lock.error().message.ends_with(": no locks available") ? 0 : 2;
        }) == 0);
}

TEST_CASE("FileLock: one process at a time works under the lock") {
  const test::TempDir folder;
  const auto counter = folder.write("counter", "0");
  // With deletion, some win a lock on a file that is gone by then: that must not count.
  const bool holders_delete_it = GENERATE(false, true);
  CAPTURE(holders_delete_it);
  const auto lock_file = folder / "lock";
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    children.push_back(test::start_forked([&] {
      for (int done = 0; done < 100;) {
        const auto lock = FileLock::try_acquire(lock_file);
        if (!lock) return 1;
        if (!*lock) {
          ::usleep(50);
          continue;
        }
        const int value = std::stoi(test::read_text(counter));
        std::ofstream(counter) << value + 1;
        if (holders_delete_it) ::unlink(lock_file.c_str());
        ++done;
      }
      return 0;
    }));
  }
  for (const pid_t child : children) CHECK(test::wait_for(child) == 0);
  CHECK(test::read_text(counter) == "800");
}
