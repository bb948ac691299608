// SPDX-License-Identifier: MIT
#include "secrets/fake_secret_service.hpp"

#include <stdexcept>
#include <utility>

namespace entra_auth::test {
namespace {

std::map<std::string, FakeSecretService::Answer> usual_answers() {
  return {
      {"OpenSession",
       answering_with({a_variant("s", a_text("")), a_path("/org/freedesktop/secrets/session/1")})},
      {"ReadAlias", answering_with({a_path("/org/freedesktop/secrets/collection/c")})},
      {"Get Locked", answering_with({a_variant("b", a_boolean(false))})},
      {"Unlock", answering_with({paths({}), a_path("/prompt/1")})},
      {"SearchItems", answering_with({paths({"/org/freedesktop/secrets/collection/c/1"})})},
      {"GetSecret", answering_with({a_secret("fake")})},
      {"CreateItem",
       answering_with({a_path("/org/freedesktop/secrets/collection/c/1"), a_path("/")})},
      {"Delete", answering_with({a_path("/")})},
      {"Dismiss", answering_with({})},
  };
}

std::string name_of(DBusMessage* call) {
  std::string name = dbus_message_get_member(call);
  const char* interface = nullptr;
  const char* property = nullptr;
  if (name == "Get" && dbus_message_get_args(call, nullptr, DBUS_TYPE_STRING, &interface,
                                             DBUS_TYPE_STRING, &property, DBUS_TYPE_INVALID) != 0) {
    name += std::string(" ") + property;
  }
  return name;
}

void append_bytes(DBusMessageIter* parent, const std::string& bytes) {
  DBusMessageIter elements;
  const char* pointer = bytes.data();
  dbus_message_iter_open_container(parent, DBUS_TYPE_ARRAY, "y", &elements);
  dbus_message_iter_append_fixed_array(&elements, DBUS_TYPE_BYTE, &pointer,
                                       static_cast<int>(bytes.size()));
  dbus_message_iter_close_container(parent, &elements);
}

}  // namespace

FakeSecretService::FakeSecretService(const PrivateBus& bus, std::map<std::string, Answer> answers)
    : connection_(dbus_connection_open_private(bus.address().c_str(), nullptr)),
      answers_(std::move(answers)) {
  answers_.merge(usual_answers());
  if (connection_ == nullptr || dbus_bus_register(connection_, nullptr) == 0 ||
      dbus_bus_request_name(connection_, "org.freedesktop.secrets", 0, nullptr) !=
          DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER) {
    throw std::runtime_error("the fake Secret Service cannot start");
  }
  dbus_connection_set_exit_on_disconnect(connection_, 0);
  thread_ = std::thread([this] { serve(); });
}

FakeSecretService::~FakeSecretService() {
  ended_ = true;
  thread_.join();
  dbus_connection_close(connection_);
  dbus_connection_unref(connection_);
}

std::vector<std::string> FakeSecretService::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

void FakeSecretService::serve() {
  while (!ended_ && dbus_connection_read_write(connection_, 10) != 0) {
    while (DBusMessage* call = dbus_connection_pop_message(connection_)) {
      if (dbus_message_get_type(call) == DBUS_MESSAGE_TYPE_METHOD_CALL) {
        const auto name = name_of(call);
        {
          const std::lock_guard lock(mutex_);
          calls_.push_back(name);
        }
        const auto answer = answers_.find(name);
        DBusMessage* message =
            answer != answers_.end()
                ? answer->second(call)
                : dbus_message_new_error(call, DBUS_ERROR_UNKNOWN_METHOD, "not in this test");
        if (message != nullptr) {
          dbus_connection_send(connection_, message, nullptr);
          dbus_message_unref(message);
        }
      }
      dbus_message_unref(call);
    }
  }
}

FakeSecretService::Answer answering_with(std::vector<Argument> arguments) {
  return [arguments = std::move(arguments)](DBusMessage* call) {
    DBusMessage* answer = dbus_message_new_method_return(call);
    DBusMessageIter iterator;
    dbus_message_iter_init_append(answer, &iterator);
    for (const auto& argument : arguments) argument(&iterator);
    return answer;
  };
}

FakeSecretService::Answer refusing_with(std::string error_name) {
  return [error_name = std::move(error_name)](DBusMessage* call) {
    return dbus_message_new_error(call, error_name.c_str(), "a \x1b[31mreason");
  };
}

Argument a_text(std::string text) {
  return [text = std::move(text)](DBusMessageIter* arguments) {
    const char* pointer = text.c_str();
    dbus_message_iter_append_basic(arguments, DBUS_TYPE_STRING, &pointer);
  };
}

Argument a_path(std::string path) {
  return [path = std::move(path)](DBusMessageIter* arguments) {
    const char* pointer = path.c_str();
    dbus_message_iter_append_basic(arguments, DBUS_TYPE_OBJECT_PATH, &pointer);
  };
}

Argument paths(std::vector<std::string> list) {
  return [list = std::move(list)](DBusMessageIter* arguments) {
    DBusMessageIter elements;
    dbus_message_iter_open_container(arguments, DBUS_TYPE_ARRAY, "o", &elements);
    for (const auto& path : list) a_path(path)(&elements);
    dbus_message_iter_close_container(arguments, &elements);
  };
}

Argument a_number(dbus_uint32_t number) {
  return [number](DBusMessageIter* arguments) {
    dbus_message_iter_append_basic(arguments, DBUS_TYPE_UINT32, &number);
  };
}

Argument a_boolean(bool value) {
  return [number = dbus_bool_t{value ? 1U : 0U}](DBusMessageIter* arguments) {
    dbus_message_iter_append_basic(arguments, DBUS_TYPE_BOOLEAN, &number);
  };
}

Argument a_variant(std::string signature, Argument argument) {
  return [signature = std::move(signature),
          argument = std::move(argument)](DBusMessageIter* arguments) {
    DBusMessageIter inner;
    dbus_message_iter_open_container(arguments, DBUS_TYPE_VARIANT, signature.c_str(), &inner);
    argument(&inner);
    dbus_message_iter_close_container(arguments, &inner);
  };
}

Argument a_secret(std::string bytes) {
  return [bytes = std::move(bytes)](DBusMessageIter* arguments) {
    DBusMessageIter fields;
    dbus_message_iter_open_container(arguments, DBUS_TYPE_STRUCT, nullptr, &fields);
    a_path("/org/freedesktop/secrets/session/1")(&fields);
    append_bytes(&fields, "");
    append_bytes(&fields, bytes);
    a_text("text/plain")(&fields);
    dbus_message_iter_close_container(arguments, &fields);
  };
}

}  // namespace entra_auth::test
