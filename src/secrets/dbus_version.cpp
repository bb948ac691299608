// SPDX-License-Identifier: MIT
#include "secrets/dbus_version.hpp"

#include "base/try.hpp"
#include "secrets/keyring/dbus_library.hpp"

namespace entra_auth::secrets {

Result<std::string> dbus_version() {
  TRY(const DBusLibrary* library, DBusLibrary::open());
  int major = 0;
  int minor = 0;
  int micro = 0;
  library->get_version(&major, &minor, &micro);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(micro);
}

}  // namespace entra_auth::secrets
