// SPDX-License-Identifier: MIT

#include "cache/key_holder.hpp"

#include "crypto/sealing.hpp"
#include "os/kernel_keyring.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::cache;
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

TEST_CASE("each holder has a letter of its own, and no other letter is one") {
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

TEST_CASE("the kernel keyring alone knows no key of another holder") {
  const test::TempDir dir;
  const auto keys = kernel_sign_in_keys(dir / "cache");
  for (const auto holder : {KeyHolder::secret_service, KeyHolder::vault}) {
    const auto found = keys.find(holder);
    REQUIRE(found);
    CHECK_FALSE(found->has_value());
  }
}
