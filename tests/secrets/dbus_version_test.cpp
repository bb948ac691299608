// SPDX-License-Identifier: MIT
#include "secrets/keyring/dbus_library.hpp"

#include <catch2/catch.hpp>

TEST_CASE("libdbus tells its version") {
  CHECK(entra_auth::secrets::dbus_version()->starts_with("1."));
}
