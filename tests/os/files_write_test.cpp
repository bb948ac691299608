// SPDX-License-Identifier: MIT
#include "os/files.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <set>
#include <string>
#include <vector>

using namespace entra_auth;
using os::Durability;
namespace fs = std::filesystem;

namespace {

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
  return names;
}

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

void set_age(const fs::path& path, std::time_t seconds) {
  const timespec then{std::time(nullptr) - seconds, 0};
  const timespec times[2] = {then, then};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0);
}

/// 0 where writing fails with that reason, keeps the old file and leaves nothing else behind.
int check_failed_write(const fs::path& path, const std::string& old, const std::string& reason) {
  const auto before = names_in(path.parent_path());
  const auto written = os::write_private_file(path, std::string(200'000, 'n'), Durability::durable);
  if (written) return 11;
  if (written.error().message != "cannot write " + path.string() + ": " + reason) return 12;
  if (test::read_text(path) != old) return 13;
  return names_in(path.parent_path()) == before ? 0 : 14;
}

}  // namespace

TEST_CASE("a file is made, then replaced as a whole") {
  const test::TempDir folder;
  const auto durability = GENERATE(Durability::fast, Durability::durable);
  const auto path = folder / "file";
  for (const std::string& content :
       {std::string("first"), std::string(1'000'000, 'x'), std::string(), std::string("a\0b", 3)}) {
    CHECK(os::write_private_file(path, content, durability));
    CHECK(test::read_text(path) == content);
    CHECK(names_in(folder.path()) == std::set<std::string>{"file"});
  }
}

TEST_CASE("files are private whatever the umask and whatever was there before") {
  const test::TempDir folder;
  const mode_t mask = GENERATE(as<mode_t>{}, 0, 022, 077, 0777);
  folder.write("loose", "old", 0666);
  for (const char* name : {"new", "loose"}) {
    CHECK(test::run_forked([&] {
            ::umask(mask);
            return os::write_private_file(folder / name, "x", Durability::fast) ? 0 : 1;
          }) == 0);
    CHECK(mode_of(folder / name) == 0600);
  }
}

TEST_CASE("links at the path are replaced and their targets untouched") {
  const test::TempDir folder;
  const auto victim = folder.write("victim", "untouched");
  fs::create_symlink(victim, folder / "link");
  fs::create_hard_link(victim, folder / "hard");
  fs::create_symlink("nowhere", folder / "dangling");
  for (const char* name : {"link", "hard", "dangling"}) {
    CHECK(os::write_private_file(folder / name, "new", Durability::fast));
    CHECK(test::read_text(folder / name) == "new");
    CHECK(fs::symlink_status(folder / name).type() == fs::file_type::regular);
  }
  CHECK(test::read_text(victim) == "untouched");
  CHECK_FALSE(fs::exists(folder / "nowhere"));
}

TEST_CASE("names may be relative and as long as the file system allows") {
  const test::TempDir folder;
  CHECK(test::run_forked([&] {
          if (::chdir(folder.path().c_str()) != 0) return 1;
          return os::write_private_file("relative", "x", Durability::durable) ? 0 : 2;
        }) == 0);
  CHECK(test::read_text(folder / "relative") == "x");
  CHECK(os::write_private_file(folder / std::string(255, 'n'), "x", Durability::fast));
  CHECK_FALSE(os::write_private_file(folder / std::string(256, 'n'), "x", Durability::fast));
  CHECK(names_in(folder.path()).size() == 2);
}

TEST_CASE("a path that cannot be written to is an error that says so") {
  const test::TempDir folder;
  CHECK(os::write_private_file(folder / "none/file", "x", Durability::fast).error().message ==
        "cannot write " + (folder / "none/file").string() + ": no such file or directory");
  fs::create_directory(folder / "folder");
  CHECK(os::write_private_file(folder / "folder", "x", Durability::fast).error().message ==
        "cannot write " + (folder / "folder").string() + ": is a directory");
  CHECK(names_in(folder.path()) == std::set<std::string>{"folder"});
}

TEST_CASE("a file size limit keeps the old file and leaves nothing behind") {
  const test::TempDir folder;
  const auto path = folder.write("file", "old");
  CHECK(test::run_forked([&] {
          ::signal(SIGXFSZ, SIG_IGN);
          const rlimit limit{4096, 4096};
          if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
          return check_failed_write(path, "old", "file too large");
        }) == 0);
}

TEST_CASE("every step that fails keeps the old file and leaves nothing behind") {
  const test::TempDir folder;
  const auto path = folder.write("file", "old");
  const long number =
      GENERATE(as<long>{}, SYS_write, SYS_fchmod, SYS_fsync, SYS_close, SYS_renameat);
  CAPTURE(number);
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(number, EIO)) return 1;
          // What renameat(3) calls depends on the architecture.
          if (number == SYS_renameat && !test::make_syscall_fail(SYS_renameat2, EIO)) return 1;
          return check_failed_write(path, "old", "input/output error");
        }) == 0);
}

