// SPDX-License-Identifier: MIT

#include "cache/key_holder.hpp"

#include "crypto/sealing.hpp"
#include "os/kernel_keyring.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::cache;
TEST_CASE("find_or_make_sealing_key: makes the key once and finds it again") {
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

TEST_CASE("sealing_key_state: follows the kernel keyring") {
  const bool is_usable = os::find_key("entra-auth-cli:test").state == os::KeyringState::usable;
  CHECK((cache::sealing_key_state() == cache::SealingKeyState::no_keyring) == !is_usable);
  CHECK((cache::sealing_key_state() == cache::SealingKeyState::present) ==
        cache::find_sealing_key().has_value());
}

TEST_CASE("key_holder: each holder has its own letter, and other letters give nullopt") {
  int known = 0;
  for (int letter = 0; letter < 256; ++letter) {
    const auto holder = key_holder(static_cast<char>(letter));
    if (!holder) continue;
    ++known;
    CHECK(static_cast<char>(*holder) == static_cast<char>(letter));
    CHECK_FALSE(std::string(describe(*holder)).empty());
  }
  CHECK(known == 3);
  CHECK_FALSE(key_holder('P'));  // a plain entry is never a sign-in
}

TEST_CASE("kernel_sign_in_keys: has no key of another holder") {
  const test::TempDir dir;
  const auto keys = kernel_sign_in_keys(dir / "cache");
  for (const auto holder : {KeyHolder::secret_service, KeyHolder::vault}) {
    const auto found = keys.find(holder);
    REQUIRE(found);
    CHECK_FALSE(found->has_value());
  }
}
