// SPDX-License-Identifier: MIT
// A private session bus and gnome-keyring for a test: the real programs, in a temporary folder,
// without services that the bus would start by itself.
#pragma once

#include "os/environment.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <sys/types.h>

#include <csignal>
#include <string>
#include <vector>

namespace entra_auth::test {

/// A program that is killed with this object, or with the test.
class Daemon {
 public:
  /// argv[0] is a path; `in` is its standard input.
  Daemon(std::vector<std::string> argv, std::vector<std::string> env, const std::string& in = "");
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  void stop() const { ::kill(pid_, SIGSTOP); }
  void resume() const { ::kill(pid_, SIGCONT); }

 private:
  pid_t pid_;
};

/// dbus-daemon, which listens on a socket in `folder()`. The constructor throws if it does not
/// start.
class PrivateBus {
 public:
  PrivateBus();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path socket() const { return folder_ / "bus"; }
  [[nodiscard]] std::string address() const { return "unix:path=" + socket().native(); }
  /// For programs that use this bus, and nothing else of this machine's desktop.
  [[nodiscard]] std::vector<std::string> entries() const;
  [[nodiscard]] os::Environment environment() const { return os::Environment(entries()); }
  [[nodiscard]] const Daemon& daemon() const { return daemon_; }

  /// Runs a program of /usr/bin on this bus and returns what it printed; throws if it fails.
  std::string run(std::vector<std::string> argv, const std::string& in = "") const;

 private:
  TempDir folder_;
  Daemon daemon_;
};

enum class Start { unlocked, without_password, replacing };

/// gnome-keyring-daemon on that bus, with its files in the bus's folder: a second one finds what
/// the first one has written. Started `without_password` it has a locked collection, or none if
/// there was none. The constructor throws if it does not start.
class PrivateKeyring {
 public:
  explicit PrivateKeyring(const PrivateBus& bus, Start start = Start::unlocked);

  [[nodiscard]] const Daemon& daemon() const { return daemon_; }
  void lock() const;

 private:
  const PrivateBus& bus_;
  Daemon daemon_;
};

}  // namespace entra_auth::test