TEST_CASE("a file system without fsync will do") {
  const test::TempDir folder;
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_fsync, EINVAL)) return 1;
          return os::write_private_file(folder / "file", "x", Durability::durable) ? 0 : 2;
        }) == 0);
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_fsync, EIO)) return 1;
          return os::write_private_file(folder / "file", "y", Durability::fast) ? 0 : 2;
        }) == 0);
  CHECK(test::read_text(folder / "file") == "y");
}

TEST_CASE("a full or read-only disk keeps the old file and leaves nothing behind") {
  const test::TempDir folder;
  const int status = test::run_forked([&] {
    constexpr int kSkipped = 77;
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0) {
      return kSkipped;
    }
    const auto path = folder.write("file", "old");
    if (const int failed = check_failed_write(path, "old", "no space left on device"))
      return failed;
    if (::mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) {
      return 1;
    }
    return check_failed_write(path, "old", "read-only file system");
  });
  if (status == 77) {
    WARN("skipped: mounting is not allowed here");
  } else {
    CHECK(status == 0);
  }
}

TEST_CASE("readers see one writer's file or another's, never a mixture") {
  const test::TempDir folder;
  const auto path = folder / "file";
  const auto content = [](int writer) {
    return std::string(static_cast<std::size_t>(1000 + 7000 * writer),
                       static_cast<char>('a' + writer));
  };
  REQUIRE(os::write_private_file(path, content(0), Durability::fast));
  std::vector<pid_t> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.push_back(test::start_forked([&, writer] {
      for (int i = 0; i < 400; ++i) {
        if (!os::write_private_file(path, content(writer), Durability::fast)) return 1;
      }
      return 0;
    }));
  }
  int failed = 0;
  int torn = 0;
  for (int i = 0; i < 5000; ++i) {
    const auto read = os::read_file(path, 100'000, os::Privacy::required);
    if (read.problem != os::FileProblem::none) {
      ++failed;
    } else if (read.bytes.expose() != content(read.bytes.expose().front() - 'a')) {
      ++torn;
    }
  }
  for (const pid_t writer : writers) CHECK(test::wait_for(writer) == 0);
  CHECK(failed == 0);
  CHECK(torn == 0);
  CHECK(names_in(folder.path()) == std::set<std::string>{"file"});
}

TEST_CASE("what killed writers left behind is removed after an hour, and nothing else") {
  const test::TempDir folder;
  const std::string digits = "0123456789abcdef";
  const std::vector<std::string> stale{".file." + digits + ".tmp", ".a.b." + digits + ".tmp"};
  const std::vector<std::string> kept{"file." + digits + ".tmp",
                                      ".file.tmp",
                                      "." + digits + ".tmp",
                                      ".file." + digits,
                                      ".file." + digits.substr(1) + ".tmp",
                                      ".file.0123456789ABCDEF.tmp",
                                      "file",
                                      "lock"};
  for (const auto& name : stale) set_age(folder.write(name, "x"), 3700);
  for (const auto& name : kept) set_age(folder.write(name, "x"), 100'000);
  const std::string young = ".young." + digits + ".tmp";
  set_age(folder.write(young, "x"), 3500);
  const std::string linked = ".link." + digits + ".tmp";
  fs::create_symlink(folder / "file", folder / linked);
  set_age(folder / linked, 3700);
  const std::string directory = ".folder." + digits + ".tmp";
  fs::create_directory(folder / directory);
  set_age(folder / directory, 3700);
  const std::string foreign = ".foreign." + digits + ".tmp";
  set_age(folder.write(foreign, "x"), 3700);
  if (test::can_change_user()) {
    REQUIRE(::chown((folder / foreign).c_str(), test::kOtherUser, test::kOtherUser) == 0);
  } else {
    fs::remove(folder / foreign);
  }

  os::remove_stale_temporaries(folder.path());
  auto names = names_in(folder.path());
  for (const auto& name : stale) CHECK_FALSE(names.contains(name));
  for (const auto& name : kept) CHECK(names.contains(name));
  for (const auto& name : {young, linked, directory}) CHECK(names.contains(name));
  if (test::can_change_user()) CHECK(names.contains(foreign));
  os::remove_stale_temporaries(folder / "none");
}

TEST_CASE("a writer killed half-way leaves a temporary file that is recognised later") {
  const test::TempDir folder;
  // SIGXFSZ with its default action kills the writer in its write call.
  CHECK(test::run_forked([&] {
          ::signal(SIGXFSZ, SIG_DFL);
          const rlimit none{0, 0};
          ::setrlimit(RLIMIT_CORE, &none);
          const rlimit limit{4096, 4096};
          ::setrlimit(RLIMIT_FSIZE, &limit);
          return os::write_private_file(folder / "file", std::string(9000, 'x'), Durability::fast)
                     ? 0
                     : 1;
        }) == 128 + SIGXFSZ);
  const auto names = names_in(folder.path());
  REQUIRE(names.size() == 1);
  CHECK(mode_of(folder.path() / *names.begin()) == 0600);
  os::remove_stale_temporaries(folder.path());
  CHECK(names_in(folder.path()).size() == 1);  // still young: its writer may be at work
  set_age(folder.path() / *names.begin(), 3700);
  os::remove_stale_temporaries(folder.path());
  CHECK(names_in(folder.path()).empty());
}
