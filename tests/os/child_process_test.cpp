// SPDX-License-Identifier: MIT
#include "os/child_process.hpp"

#include "support/failing_syscall.hpp"
#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <vector>

using namespace entra_auth;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t kMax = 100'000;

Result<os::ChildOutput> run(const std::vector<std::string>& argv,
                            milliseconds limit = std::chrono::seconds(60),
                            const os::Environment& environment = os::Environment::of_process()) {
  return os::run_child(argv, environment, kMax, steady_clock::now() + limit);
}

Result<os::ChildOutput> run_script(const std::string& script,
                                   milliseconds limit = std::chrono::seconds(60)) {
  return run({"sh", "-c", script}, limit);
}

std::string output_of(const std::string& script) {
  return std::string(run_script(script).value().standard_output.expose());
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

}  // namespace

TEST_CASE("run_child: returns output and exit status") {
  const auto done = run_script("printf 'a\\0b\\n'; exit 3").value();
  CHECK(done.exit_status == 3);
  CHECK(done.standard_output.expose() == std::string_view("a\0b\n", 4));
  CHECK(run({"true"}).value().exit_status == 0);
  CHECK(run({"true"}).value().standard_output.empty());
  CHECK(run_script("kill -TERM $$").value().exit_status == 128 + SIGTERM);
  CHECK_FALSE(has_children());
}

TEST_CASE("run_child: passes arguments unchanged, without a shell") {
  const auto done = run({"printf", "%s|", "a b", "$(id)", "", "*", "it's;x", "-n"}).value();
  CHECK(done.standard_output.expose() == "a b|$(id)||*|it's;x|-n|");
}

TEST_CASE("run_child: a script without an interpreter line does not start a shell") {
  const test::TempDir folder;
  const auto script = folder.write("script", "echo canary\n", 0700);
  CHECK(run({script}).error().message == "cannot run " + script.string() + ": exec format error");
}

TEST_CASE("run_child: the child gets only the given environment") {
  const os::Environment environment(
      std::vector<std::string>{"A=1", "B=two words", "PATH=/usr/bin:/bin"});
  const auto done = run({"env"}, std::chrono::seconds(60), environment).value();
  CHECK(done.standard_output.expose() == "A=1\nB=two words\nPATH=/usr/bin:/bin\n");
}

TEST_CASE("run_child: fails if the program cannot be started") {
  const test::TempDir folder;
  // Why depends on PATH: a folder in it that may not be searched makes it "permission denied".
  CHECK(run({"no-such-program-4711"})
            .error()
            .message.starts_with("cannot run no-such-program-4711: "));
  CHECK(run({folder / "none"}).error().message ==
        "cannot run " + (folder / "none").string() + ": no such file or directory");
  const auto file = folder.write("file", "", 0600);
  CHECK(run({file}).error().message == "cannot run " + file.string() + ": permission denied");
  CHECK(run({}).error().kind == ErrorKind::unexpected);
  CHECK(run({""}).error().kind == ErrorKind::unexpected);
  CHECK_FALSE(run({"echo", std::string("a\0b", 3)}));
  CHECK_FALSE(has_children());
}

TEST_CASE("run_child: output beyond the limit is an error and ends the program") {
  CHECK(run_script("head -c 100000 /dev/zero").value().standard_output.size() == kMax);
  CHECK(run_script("head -c 100001 /dev/zero").error().message ==
        "cannot run sh: it writes more than 100000 bytes");
  CHECK(run({"cat", "/dev/zero"}).error().kind == ErrorKind::unexpected);
  CHECK_FALSE(has_children());
}

TEST_CASE("run_child: a program is ended at the deadline") {
  const auto start = steady_clock::now();
  const auto late = run({"sleep", "3600"}, milliseconds(50));
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == ErrorKind::timeout);
  CHECK(late.error().message == "sleep did not finish in time");
  CHECK(steady_clock::now() - start < std::chrono::seconds(30));
  CHECK_FALSE(has_children());
}

TEST_CASE("run_child: a program that closes its output early is waited for until the deadline") {
  const auto done = run_script("printf x; exec >&-; sleep 0.05; exit 4").value();
  CHECK(done.exit_status == 4);
  CHECK(done.standard_output.expose() == "x");
  CHECK(run_script("exec >&-; exec sleep 3600", milliseconds(50)).error().kind ==
        ErrorKind::timeout);
}

