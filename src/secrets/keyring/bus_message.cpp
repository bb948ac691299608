// SPDX-License-Identifier: MIT
#include "secrets/keyring/bus_message.hpp"

#include <string.h>

#include <cstddef>
#include <new>

namespace entra_auth::secrets {
namespace {

void check(dbus_bool_t had_memory) {
  if (had_memory == 0) throw std::bad_alloc();
}

}  // namespace

BusMessage::BusMessage(const DBusLibrary& library, const char* service, const std::string& path,
                       const char* interface, const char* method)
    : BusMessage(library,
                 library.message_new_method_call(service, path.c_str(), interface, method)) {
  if (message_ == nullptr) throw std::bad_alloc();
}

void BusWriter::basic(int type, const void* value) {
  check(library_.message_iter_append_basic(&iterator_, type, value));
}

void BusWriter::text(const std::string& value) {
  const char* pointer = value.c_str();
  basic(DBUS_TYPE_STRING, static_cast<const void*>(&pointer));
}

void BusWriter::path(const std::string& value) {
  const char* pointer = value.c_str();
  basic(DBUS_TYPE_OBJECT_PATH, static_cast<const void*>(&pointer));
}

void BusWriter::boolean(bool value) {
  const dbus_bool_t number = value ? 1 : 0;
  basic(DBUS_TYPE_BOOLEAN, &number);
}

void BusWriter::bytes(std::string_view value) {
  array(DBUS_TYPE_BYTE_AS_STRING, [&](BusWriter& elements) {
    const char* pointer = value.data() != nullptr ? value.data() : "";
    check(elements.library_.message_iter_append_fixed_array(&elements.iterator_, DBUS_TYPE_BYTE,
                                                            static_cast<const void*>(&pointer),
                                                            static_cast<int>(value.size())));
  });
}

void BusWriter::inside(int type, const char* signature, const Body& body) {
  BusWriter inner(library_);
  check(library_.message_iter_open_container(&iterator_, type, signature, &inner.iterator_));
  body(inner);
  check(library_.message_iter_close_container(&iterator_, &inner.iterator_));
}

std::string BusReader::signature() {
  const std::unique_ptr<char, decltype(::dbus_free)*> text(
      library_.message_iter_get_signature(&iterator_), library_.free);
  if (text == nullptr) throw std::bad_alloc();
  return text.get();
}

std::string BusReader::text() {
  const char* value = nullptr;
  library_.message_iter_get_basic(&iterator_, static_cast<void*>(&value));
  std::string copy(value);
  skip();
  return copy;
}

bool BusReader::boolean() {
  dbus_bool_t value = 0;
  library_.message_iter_get_basic(&iterator_, &value);
  skip();
  return value != 0;
}

Secret BusReader::bytes() {
  BusReader elements = inside();
  char* bytes = nullptr;
  int count = 0;
  library_.message_iter_get_fixed_array(&elements.iterator_, static_cast<void*>(&bytes), &count);
  if (bytes == nullptr || count <= 0) return Secret();
  const auto size = static_cast<std::size_t>(count);
  Secret copy(std::string_view(bytes, size));
  ::explicit_bzero(bytes, size);
  return copy;
}

BusReader BusReader::inside() {
  BusReader inner(library_);
  library_.message_iter_recurse(&iterator_, &inner.iterator_);
  skip();
  return inner;
}

}  // namespace entra_auth::secrets
