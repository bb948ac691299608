// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/private_bus.hpp"

#include <dbus/dbus.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace entra_auth::test {

/// A Secret Service with scripted replies, valid or not: by default an unlocked collection with one
/// item, whose secret is "fake".
class FakeSecretService {
 public:
  /// Makes the reply to a call; null: never replies.
  using Answer = std::function<DBusMessage*(DBusMessage* call)>;

  /// `answers` by method ("GetSecret"), or by property ("Get Locked"), replace the usual ones.
  FakeSecretService(const PrivateBus& bus, std::map<std::string, Answer> answers);
  ~FakeSecretService();
  FakeSecretService(const FakeSecretService&) = delete;
  FakeSecretService& operator=(const FakeSecretService&) = delete;

  /// The methods and properties that were called so far, in order.
  [[nodiscard]] std::vector<std::string> calls() const;

 private:
  void serve();

  DBusConnection* connection_;
  std::map<std::string, Answer> answers_;
  std::vector<std::string> calls_;
  mutable std::mutex mutex_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

/// Answers with these arguments, each of which appends itself.
using Argument = std::function<void(DBusMessageIter* arguments)>;
[[nodiscard]] FakeSecretService::Answer answering_with(std::vector<Argument> arguments);
[[nodiscard]] FakeSecretService::Answer refusing_with(std::string error_name);

[[nodiscard]] Argument a_text(std::string text);
[[nodiscard]] Argument a_path(std::string path);
[[nodiscard]] Argument paths(std::vector<std::string> list);
[[nodiscard]] Argument a_number(dbus_uint32_t number);
/// A variant that holds it; `signature` is that of the argument.
[[nodiscard]] Argument a_variant(std::string signature, Argument argument);
[[nodiscard]] Argument a_boolean(bool value);
/// The structure that GetSecret gives.
[[nodiscard]] Argument a_secret(std::string bytes);

}  // namespace entra_auth::test
