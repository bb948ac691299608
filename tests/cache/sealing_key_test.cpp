// SPDX-License-Identifier: MIT
#include "cache/key_holder.hpp"
#include "crypto/sealing.hpp"
#include "os/kernel_keyring.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

TEST_CASE("the sealing key is made once and found again") {
  if (os::find_key("entra-auth-cli:test").state == os::KeyringState::unavailable) {
    WARN("skipped: no kernel keyring here");
    return;
  }
  const test::TempDir folder;
  const auto made = cache::find_or_make_sealing_key(folder.path());
  REQUIRE(made);
  CHECK(made->size() == crypto::kSealingKeyBytes);
  const auto again = cache::find_or_make_sealing_key(folder.path());
  REQUIRE(again);
  CHECK(again->expose() == made->expose());
  CHECK(cache::find_sealing_key()->expose() == made->expose());
}

TEST_CASE("the state of the sealing key is that of the keyring") {
  const bool is_usable = os::find_key("entra-auth-cli:test").state == os::KeyringState::usable;
  CHECK((cache::sealing_key_state() == cache::SealingKeyState::no_keyring) == !is_usable);
  CHECK((cache::sealing_key_state() == cache::SealingKeyState::present) ==
        cache::find_sealing_key().has_value());
}
