// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include <sys/types.h>

#include <string>
#include <vector>

namespace entra_auth::test {

/// A running entra-auth-sandbox with a port of its own. Every function throws std::runtime_error if
/// the sandbox fails. The destructor ends and reaps it, and it dies with the thread that created
/// it.
class SandboxProcess {
 public:
  /// `executable` is ENTRA_AUTH_SANDBOX; `arguments` come after `--port 0 --quiet`. Returns when
  /// the sandbox accepts connections.
  explicit SandboxProcess(const std::string& executable, std::vector<std::string> arguments = {});
  ~SandboxProcess();
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

  /// The line of JSON that it printed: docs/sandbox.md.
  [[nodiscard]] const nlohmann::json& endpoints() const { return endpoints_; }
  /// One string of that line: base_url, authority, tenant_id, client_id, client_secret, scope,
  /// token_endpoint, metadata, jwks_uri, api, graph, control.
  [[nodiscard]] std::string operator[](const std::string& name) const;
  /// The built-in client with that note: see docs/sandbox.md.
  [[nodiscard]] nlohmann::json client(const std::string& note) const;

  /// Forgets requests and counters, faults, changed settings and policies; clients stay.
  void reset() const;
  void fault(const nlohmann::json& fault) const;
  void clear_faults() const;
  void settings(const nlohmann::json& settings) const;
  void register_client(const nlohmann::json& client) const;
  void register_maskinporten_client(const nlohmann::json& client) const;
  /// An access token of a user: docs/sandbox.md, "Control".
  [[nodiscard]] std::string user_token(
      const nlohmann::json& wishes = nlohmann::json::object()) const;
  /// Replaces the policies: an array.
  void policies(const nlohmann::json& policies) const;
  /// Does what a user would do on the page that asks for a device's user code.
  void approve_device(const std::string& user_code, const std::string& username) const;
  void decline_device(const std::string& user_code) const;
  /// Those of one user, or all if none is named.
  void revoke_refresh_tokens(const std::string& username = {}) const;
  /// The file that Azure Arc's agent names, and its content.
  void arc_challenge(const std::string& file, const std::string& key) const;
  /// The variables that the platform of that name injects, pointing at this sandbox.
  [[nodiscard]] nlohmann::json environment(const std::string& platform) const;
  /// Everything in Microsoft Graph: `applications` and `service_principals`.
  [[nodiscard]] nlohmann::json directory() const;
  /// What was received outside /sandbox/ since the last reset, oldest first.
  [[nodiscard]] nlohmann::json requests() const;
  [[nodiscard]] nlohmann::json counters() const;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Ends it with SIGTERM and returns its exit status (128 + n if signal n ended it).
  int stop();

 private:
  nlohmann::json control(const std::string& method, const std::string& path,
                         const nlohmann::json& body = nullptr) const;

  pid_t pid_ = -1;
  int stdout_ = -1;
  nlohmann::json endpoints_;
};

}  // namespace entra_auth::test
