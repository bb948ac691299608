// SPDX-License-Identifier: MIT
#include "os/kernel_keyring.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

using namespace entra_auth;
using os::KeyringState;

namespace {

bool join_fresh_session() {
  return ::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr) >= 0;
}

/// A key that is gone after the test.
class TestKey {
 public:
  TestKey() : description_("entra-auth-test:" + hex_encode(os::random_bytes(8))) {}
  TestKey(const TestKey&) = delete;
  TestKey& operator=(const TestKey&) = delete;
  ~TestKey() {
    if (const long key = serial(); key >= 0) ::syscall(SYS_keyctl, KEYCTL_INVALIDATE, key);
  }

  [[nodiscard]] const std::string& description() const { return description_; }
  [[nodiscard]] long serial() const {
    static_cast<void>(os::find_key(description_));  // links the keyring
    const long persistent =
        ::syscall(SYS_keyctl, KEYCTL_GET_PERSISTENT, -1L, long{KEY_SPEC_PROCESS_KEYRING});
    const long keyring = persistent >= 0 ? persistent : KEY_SPEC_USER_KEYRING;
    return ::syscall(SYS_keyctl, KEYCTL_SEARCH, keyring, "user", description_.c_str(), 0L);
  }

 private:
  std::string description_;
};

bool holds(const std::string& description, std::string_view bytes) {
  const auto key = os::find_key(description);
  return key.state == KeyringState::usable && key.bytes && key.bytes->expose() == bytes;
}

bool keyring_is_usable() {
  const TestKey probe;
  if (os::store_key(probe.description(), Secret("x"))) return true;
  WARN("skipped: the kernel keyring is not usable here");
  return false;
}

}  // namespace

TEST_CASE("kernel_keyring: a key is absent, stored, found and replaced") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  const auto absent = os::find_key(key.description());
  CHECK(absent.state == KeyringState::usable);
  CHECK_FALSE(absent.bytes);
  const std::string binary("a\0b\xff", 4);
  CHECK(os::store_key(key.description(), Secret(std::string_view(binary))));
  CHECK(holds(key.description(), binary));
  CHECK(os::store_key(key.description(), Secret(std::string(1024, 'k'))));
  CHECK(holds(key.description(), std::string(1024, 'k')));
}

TEST_CASE("kernel_keyring: a later process in another session finds, reads and replaces the key") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  CHECK(test::run_forked([&] {
          return join_fresh_session() && os::store_key(key.description(), Secret("one")) ? 0 : 1;
        }) == 0);
  CHECK(test::run_forked([&] {
          if (!join_fresh_session()) return 1;
          if (!holds(key.description(), "one")) return 2;
          return os::store_key(key.description(), Secret("two")) ? 0 : 3;
        }) == 0);
  CHECK(holds(key.description(), "two"));
}

TEST_CASE("kernel_keyring: the possessor may use the key and its user may only see it") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  REQUIRE(os::store_key(key.description(), Secret("x")));
  std::array<char, 200> text{};
  REQUIRE(::syscall(SYS_keyctl, KEYCTL_DESCRIBE, key.serial(), text.data(), text.size()) > 0);
  CHECK(std::string(text.data()).find(";3f010000;") != std::string::npos);
}

TEST_CASE("kernel_keyring: another user neither finds nor reads the key") {
  if (!test::can_change_user()) {
    WARN("skipped: needs root");
    return;
  }
  if (!keyring_is_usable()) return;
  const TestKey key;
  REQUIRE(os::store_key(key.description(), Secret("x")));
  const long serial = key.serial();
  CHECK(test::run_forked([&] {
          if (!test::become_other_user() || !join_fresh_session()) return 1;
          if (os::find_key(key.description()).bytes) return 2;
          std::array<char, 16> bytes{};
          return ::syscall(SYS_keyctl, KEYCTL_READ, serial, bytes.data(), bytes.size()) < 0 ? 0 : 3;
        }) == 0);
}

TEST_CASE("find_key: a revoked or expired key is absent and can be replaced") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  REQUIRE(os::store_key(key.description(), Secret("x")));
  REQUIRE(::syscall(SYS_keyctl, KEYCTL_REVOKE, key.serial()) == 0);
  const auto found = os::find_key(key.description());
  CHECK(found.state == KeyringState::usable);
  CHECK_FALSE(found.bytes);
  CHECK(os::store_key(key.description(), Secret("again")));
  CHECK(holds(key.description(), "again"));
}

