// SPDX-License-Identifier: MIT
// Device authorization grant (RFC 8628): the user signs in with a browser on any machine.
#pragma once

#include "oauth/client_request.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/secret.hpp>

#include <chrono>
#include <string>

namespace entra_auth::oauth {

/// What the user needs to know, and how to poll. All texts come from the server.
struct DeviceAuthorization {
  Secret device_code;
  std::string user_code;
  std::string verification_uri;           // http or https
  std::string verification_uri_complete;  // the same with the code in it; Entra sends none
  std::string message;                    // Entra's sentence with both; may be empty
  Deadline expires_at{};
  std::chrono::seconds interval{5};  // 1..60 between two polls
};

/// One request to the device authorization endpoint (section 3.1): `request` with its
/// `token_endpoint` replaced by `endpoint`. Fails with `network` for a response without a code or
/// an address.
[[nodiscard]] Result<DeviceAuthorization> request_device_authorization(const ClientRequest& request,
                                                                       const std::string& endpoint,
                                                                       Transport& transport,
                                                                       const Clock& clock,
                                                                       Deadline deadline);

struct DeviceCode : ClientRequest {
  DeviceAuthorization authorization{};
};

/// Polls the token endpoint every `interval` until the user has signed in. The interval grows by
/// five seconds after each `slow_down`, and doubles after each network failure until a response
/// comes (section 3.5). Fails with `timeout` at `expires_at`, at the deadline, and if the server
/// says that the code has expired; with `server_refused` if the user has declined.
[[nodiscard]] Result<TokenSet> acquire(const DeviceCode& grant, Transport& transport, Clock& clock,
                                       Deadline deadline);

}  // namespace entra_auth::oauth
