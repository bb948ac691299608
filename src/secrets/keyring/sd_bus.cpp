// SPDX-License-Identifier: MIT
#include "secrets/keyring/sd_bus.hpp"

#include "base/try.hpp"
#include "os/lazy_library.hpp"

#include <string.h>

#include <cerrno>
#include <cstddef>
#include <new>
#include <stdexcept>
#include <utility>

namespace entra_auth::secrets {
namespace {

constexpr const char* kSystemd = "libsystemd.so.0";
constexpr const char* kElogind = "libelogind.so.0";

Result<SdBus> load() {
  const char* soname = kSystemd;
  auto library = os::LazyLibrary::open(kSystemd, "libsystemd0");
  if (!library) {
    if (auto elogind = os::LazyLibrary::open(kElogind, "libelogind0")) {
      soname = kElogind;
      library = std::move(elogind);
    }
  }
  if (!library) {
    library.error().kind = ErrorKind::secret_unavailable;
    return fail(std::move(library).error());
  }
  SdBus functions;
  functions.soname = soname;
  os::Symbols symbols(*library);
#define ENTRA_AUTH_FIND(function) symbols.find(functions.function, #function);
  ENTRA_AUTH_SD_BUS_FUNCTIONS(ENTRA_AUTH_FIND)
#undef ENTRA_AUTH_FIND
  if (symbols.complete()) return functions;
  return fail(ErrorKind::secret_unavailable,
              std::string(soname) + " is too old for the keyring: it lacks functions of sd-bus",
              {"install systemd 246 or newer, or keep secrets in the vault: --store vault"});
}

}  // namespace

Result<const SdBus*> SdBus::open() {
  static const Result<SdBus> library = load();
  if (!library) return fail(library.error());
  return &*library;
}

void check_sd_bus(int result) {
  if (result >= 0) return;
  if (result == -ENOMEM) throw std::bad_alloc();
  throw std::logic_error(std::string("sd-bus was called wrongly: ") + ::strerrordesc_np(-result));
}

void BusMessage::append_bytes(std::string_view bytes) const {
  check_sd_bus(
      library_->sd_bus_message_append_array(get(), SD_BUS_TYPE_BYTE, bytes.data(), bytes.size()));
}

void BusMessage::append_container(char type, const char* contents,
                                  const std::function<void()>& body) const {
  check_sd_bus(library_->sd_bus_message_open_container(get(), type, contents));
  body();
  check_sd_bus(library_->sd_bus_message_close_container(get()));
}

std::optional<Secret> BusMessage::read_bytes() const {
  const void* bytes = nullptr;
  std::size_t size = 0;
  if (library_->sd_bus_message_read_array(get(), SD_BUS_TYPE_BYTE, &bytes, &size) < 0) {
    return std::nullopt;
  }
  if (bytes == nullptr || size == 0) return Secret();
  Secret copy(std::string_view(static_cast<const char*>(bytes), size));
  ::explicit_bzero(const_cast<void*>(bytes), size);
  return copy;
}

}  // namespace entra_auth::secrets
