// SPDX-License-Identifier: MIT
// What all endpoints share, and the way of a request through it.
#pragma once

#include "sandbox/entra/terms/device_codes.hpp"
#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/http/message.hpp"
#include "sandbox/jwt.hpp"
#include "sandbox/state/bounded_map.hpp"
#include "sandbox/state/directory.hpp"
#include "sandbox/state/faults.hpp"
#include "sandbox/state/journal.hpp"
#include "sandbox/state/maskinporten_client.hpp"
#include "sandbox/state/platform_keys.hpp"
#include "sandbox/state/policies.hpp"
#include "sandbox/state/settings.hpp"
#include "sandbox/state/sidecar_cache.hpp"
#include "sandbox/state/tenant.hpp"
#include <entra_auth/clock.hpp>

#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// `tenant` and `base_url` do not change once requests are answered; the rest is safe to use from
/// many threads.
struct Sandbox {
  std::string base_url;
  Settings settings;
  SigningKey signing_key = SigningKey::generate();
  ClientKey client_key{};
  PlatformSecrets platform_secrets = PlatformSecrets::generate();
  Tenant tenant{};
  AuthorizationCodes authorization_codes{};
  DeviceCodes device_codes{};
  RefreshTokens refresh_tokens{};
  Policies policies{};
  BrowserSessions browser_sessions{};
  MaskinportenClients maskinporten_clients{};
  UsedGrants used_grants{};
  Directory directory{};
  CurrentArcKey arc_key{};
  SidecarCache sidecar_cache{};
  Journal journal{};
  Faults faults{};
  bool log = true;
};

/// One kind of URL. Counters and faults call it by its name.
struct Endpoint {
  std::string_view name;
  bool (*matches)(std::string_view path);
  Reply (*answer)(Sandbox& sandbox, const Request& request);
  /// What the real server would remember of a request whose answer a fault replaces.
  void (*remember)(Sandbox& sandbox, const Request& request) = nullptr;
};

/// All that the sandbox serves, but for its control endpoints. A new one is added here.
[[nodiscard]] std::span<const Endpoint> endpoints();

/// Journal, faults, answer, log: in this order, for every request.
[[nodiscard]] Reply handle(Sandbox& sandbox, const Request& request);

[[nodiscard]] Timestamp now();

}  // namespace entra_auth::sandbox