TEST_CASE("store_key: a key is gone after its lifetime and can be stored again") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  REQUIRE(os::store_key(key.description(), Secret("x"), std::chrono::hours(1)));
  CHECK(holds(key.description(), "x"));
  REQUIRE(os::store_key(key.description(), Secret("y"), std::chrono::seconds(2)));
  CHECK(holds(key.description(), "y"));
  CHECK(test::run_forked(
            [&] { return join_fresh_session() && holds(key.description(), "y") ? 0 : 1; }) == 0);
  const auto gone = [&] {
    const auto found = os::find_key(key.description());
    return found.state == KeyringState::usable && !found.bytes;
  };
  for (int i = 0; i < 100 && !gone(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  CHECK(gone());
  REQUIRE(os::store_key(key.description(), Secret("z")));  // without one now
  std::this_thread::sleep_for(std::chrono::milliseconds(2500));
  CHECK(holds(key.description(), "z"));
}

TEST_CASE("store_key: leaves no key if its lifetime cannot be set") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_keyctl, EPERM, KEYCTL_SET_TIMEOUT)) return 1;
          if (os::store_key(key.description(), Secret("x"), std::chrono::hours(1))) return 2;
          return os::find_key(key.description()).bytes ? 3 : 0;
        }) == 0);
  CHECK_FALSE(os::find_key(key.description()).bytes);
}

TEST_CASE("remove_key: removes the key for every process, and again without failure") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  CHECK(os::remove_key(key.description()));
  REQUIRE(os::store_key(key.description(), Secret("x")));
  CHECK(test::run_forked([&] {
          return join_fresh_session() && os::remove_key(key.description()) ? 0 : 1;
        }) == 0);
  CHECK_FALSE(os::find_key(key.description()).bytes);
  CHECK(os::remove_key(key.description()));
  CHECK(os::store_key(key.description(), Secret("again")));
  CHECK(holds(key.description(), "again"));
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_keyctl, EPERM, KEYCTL_INVALIDATE)) return 1;
          if (!os::remove_key(key.description())) return 2;
          return os::find_key(key.description()).bytes ? 3 : 0;
        }) == 0);
}

TEST_CASE("remove_key: returns false if the key is still there") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  REQUIRE(os::store_key(key.description(), Secret("x")));
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_keyctl, EPERM, KEYCTL_INVALIDATE)) return 1;
          if (!test::make_syscall_fail(SYS_keyctl, EPERM, KEYCTL_UNLINK)) return 1;
          return os::remove_key(key.description()) ? 2 : 0;
        }) == 0);
}

TEST_CASE("kernel_keyring: falls back to the user keyring") {
  if (!keyring_is_usable()) return;
  const std::string description = "entra-auth-test:" + hex_encode(os::random_bytes(8));
  const auto in_old_kernel = [&](auto body) {
    return test::run_forked([&] {
      if (!join_fresh_session()) return 1;
      if (!test::make_syscall_fail(SYS_keyctl, EOPNOTSUPP, KEYCTL_GET_PERSISTENT)) return 1;
      return body();
    });
  };
  CHECK(in_old_kernel([&] { return os::store_key(description, Secret("u")) ? 0 : 2; }) == 0);
  CHECK(in_old_kernel([&] { return holds(description, "u") ? 0 : 2; }) == 0);
  CHECK(in_old_kernel([&] {
          const long key = ::syscall(SYS_keyctl, KEYCTL_SEARCH, long{KEY_SPEC_USER_KEYRING}, "user",
                                     description.c_str(), 0L);
          return ::syscall(SYS_keyctl, KEYCTL_UNLINK, key, long{KEY_SPEC_USER_KEYRING}) == 0 ? 0
                                                                                             : 2;
        }) == 0);
}

TEST_CASE("kernel_keyring: unavailable if the kernel refuses keyrings") {
  const int error_number = GENERATE(ENOSYS, EPERM, EACCES, EDQUOT);
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_keyctl, error_number)) return 1;
          if (os::find_key("x").state != KeyringState::unavailable) return 2;
          if (os::store_key("x", Secret("x"))) return 3;
          if (os::store_key("x", Secret("x"), std::chrono::hours(1))) return 4;
          return os::remove_key("x") ? 0 : 5;
        }) == 0);
}

TEST_CASE("kernel_keyring: unavailable if keys cannot be searched, read or added") {
  if (!keyring_is_usable()) return;
  const TestKey key;
  REQUIRE(os::store_key(key.description(), Secret("x")));
  const std::uint32_t operation = GENERATE(as<std::uint32_t>{}, KEYCTL_SEARCH, KEYCTL_READ);
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_keyctl, EACCES, operation)) return 1;
          const auto found = os::find_key(key.description());
          return found.state == KeyringState::unavailable && !found.bytes ? 0 : 2;
        }) == 0);
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_add_key, EDQUOT)) return 1;
          return os::store_key(key.description(), Secret("y")) ? 2 : 0;
        }) == 0);
  CHECK(holds(key.description(), "x"));
}

TEST_CASE("store_key: refuses what the kernel cannot store") {
  CHECK_FALSE(os::store_key("entra-auth-test:empty", Secret()));
  CHECK_FALSE(os::store_key("entra-auth-test:large", Secret(std::string(40'000, 'x'))));
}
