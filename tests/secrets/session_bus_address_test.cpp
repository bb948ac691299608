// SPDX-License-Identifier: MIT
#include "secrets/keyring/session_bus.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;

namespace {

Result<std::string> address(std::vector<std::string> entries) {
  const auto library = DBusLibrary::open();
  REQUIRE(library);
  return session_bus_address(**library, os::Environment(std::move(entries)));
}

Result<std::string> given(const std::string& text) {
  return address({"DBUS_SESSION_BUS_ADDRESS=" + text});
}

}  // namespace

TEST_CASE("an address of Unix sockets is taken as it is") {
  for (const std::string text :
       {"unix:path=/run/user/1000/bus", "unix:abstract=/tmp/dbus-x,guid=0123456789abcdef",
        "unix:path=/a%20b;unix:path=/c"}) {
    CHECK(given(text) == text);
  }
}

TEST_CASE("an address that leads elsewhere, or runs a program, is refused") {
  struct Case {
    std::string address, message;
  };
  const std::vector<Case> cases = {
      {"tcp:host=attacker.example,port=1", "names the transport tcp"},
      {"nonce-tcp:host=127.0.0.1,port=1,noncefile=/x", "names the transport nonce-tcp"},
      {"unixexec:path=/bin/sh", "names the transport unixexec"},
      {"autolaunch:", "names the transport autolaunch"},
      {"unix:path=/run/user/1000/bus;tcp:host=attacker.example,port=1", "names the transport tcp"},
      {"UNIX:path=/x", "names the transport UNIX"},
      {"nonsense", "is not an address of D-Bus"},
      {"unix:path=%zz", "is not an address of D-Bus"},
      {";", "is not an address of D-Bus"},
  };
  for (const auto& [text, message] : cases) {
    CAPTURE(text);
    const auto refused = given(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::secret_unavailable);
    CHECK_THAT(refused.error().message, Contains("DBUS_SESSION_BUS_ADDRESS " + message));
    CHECK_FALSE(refused.error().hints.empty());
  }
}

TEST_CASE("without an address only a socket in an absolute XDG_RUNTIME_DIR is a bus") {
  const test::TempDir dir;
  for (const std::string& folder : {std::string(), std::string("."), dir.path().native()}) {
    CAPTURE(folder);
    const auto none = address({"XDG_RUNTIME_DIR=" + folder});
    REQUIRE_FALSE(none);
    CHECK(none.error().message == "no session bus, so the keyring cannot be reached");
  }
  dir.write("bus", "not a socket");
  CHECK_FALSE(address({"XDG_RUNTIME_DIR=" + dir.path().native()}));
  CHECK_FALSE(address({}));
}
