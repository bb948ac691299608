// SPDX-License-Identifier: MIT
#include "os/process.hpp"

#include "support/forked.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

using namespace entra_auth;
using test::run_forked;

namespace {

auto disposition(int number) {
  struct sigaction action {};
  ::sigaction(number, nullptr, &action);
  return action.sa_handler;
}

mode_t current_umask() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return mask;
}

rlim_t soft_core_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_CORE, &limit);
  return limit.rlim_cur;
}

bool is_null_device(int fd) {
  struct stat status {};
  struct stat null {};
  return ::fstat(fd, &status) == 0 && ::stat("/dev/null", &null) == 0 &&
         status.st_rdev == null.st_rdev;
}

}  // namespace

TEST_CASE("harden_process: the process is private and survives closed pipes") {
  CHECK(run_forked([] {
          ::umask(0);
          ::signal(SIGPIPE, SIG_DFL);
          ::signal(SIGCHLD, SIG_IGN);
          os::harden_process();
          if (current_umask() != 077) return 1;
          if (soft_core_limit() != 0) return 2;
          if (::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) return 3;
          if (disposition(SIGPIPE) != SIG_IGN || disposition(SIGXFSZ) != SIG_IGN) return 4;
          if (disposition(SIGCHLD) != SIG_DFL) return 5;
          if (!os::stdout_was_open()) return 6;
          int ends[2];
          if (::pipe(ends) != 0) return 7;
          ::close(ends[0]);
          return ::write(ends[1], "x", 1) < 0 && errno == EPIPE ? 0 : 8;
        }) == 0);
}

TEST_CASE("harden_process: opens closed standard descriptors so that no file takes their place") {
  const int closed = GENERATE(range(0, 8));  // one bit for each descriptor
  CAPTURE(closed);
  CHECK(run_forked([closed] {
          for (int fd = 0; fd < 3; ++fd) {
            if ((closed >> fd & 1) != 0) ::close(fd);
          }
          os::harden_process();
          for (int fd = 0; fd < 3; ++fd) {
            if ((closed >> fd & 1) != 0 && !is_null_device(fd)) return 1 + fd;
          }
          if (os::stdout_was_open() != ((closed & 2) == 0)) return 4;
          return ::open("/dev/null", O_RDONLY) > 2 ? 0 : 5;
        }) == 0);
}

TEST_CASE("restore_process_defaults: a child gets back what we were started with") {
  CHECK(run_forked([] {
          rlimit limit{4096, RLIM_INFINITY};
          ::getrlimit(RLIMIT_CORE, &limit);
          limit.rlim_cur = limit.rlim_max;
          ::setrlimit(RLIMIT_CORE, &limit);
          ::umask(027);
          ::signal(SIGPIPE, SIG_DFL);
          ::signal(SIGXFSZ, SIG_DFL);
          ::signal(SIGCHLD, SIG_IGN);
          os::restore_process_defaults();  // before: changes nothing
          if (current_umask() != 027) return 1;
          os::harden_process();
          os::restore_process_defaults();
          if (current_umask() != 027) return 2;
          if (soft_core_limit() != limit.rlim_max) return 3;
          if (disposition(SIGPIPE) != SIG_DFL || disposition(SIGXFSZ) != SIG_DFL) return 4;
          return disposition(SIGCHLD) == SIG_IGN ? 0 : 5;
        }) == 0);
}
