// SPDX-License-Identifier: MIT
#include "secrets/vault/kept_key.hpp"

#include "os/kernel_keyring.hpp"
#include "support/failing_syscall.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <sys/syscall.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using namespace std::chrono_literals;

namespace {

std::chrono::seconds timeout_with(std::vector<std::string> entries) {
  const auto timeout = vault_timeout(os::Environment(std::move(entries)));
  REQUIRE(timeout);
  return *timeout;
}

SealedFileKey new_key() {
  return new_sealed_key(SealedKind::vault, Secret("p"), crypto::kMinCost).value();
}

}  // namespace

TEST_CASE("vault_timeout: eight hours by default, the configured time, or 0 in CI") {
  CHECK(timeout_with({}) == 8h);
  CHECK(timeout_with({"ENTRA_AUTH_CLI_VAULT_TIMEOUT="}) == 8h);
  CHECK(timeout_with({"ENTRA_AUTH_CLI_VAULT_TIMEOUT=15m"}) == 15min);
  CHECK(timeout_with({"ENTRA_AUTH_CLI_VAULT_TIMEOUT=0"}) == 0s);
  CHECK(timeout_with({"CI=true"}) == 0s);
  CHECK(timeout_with({"CI=false"}) == 8h);
  CHECK(timeout_with({"CI=true", "ENTRA_AUTH_CLI_VAULT_TIMEOUT=1h"}) == 1h);
}

TEST_CASE("vault_timeout: an invalid time is an error that names the variable") {
  for (const std::string text : {"soon", "-1", "1d", "99999h"}) {
    const auto timeout = vault_timeout(os::Environment({"ENTRA_AUTH_CLI_VAULT_TIMEOUT=" + text}));
    REQUIRE_FALSE(timeout);
    CHECK(timeout.error().kind == ErrorKind::invalid_configuration);
    CHECK(timeout.error().message == "ENTRA_AUTH_CLI_VAULT_TIMEOUT: not a duration: " + text);
  }
}

TEST_CASE("find_vault_key: finds a key by its file's header until it is forgotten") {
  const auto key = new_key();
  CHECK_FALSE(find_vault_key(key.header));
  if (!keep_vault_key(key, 1h)) {
    WARN("skipped: the kernel keyring is not usable here");
    return;
  }
  const auto found = find_vault_key(key.header);
  REQUIRE(found);
  CHECK(found->header == key.header);
  CHECK(found->key.expose() == key.key.expose());
  auto other = key.header;
  other.cost.passes = 2;
  CHECK_FALSE(find_vault_key(other));
  other = key.header;
  other.kind = SealedKind::exported_profiles;
  CHECK_FALSE(find_vault_key(other));
  CHECK(forget_vault_key(key.header));
  CHECK_FALSE(find_vault_key(key.header));
  CHECK(forget_vault_key(key.header));
}

TEST_CASE("keep_vault_key: the key expires") {
  const auto key = new_key();
  if (!keep_vault_key(key, 1s)) {
    WARN("skipped: the kernel keyring is not usable here");
    return;
  }
  for (int i = 0; i < 100 && find_vault_key(key.header); ++i) std::this_thread::sleep_for(100ms);
  CHECK_FALSE(find_vault_key(key.header));
}

TEST_CASE("keep_vault_key: without a kernel keyring no key is kept, and forgetting succeeds") {
  const auto key = new_key();
  const int error_number = GENERATE(ENOSYS, EPERM);
  CHECK(test::run_forked([&] {
          if (!test::make_syscall_fail(SYS_keyctl, error_number)) return 1;
          if (keep_vault_key(key, 1h)) return 2;
          if (find_vault_key(key.header)) return 3;
          return forget_vault_key(key.header) ? 0 : 4;
        }) == 0);
}
