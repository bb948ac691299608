// SPDX-License-Identifier: MIT
// libdbus, opened when the first secret is asked of the keyring: linking it costs time at every
// start. Included by the files of this folder only.
#pragma once

#include <entra_auth/result.hpp>

#include <dbus/dbus.h>

#include <string>

namespace entra_auth::secrets {

/// The functions we use, each with the type that libdbus's own header gives it.
struct DBusLibrary {
  decltype(::dbus_get_version)* get_version;
  decltype(::dbus_free)* free;
  decltype(::dbus_error_init)* error_init;
  decltype(::dbus_error_free)* error_free;

  decltype(::dbus_parse_address)* parse_address;
  decltype(::dbus_address_entry_get_method)* address_entry_get_method;
  decltype(::dbus_address_entries_free)* address_entries_free;
  decltype(::dbus_address_escape_value)* address_escape_value;

  decltype(::dbus_connection_open_private)* connection_open_private;
  decltype(::dbus_connection_set_exit_on_disconnect)* connection_set_exit_on_disconnect;
  decltype(::dbus_connection_set_max_message_size)* connection_set_max_message_size;
  decltype(::dbus_connection_set_max_message_unix_fds)* connection_set_max_message_unix_fds;
  decltype(::dbus_connection_send)* connection_send;
  decltype(::dbus_connection_read_write)* connection_read_write;
  decltype(::dbus_connection_pop_message)* connection_pop_message;
  decltype(::dbus_connection_get_is_connected)* connection_get_is_connected;
  decltype(::dbus_connection_close)* connection_close;
  decltype(::dbus_connection_unref)* connection_unref;

  decltype(::dbus_message_new_method_call)* message_new_method_call;
  decltype(::dbus_message_unref)* message_unref;
  decltype(::dbus_message_get_reply_serial)* message_get_reply_serial;
  decltype(::dbus_set_error_from_message)* set_error_from_message;
  decltype(::dbus_message_has_signature)* message_has_signature;
  decltype(::dbus_message_iter_init_append)* message_iter_init_append;
  decltype(::dbus_message_iter_append_basic)* message_iter_append_basic;
  decltype(::dbus_message_iter_append_fixed_array)* message_iter_append_fixed_array;
  decltype(::dbus_message_iter_open_container)* message_iter_open_container;
  decltype(::dbus_message_iter_close_container)* message_iter_close_container;
  decltype(::dbus_message_iter_init)* message_iter_init;
  decltype(::dbus_message_iter_get_arg_type)* message_iter_get_arg_type;
  decltype(::dbus_message_iter_get_signature)* message_iter_get_signature;
  decltype(::dbus_message_iter_get_basic)* message_iter_get_basic;
  decltype(::dbus_message_iter_get_fixed_array)* message_iter_get_fixed_array;
  decltype(::dbus_message_iter_recurse)* message_iter_recurse;
  decltype(::dbus_message_iter_next)* message_iter_next;

  /// Opens libdbus; the next calls return the same. Kind `secret_unavailable` where it is not
  /// installed or too old.
  [[nodiscard]] static Result<const DBusLibrary*> open();
};

/// What libdbus says about a call that failed.
class DBusErrorText {
 public:
  explicit DBusErrorText(const DBusLibrary& library) : library_(library) {
    library.error_init(&error_);
  }
  DBusErrorText(const DBusErrorText&) = delete;
  DBusErrorText& operator=(const DBusErrorText&) = delete;
  ~DBusErrorText() { library_.error_free(&error_); }

  [[nodiscard]] DBusError* get() { return &error_; }
  [[nodiscard]] std::string name() const { return error_.name != nullptr ? error_.name : ""; }
  [[nodiscard]] std::string text() const { return error_.message != nullptr ? error_.message : ""; }

 private:
  const DBusLibrary& library_;
  DBusError error_{};
};

}  // namespace entra_auth::secrets
