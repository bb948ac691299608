// SPDX-License-Identifier: MIT
#include "os/descriptor.hpp"
#include "os/files.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <string>

using namespace entra_auth;
using os::FileProblem;
using os::Privacy;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMost = 1000;

FileProblem problem_of(const fs::path& path, Privacy privacy = Privacy::required) {
  return os::read_file(path, kMost, privacy).problem;
}

std::string message_for(const fs::path& path) {
  return describe(os::read_file(path, kMost, Privacy::required), path,
                  ErrorKind::invalid_configuration)
      .message;
}

}  // namespace

TEST_CASE("a private file is read whole") {
  const test::TempDir folder;
  const std::string content = std::string("a\0b\n", 4) + std::string(kMost - 4, 'x');
  for (const unsigned mode : {0600U, 0400U, 0700U}) {
    const auto path = folder.write("file", content, 0600);
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    const auto read = os::read_file(path, kMost, Privacy::required);
    CHECK(read.problem == FileProblem::none);
    CHECK(read.bytes.expose() == content);
    REQUIRE(::chmod(path.c_str(), 0600) == 0);
  }
  CHECK(os::read_file(folder.write("empty", ""), kMost, Privacy::required).problem ==
        FileProblem::none);
}

TEST_CASE("one byte too many is too large, and is not read") {
  const test::TempDir folder;
  CHECK(problem_of(folder.write("file", std::string(kMost, 'x'))) == FileProblem::none);
  CHECK(problem_of(folder.write("file", std::string(kMost + 1, 'x'))) == FileProblem::too_large);

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

TEST_CASE("the limit holds for files whose size lies") {
  // Files in /proc have size 0 and content all the same.
  CHECK(problem_of("/proc/self/status", Privacy::not_required) == FileProblem::too_large);
  const auto whole = os::read_file("/proc/self/status", 100'000, Privacy::not_required);
  CHECK(whole.problem == FileProblem::none);
  CHECK(whole.bytes.size() > kMost);
  CHECK(problem_of("/dev/zero", Privacy::not_required) == FileProblem::too_large);
}

TEST_CASE("missing files and folders are missing") {
  const test::TempDir folder;
  CHECK(problem_of(folder / "none") == FileProblem::missing);
  CHECK(problem_of(folder / "none/none") == FileProblem::missing);
  CHECK(problem_of(folder.write("file", "") / "below") == FileProblem::missing);
  CHECK(os::read_file(folder / "none", kMost, Privacy::required).error_number == ENOENT);
}

TEST_CASE("modes that let others in are refused where privacy is required") {
  const test::TempDir folder;
  for (const unsigned mode : {0644U, 0640U, 0620U, 0610U, 0604U, 0602U, 0601U, 0666U, 0777U}) {
    const auto path = folder.write("file", "x", mode);
    CHECK(problem_of(path) == FileProblem::not_private);
    CHECK(problem_of(path, Privacy::not_required) == FileProblem::none);
  }
  const auto path = folder.write("it's", "x", 0644);
  const auto error =
      describe(os::read_file(path, kMost, Privacy::required), path, ErrorKind::usage);
  CHECK(error.kind == ErrorKind::usage);
  CHECK(error.message == "cannot read " + path.string() + ": other users may access it");
  CHECK(error.hints.front() == "run: chmod 600 '" + folder.path().string() + "/it'\\''s'");
}

TEST_CASE("links are refused where privacy is required, and followed elsewhere") {
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

TEST_CASE("nothing but a file is opened for long where privacy is required") {
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

TEST_CASE("FIFOs and descriptors are read where privacy is not required") {
  const test::TempDir folder;
  const auto fifo = folder / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const pid_t writer = test::start_forked([&] {
    const os::Descriptor end(::open(fifo.c_str(), O_WRONLY));
    ::usleep(20'000);  // the reader is there before the bytes are
    return os::write_all(end.get(), "from a pipe");
  });
  CHECK(os::read_file(fifo, kMost, Privacy::not_required).bytes.expose() == "from a pipe");
  CHECK(test::wait_for(writer) == 0);

  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  CHECK(os::write_all(ends[1], "x") == 0);
  ::close(ends[1]);
  const fs::path path = "/dev/fd/" + std::to_string(ends[0]);
  CHECK(os::read_file(path, kMost, Privacy::not_required).bytes.expose() == "x");
  ::close(ends[0]);
}

TEST_CASE("another user's file is refused where privacy is required, root's is not") {
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
          const auto closed = os::read_file(of_root, kMost, Privacy::required);
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

TEST_CASE("what was wrong is said without quoting the file") {
  const test::TempDir folder;
  CHECK(message_for(folder / "none") ==
        "cannot read " + (folder / "none").string() + ": no such file or directory");
  CHECK(message_for(folder.path()) ==
        "cannot read " + folder.path().string() + ": it is not a regular file, or is a link");
  const auto large = folder.write("large", "canary" + std::string(kMost, 'x'));
  CHECK(message_for(large) == "cannot read " + large.string() + ": it is too large");
}

TEST_CASE("the version of a file changes when it is edited, replaced or touched") {
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
