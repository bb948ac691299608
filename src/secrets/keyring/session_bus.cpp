// SPDX-License-Identifier: MIT
#include "secrets/keyring/session_bus.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "os/descriptor.hpp"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <thread>

namespace entra_auth::secrets {
namespace {

constexpr const char* kVariable = "DBUS_SESSION_BUS_ADDRESS";

/// In microseconds, as sd-bus counts; 0 if the deadline has passed.
std::uint64_t remaining(Deadline deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::microseconds>(deadline - std::chrono::steady_clock::now());
  return left.count() > 0 ? static_cast<std::uint64_t>(left.count()) : 0;
}

Error bad_address(std::string what) {
  return {
      .kind = ErrorKind::secret_unavailable,
      .message = std::string(kVariable) + " " + std::move(what),
      .hints = {std::string("unset ") + kVariable + ", or set it to unix:path=SOCKET", kVaultHint}};
}

bool has_bad_escape(std::string_view text) {
  constexpr std::string_view kAnyHexDigits = "0123456789abcdefABCDEF";
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const auto digits = text.substr(at + 1, 2);
    if (digits.size() < 2 || digits.find_first_not_of(kAnyHexDigits) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

/// An address is a list, and sd-bus tries one after another: all of it is checked.
Result<void> check_transports(const std::string& address) {
  const auto entries = split(address, ";");
  if (entries.empty()) return fail(bad_address("is not an address of D-Bus"));
  for (const auto& entry : entries) {
    const auto colon = entry.find(':');
    if (colon == std::string::npos || colon == 0 || has_bad_escape(entry)) {
      return fail(bad_address("is not an address of D-Bus"));
    }
    const auto transport = entry.substr(0, colon);
    if (transport != "unix") {
      return fail(bad_address("names the transport " + transport +
                              ": secrets travel over Unix sockets only"));
    }
  }
  return {};
}

BusFailure failure_of(int code, const sd_bus_error& error, bool is_open) {
  const std::string name = error.name != nullptr ? error.name : "";
  if (code == -ETIMEDOUT || name == SD_BUS_ERROR_NO_REPLY || name == SD_BUS_ERROR_TIMEOUT) {
    return {.cause = BusFailure::Cause::no_answer};
  }
  if (!is_open || code == -EBADMSG) return {.cause = BusFailure::Cause::disconnected};
  return {.cause = BusFailure::Cause::refused,
          .name = name,
          .text = error.message != nullptr ? error.message : ""};
}

}  // namespace

Result<SessionBus> SessionBus::connect(const os::Environment& environment, Deadline deadline) {
  TRY(const SdBus* library, SdBus::open());
  TRY(const std::string address, session_bus_address(environment));
  TRY(auto connection, open(*library, address, deadline));
  SessionBus bus(*library, std::move(connection), deadline);
  TRY_VOID(bus.wait_until_ready());
  return bus;
}

Result<SessionBus::Connection> SessionBus::open(const SdBus& library, const std::string& address,
                                                Deadline deadline) {
  while (true) {
    sd_bus* bus = nullptr;
    check_sd_bus(library.sd_bus_new(&bus));
    Connection connection(bus, Close{&library});
    check_sd_bus(library.sd_bus_set_address(bus, address.c_str()));
    check_sd_bus(library.sd_bus_set_bus_client(bus, 1));
    check_sd_bus(library.sd_bus_negotiate_fds(bus, 0));
    const int code = library.sd_bus_start(bus);
    if (code >= 0) return connection;
    if (code != -EAGAIN) return fail(cannot_connect(os::errno_text(-code)));
    // The socket's queue is full, as that of a stopped bus soon is.
    if (remaining(deadline) == 0) return fail(session_bus_is_silent());
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

Result<void> SessionBus::wait_until_ready() const {
  while (library_->sd_bus_is_ready(connection_.get()) <= 0) {
    int code = library_->sd_bus_process(connection_.get(), nullptr);
    if (code == 0) {
      const auto time = remaining(deadline_);
      if (time == 0) return fail(session_bus_is_silent());
      code = library_->sd_bus_wait(connection_.get(), time);
    }
    if (code < 0 && code != -EINTR) return fail(cannot_connect(os::errno_text(-code)));
  }
  return {};
}

BusMessage SessionBus::message(const char* service, const std::string& path, const char* interface,
                               const char* method) const {
  sd_bus_message* call = nullptr;
  check_sd_bus(library_->sd_bus_message_new_method_call(connection_.get(), &call, service,
                                                        path.c_str(), interface, method));
  return {*library_, call};
}

BusResult SessionBus::call(const BusMessage& message, const char* signature) const {
  const auto time = remaining(deadline_);
  if (time == 0) return tl::unexpected(BusFailure{});  // to sd-bus 0 means 25 seconds
  sd_bus_error error{};
  sd_bus_message* reply = nullptr;
  const int code = library_->sd_bus_call(connection_.get(), message.get(), time, &error, &reply);
  if (code < 0) {
    const bool is_open = library_->sd_bus_is_open(connection_.get()) > 0;
    auto failure = failure_of(code, error, is_open);
    library_->sd_bus_error_free(&error);
    return tl::unexpected(std::move(failure));
  }
  BusMessage owned(*library_, reply);
  if (!owned.has_signature(signature)) {
    return tl::unexpected(BusFailure{.cause = BusFailure::Cause::malformed});
  }
  return owned;
}

Result<std::string> session_bus_address(const os::Environment& environment) {
  if (const auto given = environment.get_nonempty(kVariable)) {
    std::string address(*given);
    TRY_VOID(check_transports(address));
    return address;
  }
  const std::filesystem::path folder(environment.get("XDG_RUNTIME_DIR").value_or(""));
  std::error_code ignored;
  if (!folder.is_absolute() || !std::filesystem::is_socket(folder / "bus", ignored)) {
    return fail(no_session_bus());
  }
  return "unix:path=" + percent_encode((folder / "bus").native());
}

}  // namespace entra_auth::secrets
