// SPDX-License-Identifier: MIT
#include "crypto/passphrase_key.hpp"

#include "base/encoding.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <sys/syscall.h>

#include <cerrno>
#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;

namespace {

const std::string kSalt = "0123456789abcdef";

std::string key_of(std::string_view passphrase, std::string_view salt, const PassphraseCost& cost) {
  const auto key = derive_passphrase_key(Secret(passphrase), salt, cost);
  REQUIRE(key);
  return hex_encode(key->expose());
}

}  // namespace

TEST_CASE("derive_passphrase_key: agrees with other implementations of Argon2id") {
  // Made with the reference implementation (phc-winner-argon2):
  //   printf %s PASSPHRASE | argon2 0123456789abcdef -id -v 13 -t T -k KIB -p 1 -l 32 -r
  CHECK(key_of("correct horse", kSalt, {.passes = 1, .memory_kib = 8192}) ==
        "eb8cf0e32ea118d4865b51d32836a373be04224269089f805015c3b29cab1445");
  CHECK(key_of("correct horse", kSalt, {.passes = 3, .memory_kib = 65536}) ==
        "92599c67f23f1d9dce9b6f0cfb5a9b18ce110336de00799947472465edd9e49a");
}

TEST_CASE("derive_passphrase_key: passphrase, salt, passes and memory all change the key") {
  const auto key = key_of("a", kSalt, kMinCost);
  CHECK(key_of("a", kSalt, kMinCost) == key);
  CHECK(key_of("b", kSalt, kMinCost) != key);
  CHECK(key_of("a", "0123456789abcdeF", kMinCost) != key);
  CHECK(key_of("a", kSalt, {.passes = 2, .memory_kib = 8192}) != key);
  CHECK(key_of("a", kSalt, {.passes = 1, .memory_kib = 8193}) != key);
  const std::string with_nul("a\0b", 3);
  CHECK(key_of(with_nul, kSalt, kMinCost) != key);
}

TEST_CASE("new_passphrase_salt: never repeats") {
  CHECK(new_passphrase_salt().size() == kPassphraseSaltBytes);
  CHECK(new_passphrase_salt() != new_passphrase_salt());
}

TEST_CASE("is_within_bounds: limits the cost that a file may ask for") {
  CHECK(is_within_bounds({}));
  CHECK(is_within_bounds(kMinCost));
  CHECK(is_within_bounds(kMaxCost));
  for (const auto& cost : {PassphraseCost{.passes = 0, .memory_kib = 65536},
                           {17, 65536},
                           {0xFFFFFFFF, 65536},
                           {3, 0},
                           {3, 8191},
                           {3, 1024 * 1024 + 1},
                           {3, 1U << 30U},
                           {3, 0xFFFFFFFF}}) {
    CAPTURE(cost.passes, cost.memory_kib);
    CHECK_FALSE(is_within_bounds(cost));
    CHECK_THROWS(derive_passphrase_key(Secret("a"), kSalt, cost));
  }
  CHECK_THROWS(derive_passphrase_key(Secret("a"), "short", kMinCost));
}

TEST_CASE("derive_passphrase_key: too little memory is an error") {
  const auto derive = [] { return derive_passphrase_key(Secret("a"), kSalt, kMinCost); };
  REQUIRE(derive());
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_mmap, ENOMEM)) return 1;
          const auto key = derive();
          return !key && key.error().kind == ErrorKind::secret_unavailable &&
                         key.error().message.find("8 MiB") != std::string::npos
                     ? 0
                     : 2;
        }) == 0);
}
