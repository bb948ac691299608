// SPDX-License-Identifier: MIT

#include "os/files.hpp"

#include "os/descriptor.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <set>
#include <string>
#include <vector>

using namespace entra_auth;
using os::FileProblem;
using os::Privacy;
namespace fs = std::filesystem;
using os::Durability;

namespace {

constexpr std::size_t kMax = 1000;

FileProblem problem_of(const fs::path& path, Privacy privacy = Privacy::required) {
  return os::read_file(path, kMax, privacy).problem;
}

std::string message_for(const fs::path& path) {
  return describe(os::read_file(path, kMax, Privacy::required), path,
                  ErrorKind::invalid_configuration)
      .message;
}

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
TEST_CASE("read_file: reads a private file whole") {
  const test::TempDir folder;
  const std::string content = std::string("a\0b\n", 4) + std::string(kMax - 4, 'x');
  for (const unsigned mode : {0600U, 0400U, 0700U}) {
    const auto path = folder.write("file", content, 0600);
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    const auto read = os::read_file(path, kMax, Privacy::required);
    CHECK(read.problem == FileProblem::none);
    CHECK(read.bytes.expose() == content);
    REQUIRE(::chmod(path.c_str(), 0600) == 0);
  }
  CHECK(os::read_file(folder.write("empty", ""), kMax, Privacy::required).problem ==
        FileProblem::none);
}

TEST_CASE("read_file: a file one byte over the limit is too large and is not read") {
  const test::TempDir folder;
  CHECK(problem_of(folder.write("file", std::string(kMax, 'x'))) == FileProblem::none);
  CHECK(problem_of(folder.write("file", std::string(kMax + 1, 'x'))) == FileProblem::too_large);

  const auto sparse = folder.write("sparse", "");
  REQUIRE(::truncate(sparse.c_str(), 1L << 30) == 0);
  CHECK(test::run_forked([&] {
          const rlimit little{64L << 20, 64L << 20};
          if (::setrlimit(RLIMIT_DATA, &little) != 0) return 2;
          return problem_of(sparse) == FileProblem::too_large &&
                         problem_of(sparse, Privacy::not_required) == FileProblem::too_large
                     ? 0
                     : 1;
        }) == 0);
}

TEST_CASE("read_file: the limit holds for files that report a wrong size") {
  // Files in /proc have size 0 and content all the same.
  CHECK(problem_of("/proc/self/status", Privacy::not_required) == FileProblem::too_large);
  const auto whole = os::read_file("/proc/self/status", 100'000, Privacy::not_required);
  CHECK(whole.problem == FileProblem::none);
  CHECK(whole.bytes.size() > kMax);
  CHECK(problem_of("/dev/zero", Privacy::not_required) == FileProblem::too_large);
}

TEST_CASE("read_file: missing files and folders are `missing`") {
  const test::TempDir folder;
  CHECK(problem_of(folder / "none") == FileProblem::missing);
  CHECK(problem_of(folder / "none/none") == FileProblem::missing);
  CHECK(problem_of(folder.write("file", "") / "below") == FileProblem::missing);
  CHECK(os::read_file(folder / "none", kMax, Privacy::required).error_number == ENOENT);
}

TEST_CASE("read_file: refuses modes that let others in if privacy is required") {
  const test::TempDir folder;
  for (const unsigned mode : {0644U, 0640U, 0620U, 0610U, 0604U, 0602U, 0601U, 0666U, 0777U}) {
    const auto path = folder.write("file", "x", mode);
    CHECK(problem_of(path) == FileProblem::not_private);
    CHECK(problem_of(path, Privacy::not_required) == FileProblem::none);
  }
  const auto path = folder.write("it's", "x", 0644);
  const auto error = describe(os::read_file(path, kMax, Privacy::required), path, ErrorKind::usage);
  CHECK(error.kind == ErrorKind::usage);
  CHECK(error.message == "cannot read " + path.string() + ": other users may access it");
  CHECK(error.hints.front() == "run: chmod 600 '" + folder.path().string() + "/it'\\''s'");
}

TEST_CASE("read_file: refuses links if privacy is required, else follows them") {
  const test::TempDir folder;
  const auto target = folder.write("target", "secret");
  fs::create_symlink(target, folder / "link");
  fs::create_symlink("/dev/zero", folder / "zero");
  fs::create_symlink("nowhere", folder / "dangling");
  CHECK(problem_of(folder / "link") == FileProblem::not_regular);
  CHECK(problem_of(folder / "zero") == FileProblem::not_regular);
  CHECK(problem_of(folder / "dangling") == FileProblem::not_regular);
  CHECK(problem_of(folder / "link", Privacy::not_required) == FileProblem::none);
  CHECK(problem_of(folder / "zero", Privacy::not_required) == FileProblem::too_large);
  CHECK(problem_of(folder / "dangling", Privacy::not_required) == FileProblem::missing);

  fs::create_hard_link(target, folder / "second name");
  CHECK(problem_of(target) == FileProblem::not_regular);
  CHECK(problem_of(target, Privacy::not_required) == FileProblem::none);
}

TEST_CASE("read_file: never blocks on anything but a file if privacy is required") {
  const test::TempDir folder;
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  CHECK(problem_of(folder / "fifo") == FileProblem::not_regular);  // would hang without O_NONBLOCK

  const os::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(problem_of(folder / "socket") == FileProblem::not_regular);
  CHECK(problem_of(folder / "socket", Privacy::not_required) == FileProblem::not_regular);

  CHECK(problem_of(folder.path()) == FileProblem::not_regular);
  CHECK(problem_of(folder.path(), Privacy::not_required) == FileProblem::not_regular);
  CHECK(problem_of("/dev/null") == FileProblem::not_regular);
}

TEST_CASE("read_file: reads FIFOs and descriptors if privacy is not required") {
  const test::TempDir folder;
  const auto fifo = folder / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const pid_t writer = test::start_forked([&] {
    const os::Descriptor end(::open(fifo.c_str(), O_WRONLY));
    ::usleep(20'000);  // the reader is there before the bytes are
    return os::write_all(end.get(), "from a pipe");
  });
  CHECK(os::read_file(fifo, kMax, Privacy::not_required).bytes.expose() == "from a pipe");
  CHECK(test::wait_for(writer) == 0);

  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  CHECK(os::write_all(ends[1], "x") == 0);
  ::close(ends[1]);
  const fs::path path = "/dev/fd/" + std::to_string(ends[0]);
  CHECK(os::read_file(path, kMax, Privacy::not_required).bytes.expose() == "x");
  ::close(ends[0]);
}

TEST_CASE("read_file: if privacy is required, another user's file is refused and root's is not") {
  if (!test::can_change_user()) {
    WARN("skipped: needs root");
    return;
  }
  const test::TempDir folder;
  const auto path = folder.write("file", "x");
  REQUIRE(::chown(path.c_str(), test::kOtherUser, test::kOtherUser) == 0);
  CHECK(problem_of(path) == FileProblem::not_ours);
  CHECK(problem_of(path, Privacy::not_required) == FileProblem::none);
  CHECK(message_for(path) == "cannot read " + path.string() + ": it belongs to another user");

  const auto of_root = folder.write("root", "x", 0600);
  REQUIRE(::chmod(folder.path().c_str(), 0711) == 0);
  CHECK(test::run_forked([&] {
          if (::seteuid(test::kOtherUser) != 0) return 1;
          if (problem_of(path) != FileProblem::none) return 2;
          const auto closed = os::read_file(of_root, kMax, Privacy::required);
          if (closed.problem != FileProblem::unreadable) return 3;
          return closed.error_number == EACCES ? 0 : 4;
        }) == 0);
  CHECK(test::run_forked([&] {
          // A service of another user that kept the right to read every file.
          if (::prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0) != 0) return 1;
          if (::seteuid(test::kOtherUser) != 0) return 1;
          return problem_of(of_root) == FileProblem::none ? 0 : 2;
        }) == 0);
}

TEST_CASE("describe: the message says what is wrong without quoting the file") {
  const test::TempDir folder;
  CHECK(message_for(folder / "none") ==
        "cannot read " + (folder / "none").string() + ": no such file or directory");
  CHECK(message_for(folder.path()) ==
        "cannot read " + folder.path().string() + ": it is not a regular file, or is a link");
  const auto large = folder.write("large", "canary" + std::string(kMax, 'x'));
  CHECK(message_for(large) == "cannot read " + large.string() + ": it is too large");
}

TEST_CASE("file_version: changes when the file is edited, replaced or touched") {
  const test::TempDir folder;
  const auto path = folder.write("file", "one");
  const std::string first = os::file_version(path);
  CHECK_FALSE(first.empty());
  CHECK(os::file_version(path) == first);
  CHECK(os::write_private_file(path, "one", os::Durability::fast));
  const std::string second = os::file_version(path);
  CHECK(second != first);
  REQUIRE(::chmod(path.c_str(), 0400) == 0);
  CHECK(os::file_version(path) != second);
  fs::create_symlink(path, folder / "link");
  CHECK(os::file_version(folder / "link") == os::file_version(path));
  CHECK(os::file_version(folder / "none").empty());
}

TEST_CASE("write_private_file: creates a file, then replaces it as a whole") {
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

TEST_CASE("write_private_file: the file is private, whatever the umask and the old file") {
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

TEST_CASE("write_private_file: replaces a link and leaves its target alone") {
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

TEST_CASE("write_private_file: accepts relative paths and the longest names") {
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

TEST_CASE("write_private_file: a path that cannot be written is an error that says so") {
  const test::TempDir folder;
  CHECK(os::write_private_file(folder / "none/file", "x", Durability::fast).error().message ==
        "cannot write " + (folder / "none/file").string() + ": no such file or directory");
  fs::create_directory(folder / "folder");
  CHECK(os::write_private_file(folder / "folder", "x", Durability::fast).error().message ==
        "cannot write " + (folder / "folder").string() + ": is a directory");
  CHECK(names_in(folder.path()) == std::set<std::string>{"folder"});
}

TEST_CASE(
    "write_private_file: at a file size limit the old file stays and nothing is left behind") {
  const test::TempDir folder;
  const auto path = folder.write("file", "old");
  CHECK(test::run_forked([&] {
          ::signal(SIGXFSZ, SIG_IGN);
          const rlimit limit{4096, 4096};
          if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
          return check_failed_write(path, "old", "file too large");
        }) == 0);
}

TEST_CASE("write_private_file: if any step fails the old file stays and nothing is left behind") {
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

TEST_CASE("write_private_file: works on a file system without fsync") {
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

TEST_CASE("write_private_file: on a full or read-only disk the old file stays") {
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

TEST_CASE("write_private_file: concurrent writers never produce a mixture") {
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

TEST_CASE("remove_stale_temporaries: removes temporary files after an hour and nothing else") {
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

TEST_CASE("remove_stale_temporaries: recognises what a killed writer has left") {
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
