// SPDX-License-Identifier: MIT
#include "os/random.hpp"

#include "base/encoding.hpp"
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
#include <string_view>

using namespace entra_auth;

TEST_CASE("random_bytes: returns the requested size and never repeats") {
  CHECK(os::random_bytes(0).empty());
  for (const std::size_t size : {1U, 16U, 256U, 257U, 1'000'000U}) {
    CHECK(os::random_bytes(size).size() == size);
  }
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(os::random_bytes(16));
  CHECK(seen.size() == 10'000);
}

TEST_CASE("random_bytes: fills every byte evenly") {
  std::array<int, 256> counts{};
  for (const char c : os::random_bytes(256 * 1000)) ++counts[static_cast<unsigned char>(c)];
  for (const int count : counts) CHECK((count > 700 && count < 1300));  // 9 standard deviations
}

TEST_CASE("random_below: stays below the bound and reaches all of the range") {
  for (int i = 0; i < 100; ++i) CHECK(os::random_below(1) == 0);
  std::array<int, 6> counts{};
  for (int i = 0; i < 6000; ++i) ++counts.at(os::random_below(6));
  for (const int count : counts) CHECK((count > 700 && count < 1300));
  bool upper_half = false;
  for (int i = 0; i < 100; ++i)
    upper_half = upper_half || os::random_below(0xFFFFFFFF) > 0x80000000;
  CHECK(upper_half);
}

TEST_CASE("random_bytes: without getrandom the process aborts") {
  CHECK(test::run_forked([] {
          const rlimit none{0, 0};
          ::setrlimit(RLIMIT_CORE, &none);
          ::signal(SIGABRT, SIG_DFL);  // not Catch's, which reports
          if (!test::make_syscall_fail(SYS_getrandom, ENOSYS)) return 1;
          return os::random_bytes(16).empty() ? 2 : 3;
        }) == 128 + SIGABRT);
}

TEST_CASE("random_handle: 32 bytes in 43 characters that need no escaping") {
  const auto handle = os::random_handle();
  CHECK(handle.size() == 43);
  CHECK(percent_encode(handle) == handle);
  const auto bytes = base64url_decode(handle);
  REQUIRE(bytes);
  CHECK(bytes->size() == 32);
}

TEST_CASE("random_handle: never repeats, and every bit varies") {
  constexpr int kHandles = 1000;
  std::set<std::string> handles;
  std::string ones(32, '\0');
  std::string zeros(32, '\0');
  for (int i = 0; i < kHandles; ++i) {
    const auto handle = os::random_handle();
    handles.insert(handle);
    const auto bytes = base64url_decode(handle).value();
    for (std::size_t at = 0; at < ones.size(); ++at) {
      ones[at] = static_cast<char>(ones[at] | bytes[at]);
      zeros[at] = static_cast<char>(zeros[at] | ~bytes[at]);
    }
  }
  CHECK(handles.size() == kHandles);
  CHECK(ones == std::string(32, '\xff'));
  CHECK(zeros == std::string(32, '\xff'));
}

TEST_CASE("random_uuid: has the form of version 4 and never repeats") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = os::random_uuid();
    REQUIRE(uuid.size() == 36);
    for (std::size_t position = 0; position < uuid.size(); ++position) {
      const bool dash = position == 8 || position == 13 || position == 18 || position == 23;
      REQUIRE(
          (dash ? uuid[position] == '-'
                : std::string_view("0123456789abcdef").find(uuid[position]) != std::string::npos));
    }
    CHECK(uuid[14] == '4');
    CHECK(std::string_view("89ab").find(uuid[19]) != std::string_view::npos);
    seen.insert(uuid);
  }
  CHECK(seen.size() == 1000);
}
