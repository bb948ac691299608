// SPDX-License-Identifier: MIT
// The state that all endpoints share.
#pragma once

#include "sandbox/entra/terms/device_codes.hpp"
#include "sandbox/entra/terms/issued_grants.hpp"
#include "sandbox/http/message.hpp"
#include "sandbox/jwt.hpp"
#include "sandbox/state/directory.hpp"
#include "sandbox/state/faults.hpp"
#include "sandbox/state/journal.hpp"
#include "sandbox/state/maskinporten_client.hpp"
#include "sandbox/state/platforms.hpp"
#include "sandbox/state/policies.hpp"
#include "sandbox/state/settings.hpp"
#include "sandbox/state/tenant.hpp"

#include <string>

namespace entra_auth::sandbox {

/// `tenant` and `base_url` must not change once requests are handled. The rest may be used from
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

}  // namespace entra_auth::sandbox
