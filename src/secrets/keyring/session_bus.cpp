// SPDX-License-Identifier: MIT

#include "secrets/keyring/session_bus.hpp"

#include "base/try.hpp"

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <new>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace entra_auth::secrets {
namespace {

// Far above any answer we ask for; libdbus itself would take 128 MiB.
constexpr long kMaxMessageBytes = 4L * 1024 * 1024;

Milliseconds remaining(Deadline deadline) {
  return std::chrono::ceil<Milliseconds>(deadline - std::chrono::steady_clock::now());
}

BusFailure failure_of(const DBusErrorText& error) {
  const std::string name = error.name();
  const bool is_silence = name == DBUS_ERROR_NO_REPLY || name == DBUS_ERROR_TIMEOUT;
  return {.cause = is_silence ? BusFailure::Cause::no_answer : BusFailure::Cause::refused,
          .name = name,
          .text = error.text()};
}

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

Result<SessionBus> SessionBus::connect(const os::Environment& environment, Deadline deadline) {
  TRY(const DBusLibrary* library, DBusLibrary::open());
  TRY(const std::string address, session_bus_address(*library, environment));
  TRY(auto connection, open_by(*library, address, deadline));
  SessionBus bus(*library, std::move(connection), deadline);
  TRY_VOID(bus.say_hello());
  return bus;
}

Result<SessionBus::Connection> SessionBus::open(const DBusLibrary& library,
                                                const std::string& address) {
  DBusErrorText error(library);
  Connection connection(library.connection_open_private(address.c_str(), error.get()),
                        Close{&library});
  if (connection == nullptr) return fail(cannot_connect(error.text()));
  library.connection_set_exit_on_disconnect(connection.get(), 0);
  library.connection_set_max_message_size(connection.get(), kMaxMessageBytes);
  library.connection_set_max_message_unix_fds(connection.get(), 0);
  return connection;
}

Result<SessionBus::Connection> SessionBus::open_by(const DBusLibrary& library,
                                                   const std::string& address, Deadline deadline) {
  // Connecting to a Unix socket waits while its queue is full, as that of a stopped bus soon is,
  // and libdbus sets no limit: a thread that may be left behind does it, and closes what nobody
  // takes.
  std::packaged_task<Result<Connection>()> task(
      [&library, address] { return open(library, address); });
  auto connection = task.get_future();
  try {
    std::thread(std::move(task)).detach();
  } catch (const std::system_error& error) {
    return fail(cannot_connect(error.what()));
  }
  if (connection.wait_until(deadline) != std::future_status::ready) {
    return fail(session_bus_is_silent());
  }
  return connection.get();
}

Result<void> SessionBus::say_hello() const {
  const auto answer =
      call(message(DBUS_SERVICE_DBUS, DBUS_PATH_DBUS, DBUS_INTERFACE_DBUS, "Hello"), "s");
  if (answer) return {};
  if (answer.error().cause == BusFailure::Cause::no_answer) return fail(session_bus_is_silent());
  const bool is_refusal = answer.error().cause == BusFailure::Cause::refused;
  return fail(cannot_connect(is_refusal ? answer.error().text : "it does not talk D-Bus with us"));
}

// dbus_connection_send_with_reply_and_block would wait for as long as the bus takes nothing from
// us, whatever the timeout: a stopped one takes nothing for ever.
BusResult SessionBus::call(const BusMessage& message, const char* signature) const {
  dbus_uint32_t serial = 0;
  if (library_->connection_send(connection_.get(), message.get(), &serial) == 0) {
    throw std::bad_alloc();
  }
  while (true) {
    while (DBusMessage* received = library_->connection_pop_message(connection_.get())) {
      BusMessage owned(*library_, received);
      if (library_->message_get_reply_serial(received) == serial) {
        return checked(std::move(owned), signature);
      }
    }
    if (library_->connection_get_is_connected(connection_.get()) == 0) {
      return tl::unexpected(BusFailure{.cause = BusFailure::Cause::disconnected});
    }
    const auto time = remaining(deadline_);
    if (time.count() <= 0) return tl::unexpected(BusFailure{});
    library_->connection_read_write(connection_.get(), static_cast<int>(time.count()));
  }
}

BusResult SessionBus::checked(BusMessage answer, const char* signature) const {
  DBusErrorText error(*library_);
  if (library_->set_error_from_message(error.get(), answer.get()) != 0) {
    return tl::unexpected(failure_of(error));
  }
  if (!answer.has_signature(signature)) {
    return tl::unexpected(BusFailure{.cause = BusFailure::Cause::malformed});
  }
  return answer;
}

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
