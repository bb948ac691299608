// SPDX-License-Identifier: MIT
#include "secrets/keyring/error.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;

namespace {

BusFailure refused(std::string name) {
  return {.cause = BusFailure::Cause::refused, .name = std::move(name), .text = "in its words"};
}

}  // namespace

TEST_CASE("keyring errors: docs/secrets.md lists every message") {
  struct Case {
    Error error;
    std::string documented;
  };
  const std::vector<Case> cases = {
      {no_session_bus(), "no session bus, so the keyring cannot be reached"},
      {cannot_connect("x"), "cannot connect to the session bus: …"},
      {session_bus_is_silent(), "the session bus does not respond"},
      {no_default_collection(), "the keyring has no default collection to keep secrets in"},
      {keyring_is_locked(), "the keyring is locked"},
      {describe({.cause = BusFailure::Cause::no_answer}), "the keyring does not respond"},
      {describe({.cause = BusFailure::Cause::disconnected}),
       "the session bus has ended the connection"},
      {describe({.cause = BusFailure::Cause::malformed}),
       "the keyring's reply does not follow the Secret Service API"},
      {describe(refused("org.example.Name")), "the keyring reports …: …"},
      {describe(refused("org.freedesktop.DBus.Error.ServiceUnknown")),
       "no keyring is available on the session bus (org.freedesktop.secrets)"},
      {describe(refused("org.freedesktop.DBus.Error.Spawn.ExecFailed")),
       "no keyring is available on the session bus (org.freedesktop.secrets)"},
  };
  const auto page = test::read_text(ENTRA_AUTH_SOURCE_DIR "/docs/secrets.md");
  for (const auto& [error, documented] : cases) {
    CAPTURE(error.message);
    CHECK(error.kind == ErrorKind::secret_unavailable);
    REQUIRE_FALSE(error.hints.empty());
    CHECK(error.hints.back() == kVaultHint);
    CHECK(error.message.starts_with(documented.substr(0, documented.find("…"))));
    CHECK(page.find(documented) != std::string::npos);
  }
}
