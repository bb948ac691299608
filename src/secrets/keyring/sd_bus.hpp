// SPDX-License-Identifier: MIT
// sd-bus, the D-Bus library in libsystemd (docs/adr/0010-d-bus-library.md), and its messages.
// Opened when the keyring is first used: linking it would slow down every start. Included by the
// files of this folder only. Running out of memory is std::bad_alloc, as everywhere else.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <systemd/sd-bus.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::secrets {

// clang-format off
/// Every function of sd-bus that we call.
#define ENTRA_AUTH_SD_BUS_FUNCTIONS(X) \
  X(sd_bus_call) X(sd_bus_close_unref) X(sd_bus_error_free) X(sd_bus_is_open) X(sd_bus_is_ready)  \
  X(sd_bus_message_append) X(sd_bus_message_append_array) X(sd_bus_message_close_container)       \
  X(sd_bus_message_enter_container) X(sd_bus_message_exit_container)                              \
  X(sd_bus_message_has_signature) X(sd_bus_message_new_method_call)                               \
  X(sd_bus_message_open_container) X(sd_bus_message_read) X(sd_bus_message_read_array)            \
  X(sd_bus_message_sensitive) X(sd_bus_message_skip) X(sd_bus_message_unref)                      \
  X(sd_bus_negotiate_fds) X(sd_bus_new) X(sd_bus_process) X(sd_bus_set_address)                   \
  X(sd_bus_set_bus_client) X(sd_bus_start) X(sd_bus_wait)
// clang-format on

/// Each with the type that sd-bus's own header gives it, under its own name.
struct SdBus {
#define ENTRA_AUTH_MEMBER(function) decltype(::function)* function = nullptr;
  ENTRA_AUTH_SD_BUS_FUNCTIONS(ENTRA_AUTH_MEMBER)
#undef ENTRA_AUTH_MEMBER
  const char* soname = nullptr;

  /// Opens libsystemd, or the libelogind of systems without systemd; later calls return the same.
  /// Fails with `secret_unavailable` if neither is installed, or the one that is there is too old.
  [[nodiscard]] static Result<const SdBus*> open();
};

/// Throws for a negative return value of a function of sd-bus that fails only because of a bug or a
/// lack of memory.
void check_sd_bus(int result);

/// A call that is written, or a reply that is read, from front to back. Types are D-Bus signatures.
class BusMessage {
 public:
  BusMessage(const SdBus& library, sd_bus_message* message)
      : library_(&library), message_(message, library.sd_bus_message_unref) {}

  [[nodiscard]] sd_bus_message* get() const { return message_.get(); }
  [[nodiscard]] bool has_signature(const char* signature) const {
    return library_->sd_bus_message_has_signature(get(), signature) > 0;
  }

  /// Texts are const char*, UTF-8; others, and paths that are not object paths, are a bug: throws.
  template <class... Values>
  void append(const char* types, Values... values) const {
    check_sd_bus(library_->sd_bus_message_append(get(), types, values...));
  }
  void append_bytes(std::string_view bytes) const;
  /// `type` is SD_BUS_TYPE_ARRAY, _VARIANT, _STRUCT or _DICT_ENTRY, `contents` what it holds.
  void append_container(char type, const char* contents, const std::function<void()>& body) const;
  /// The message's memory is wiped when it is freed.
  void mark_sensitive() const { check_sd_bus(library_->sd_bus_message_sensitive(get())); }

  /// Whether that came next and was read; texts live as long as the message. False at the end of a
  /// container, too, of which `leave` then says whether it was the end.
  template <class... Pointers>
  [[nodiscard]] bool read(const char* types, Pointers... values) const {
    return library_->sd_bus_message_read(get(), types, values...) > 0;
  }
  /// An array of bytes, which is wiped in the message. Returns nullopt if that does not come next.
  [[nodiscard]] std::optional<Secret> read_bytes() const;
  [[nodiscard]] bool skip(const char* types) const {
    return library_->sd_bus_message_skip(get(), types) >= 0;
  }
  [[nodiscard]] bool enter(char type, const char* contents) const {
    return library_->sd_bus_message_enter_container(get(), type, contents) > 0;
  }
  [[nodiscard]] bool leave() const { return library_->sd_bus_message_exit_container(get()) >= 0; }

 private:
  const SdBus* library_;
  std::unique_ptr<sd_bus_message, decltype(::sd_bus_message_unref)*> message_;
};

}  // namespace entra_auth::secrets