TEST_CASE("run_child: a program that ignores SIGTERM is killed") {
  const auto start = steady_clock::now();
  CHECK(run_script("trap '' TERM; while :; do sleep 0.01; done", milliseconds(200)).error().kind ==
        ErrorKind::timeout);
  CHECK(steady_clock::now() - start >= milliseconds(700));  // the deadline and the grace period
  CHECK_FALSE(has_children());
}

TEST_CASE("run_child: a background process that keeps the output open does not delay the result") {
  const test::TempDir folder;
  const auto start = steady_clock::now();
  const auto done =
      run_script("sleep 3600 & echo $! > '" + (folder / "pid").string() + "'; echo ready").value();
  CHECK(done.standard_output.expose() == "ready\n");
  CHECK(steady_clock::now() - start < std::chrono::seconds(30));
  CHECK(::kill(std::stoi(test::read_text(folder / "pid")), SIGKILL) == 0);
}

TEST_CASE("run_child: the child has default signal handling") {
  CHECK(test::run_forked([] {
          ::signal(SIGPIPE, SIG_IGN);
          ::signal(SIGXFSZ, SIG_IGN);
          ::signal(SIGCHLD, SIG_IGN);
          sigset_t all;
          ::sigfillset(&all);
          ::sigprocmask(SIG_BLOCK, &all, nullptr);
          const auto shown = run({"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"});
          if (!shown) return 1;
          const std::string text(shown->standard_output.expose());
          constexpr unsigned long kOurs =
              1UL << (SIGPIPE - 1) | 1UL << (SIGXFSZ - 1) | 1UL << (SIGCHLD - 1);
          if (std::stoul(text.substr(text.find("Blk:") + 4), nullptr, 16) != 0) return 2;
          return (std::stoul(text.substr(text.find("Ign:") + 4), nullptr, 16) & kOurs) == 0 ? 0 : 3;
        }) == 0);
}

TEST_CASE("run_child: returns the exit status even if SIGCHLD is ignored, which it stays") {
  CHECK(test::run_forked([] {
          ::signal(SIGCHLD, SIG_IGN);
          const auto done = run({"sh", "-c", "exit 5"});
          if (!done || done->exit_status != 5) return 1;
          struct sigaction action {};
          ::sigaction(SIGCHLD, nullptr, &action);
          return action.sa_handler == SIG_IGN ? 0 : 2;
        }) == 0);
}

TEST_CASE("run_child: the child inherits none of our descriptors") {
  const test::TempDir folder;
  const int open_file = ::open(folder.write("file", "canary").c_str(), O_RDONLY);  // no O_CLOEXEC
  CHECK(output_of("ls /proc/$$/fd").find(std::to_string(open_file) + "\n") == std::string::npos);
  CHECK(output_of("{ cat <&" + std::to_string(open_file) + "; } 2>/dev/null || echo closed") ==
        "closed\n");
  ::close(open_file);
}

TEST_CASE("run_child: the child reads our standard input") {
  const test::TempDir folder;
  const auto input = folder.write("input", "typed");
  CHECK(test::run_forked([&] {
          ::dup2(::open(input.c_str(), O_RDONLY), STDIN_FILENO);
          const auto done = run({"cat"});
          return done && done->standard_output.expose() == "typed" ? 0 : 1;
        }) == 0);
}

TEST_CASE("run_child: works with all standard descriptors closed") {
  CHECK(test::run_forked([] {
          for (int fd = 0; fd < 3; ++fd) ::close(fd);
          const auto done = run({"echo", "x"});
          return done && done->standard_output.expose() == "x\n" ? 0 : 1;
        }) == 0);
}

TEST_CASE("run_child: works without pidfd_open") {
  CHECK(test::run_forked([] {
          if (!test::make_syscall_fail(SYS_pidfd_open, ENOSYS)) return 1;
          const auto done = run_script("printf x; exec >&-; sleep 0.05; exit 4");
          if (!done || done->exit_status != 4 || done->standard_output.expose() != "x") return 2;
          const auto late = run({"sleep", "3600"}, milliseconds(50));
          return !late && late.error().kind == ErrorKind::timeout ? 0 : 3;
        }) == 0);
}
