// SPDX-License-Identifier: MIT
// D-Bus messages, written and read. Memory that runs out is std::bad_alloc, as everywhere else.
#pragma once

#include "secrets/keyring/dbus_library.hpp"
#include <entra_auth/secret.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace entra_auth::secrets {

/// Appends arguments. Texts must be UTF-8 without NUL and paths valid object paths: libdbus ends
/// the process over others.
class BusWriter {
 public:
  BusWriter(const DBusLibrary& library, DBusMessage* message) : library_(library) {
    library.message_iter_init_append(message, &iterator_);
  }

  void text(const std::string& value);
  void path(const std::string& value);
  void boolean(bool value);
  void bytes(std::string_view value);

  using Body = std::function<void(BusWriter&)>;
  /// `signature` is that of an array's elements.
  void array(const char* signature, const Body& body) { inside(DBUS_TYPE_ARRAY, signature, body); }
  void variant(const char* signature, const Body& body) {
    inside(DBUS_TYPE_VARIANT, signature, body);
  }
  void structure(const Body& body) { inside(DBUS_TYPE_STRUCT, nullptr, body); }
  void dictionary_entry(const Body& body) { inside(DBUS_TYPE_DICT_ENTRY, nullptr, body); }

 private:
  explicit BusWriter(const DBusLibrary& library) : library_(library) {}
  void basic(int type, const void* value);
  void inside(int type, const char* signature, const Body& body);

  const DBusLibrary& library_;
  DBusMessageIter iterator_{};
};

/// Walks over the arguments of a message whose signature was checked, each call past one of them.
/// Only what a variant holds must be compared with `signature()` first. Not valid after the
/// message.
class BusReader {
 public:
  BusReader(const DBusLibrary& library, DBusMessage* message) : library_(library) {
    library.message_iter_init(message, &iterator_);
  }

  /// Of the message or container.
  [[nodiscard]] bool at_end() {
    return library_.message_iter_get_arg_type(&iterator_) == DBUS_TYPE_INVALID;
  }
  /// Of the argument that comes next: "a{ss}".
  [[nodiscard]] std::string signature();

  /// A text or an object path.
  [[nodiscard]] std::string text();
  [[nodiscard]] bool boolean();
  /// An array of bytes, which is wiped in the message.
  [[nodiscard]] Secret bytes();
  /// The inside of an array, structure, dictionary entry or variant.
  [[nodiscard]] BusReader inside();
  void skip() { library_.message_iter_next(&iterator_); }

 private:
  explicit BusReader(const DBusLibrary& library) : library_(library) {}

  const DBusLibrary& library_;
  DBusMessageIter iterator_{};
};

/// A call or its answer.
class BusMessage {
 public:
  BusMessage(const DBusLibrary& library, DBusMessage* message)
      : library_(&library), message_(message, library.message_unref) {}
  /// A call without arguments yet.
  BusMessage(const DBusLibrary& library, const char* service, const std::string& path,
             const char* interface, const char* method);

  [[nodiscard]] DBusMessage* get() const { return message_.get(); }
  [[nodiscard]] bool has_signature(const char* signature) const {
    return library_->message_has_signature(message_.get(), signature) != 0;
  }
  [[nodiscard]] BusWriter write() const { return {*library_, message_.get()}; }
  [[nodiscard]] BusReader read() const { return {*library_, message_.get()}; }

 private:
  const DBusLibrary* library_;
  std::unique_ptr<DBusMessage, decltype(::dbus_message_unref)*> message_;
};

}  // namespace entra_auth::secrets
