// SPDX-License-Identifier: MIT
#include "secrets/keyring/error.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace entra_auth::secrets {
namespace {

constexpr const char* kProgram = "Passwords and Keys (seahorse)";

Error unavailable(std::string message, std::vector<std::string> hints) {
  hints.emplace_back(kVaultHint);
  return {.kind = ErrorKind::secret_unavailable,
          .message = std::move(message),
          .hints = std::move(hints)};
}

bool is_absent_service(std::string_view name) {
  return name == "org.freedesktop.DBus.Error.ServiceUnknown" ||
         name == "org.freedesktop.DBus.Error.NameHasNoOwner" ||
         name.starts_with("org.freedesktop.DBus.Error.Spawn.");
}

Error refusal(const BusFailure& failure) {
  if (failure.name == "org.freedesktop.Secret.Error.IsLocked") return keyring_is_locked();
  if (is_absent_service(failure.name)) {
    return unavailable("no keyring is available on the session bus (org.freedesktop.secrets)",
                       {"install one, on Debian and Ubuntu with: apt-get install gnome-keyring"});
  }
  std::string message = "the keyring reports " + failure.name;
  if (!failure.text.empty()) message += ": " + failure.text;
  return unavailable(std::move(message), {});
}

}  // namespace

Error no_session_bus() {
  return unavailable("no session bus, so the keyring cannot be reached",
                     {"run this in a desktop session, or with: dbus-run-session -- COMMAND"});
}

Error cannot_connect(const std::string& reason) {
  return unavailable("cannot connect to the session bus: " + reason,
                     {"run this in a desktop session, or check DBUS_SESSION_BUS_ADDRESS"});
}

Error session_bus_is_silent() {
  return unavailable("the session bus does not respond",
                     {"check that its dbus-daemon or dbus-broker is running and not stopped"});
}

Error no_default_collection() {
  return unavailable("the keyring has no default collection to keep secrets in",
                     {"log in to the desktop with a password, or create a password keyring in " +
                          std::string(kProgram) + " and set it as default",
                      "without a desktop: gnome-keyring-daemon --replace --unlock, which reads a "
                      "password from standard input"});
}

Error keyring_is_locked() {
  return unavailable(
      "the keyring is locked",
      {"log in to the desktop with a password, or unlock it in " + std::string(kProgram),
       "without a desktop: gnome-keyring-daemon --replace --unlock, which reads the "
       "password from standard input"});
}

Error describe(const BusFailure& failure) {
  switch (failure.cause) {
    case BusFailure::Cause::no_answer:
      return unavailable(
          "the keyring does not respond",
          {"check that its program (for example gnome-keyring-daemon) is running, and "
           "is not stopped or waiting for the user"});
    case BusFailure::Cause::disconnected:
      return unavailable("the session bus has ended the connection", {});
    case BusFailure::Cause::malformed:
      return unavailable("the keyring's reply does not follow the Secret Service API", {});
    case BusFailure::Cause::refused:
      break;
  }
  return refusal(failure);
}

}  // namespace entra_auth::secrets
