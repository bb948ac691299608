// SPDX-License-Identifier: MIT
#include "os/random.hpp"

#include "support/failing_syscall.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <set>
#include <string>

using namespace entra_auth;

TEST_CASE("random bytes have the size asked for and differ") {
  CHECK(os::random_bytes(0).empty());
  for (const std::size_t size : {1U, 16U, 256U, 257U, 1'000'000U}) {
    CHECK(os::random_bytes(size).size() == size);
  }
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(os::random_bytes(16));
  CHECK(seen.size() == 10'000);
}

TEST_CASE("no random byte is left as it was allocated") {
  std::array<int, 256> counts{};
  for (const char c : os::random_bytes(256 * 1000)) ++counts[static_cast<unsigned char>(c)];
  for (const int count : counts) CHECK((count > 700 && count < 1300));  // 9 standard deviations
}

TEST_CASE("random numbers stay below their bound and reach all of it") {
  for (int i = 0; i < 100; ++i) CHECK(os::random_below(1) == 0);
  std::array<int, 6> counts{};
  for (int i = 0; i < 6000; ++i) ++counts.at(os::random_below(6));
  for (const int count : counts) CHECK((count > 700 && count < 1300));
  bool upper_half = false;
  for (int i = 0; i < 100; ++i)
    upper_half = upper_half || os::random_below(0xFFFFFFFF) > 0x80000000;
  CHECK(upper_half);
}

TEST_CASE("without randomness the process ends rather than go on with weak values") {
  CHECK(test::run_forked([] {
          const rlimit none{0, 0};
          ::setrlimit(RLIMIT_CORE, &none);
          ::signal(SIGABRT, SIG_DFL);  // not Catch's, which reports
          if (!test::make_syscall_fail(SYS_getrandom, ENOSYS)) return 1;
          return os::random_bytes(16).empty() ? 2 : 3;
        }) == 128 + SIGABRT);
}
