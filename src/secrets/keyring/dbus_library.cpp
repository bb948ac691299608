// SPDX-License-Identifier: MIT

#include "secrets/keyring/dbus_library.hpp"

#include "base/try.hpp"
#include "os/lazy_library.hpp"

#include <utility>

namespace entra_auth::secrets {
namespace {

/// Looks symbols up and remembers whether one was missing.
class Symbols {
 public:
  explicit Symbols(const os::LazyLibrary& library) : library_(library) {}

  template <class Function>
  void find(Function*& function, const char* name) {
    function = library_.symbol<Function>(name);
    complete_ = complete_ && function != nullptr;
  }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  const os::LazyLibrary& library_;
  bool complete_ = true;
};

Result<DBusLibrary> load() {
  auto library = os::LazyLibrary::open("libdbus-1.so.3", "libdbus-1-3");
  if (!library) {
    Error error = std::move(library).error();
    error.kind = ErrorKind::secret_unavailable;
    return fail(std::move(error));
  }
  Symbols symbols(*library);
  DBusLibrary dbus{};
  symbols.find(dbus.get_version, "dbus_get_version");
  symbols.find(dbus.free, "dbus_free");
  symbols.find(dbus.error_init, "dbus_error_init");
  symbols.find(dbus.error_free, "dbus_error_free");
  symbols.find(dbus.parse_address, "dbus_parse_address");
  symbols.find(dbus.address_entry_get_method, "dbus_address_entry_get_method");
  symbols.find(dbus.address_entries_free, "dbus_address_entries_free");
  symbols.find(dbus.address_escape_value, "dbus_address_escape_value");
  symbols.find(dbus.connection_open_private, "dbus_connection_open_private");
  symbols.find(dbus.connection_set_exit_on_disconnect, "dbus_connection_set_exit_on_disconnect");
  symbols.find(dbus.connection_set_max_message_size, "dbus_connection_set_max_message_size");
  symbols.find(dbus.connection_set_max_message_unix_fds,
               "dbus_connection_set_max_message_unix_fds");
  symbols.find(dbus.connection_send, "dbus_connection_send");
  symbols.find(dbus.connection_read_write, "dbus_connection_read_write");
  symbols.find(dbus.connection_pop_message, "dbus_connection_pop_message");
  symbols.find(dbus.connection_get_is_connected, "dbus_connection_get_is_connected");
  symbols.find(dbus.connection_close, "dbus_connection_close");
  symbols.find(dbus.connection_unref, "dbus_connection_unref");
  symbols.find(dbus.message_new_method_call, "dbus_message_new_method_call");
  symbols.find(dbus.message_unref, "dbus_message_unref");
  symbols.find(dbus.message_get_reply_serial, "dbus_message_get_reply_serial");
  symbols.find(dbus.set_error_from_message, "dbus_set_error_from_message");
  symbols.find(dbus.message_has_signature, "dbus_message_has_signature");
  symbols.find(dbus.message_iter_init_append, "dbus_message_iter_init_append");
  symbols.find(dbus.message_iter_append_basic, "dbus_message_iter_append_basic");
  symbols.find(dbus.message_iter_append_fixed_array, "dbus_message_iter_append_fixed_array");
  symbols.find(dbus.message_iter_open_container, "dbus_message_iter_open_container");
  symbols.find(dbus.message_iter_close_container, "dbus_message_iter_close_container");
  symbols.find(dbus.message_iter_init, "dbus_message_iter_init");
  symbols.find(dbus.message_iter_get_arg_type, "dbus_message_iter_get_arg_type");
  symbols.find(dbus.message_iter_get_signature, "dbus_message_iter_get_signature");
  symbols.find(dbus.message_iter_get_basic, "dbus_message_iter_get_basic");
  symbols.find(dbus.message_iter_get_fixed_array, "dbus_message_iter_get_fixed_array");
  symbols.find(dbus.message_iter_recurse, "dbus_message_iter_recurse");
  symbols.find(dbus.message_iter_next, "dbus_message_iter_next");
  if (!symbols.complete()) {
    return fail(ErrorKind::secret_unavailable, "libdbus-1.so.3 cannot be used",
                {"reinstall the package libdbus-1-3"});
  }
  return dbus;
}

}  // namespace

Result<const DBusLibrary*> DBusLibrary::open() {
  static const Result<DBusLibrary> library = load();
  if (!library) return fail(library.error());
  return &*library;
}

}  // namespace entra_auth::secrets
