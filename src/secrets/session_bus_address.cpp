// SPDX-License-Identifier: MIT
#include "secrets/session_bus_address.hpp"

#include "base/try.hpp"
#include "secrets/keyring/error.hpp"

#include <filesystem>
#include <memory>
#include <new>
#include <string_view>
#include <system_error>

namespace entra_auth::secrets {
namespace {

constexpr const char* kVariable = "DBUS_SESSION_BUS_ADDRESS";

Error bad_address(std::string what) {
  return {
      .kind = ErrorKind::secret_unavailable,
      .message = std::string(kVariable) + " " + std::move(what),
      .hints = {std::string("unset ") + kVariable + ", or set it to unix:path=SOCKET", kVaultHint}};
}

/// All of them: libdbus tries one after another.
Result<void> check_transports(const DBusLibrary& library, const std::string& address) {
  DBusErrorText error(library);
  DBusAddressEntry** entries = nullptr;
  int count = 0;
  if (library.parse_address(address.c_str(), &entries, &count, error.get()) == 0) {
    return fail(bad_address("is not an address of D-Bus: " + error.text()));
  }
  const std::unique_ptr<DBusAddressEntry*, decltype(::dbus_address_entries_free)*> owned(
      entries, library.address_entries_free);
  for (int i = 0; i < count; ++i) {
    const std::string_view method = library.address_entry_get_method(entries[i]);
    if (method == "unix") continue;
    return fail(bad_address("names the transport " + std::string(method) +
                            ": secrets travel over Unix sockets only"));
  }
  return {};
}

std::string unix_address(const DBusLibrary& library, const std::string& path) {
  const std::unique_ptr<char, decltype(::dbus_free)*> escaped(
      library.address_escape_value(path.c_str()), library.free);
  if (escaped == nullptr) throw std::bad_alloc();
  return std::string("unix:path=") + escaped.get();
}

}  // namespace

Result<std::string> session_bus_address(const DBusLibrary& library,
                                        const os::Environment& environment) {
  if (const auto given = environment.get_nonempty(kVariable)) {
    std::string address(*given);
    TRY_VOID(check_transports(library, address));
    return address;
  }
  const std::filesystem::path folder(environment.get("XDG_RUNTIME_DIR").value_or(""));
  std::error_code ignored;
  if (!folder.is_absolute() || !std::filesystem::is_socket(folder / "bus", ignored)) {
    return fail(no_session_bus());
  }
  return unix_address(library, (folder / "bus").native());
}

}  // namespace entra_auth::secrets
