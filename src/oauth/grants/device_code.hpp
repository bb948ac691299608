// SPDX-License-Identifier: MIT
// Device authorization grant (RFC 8628): the person signs in with a browser on any machine.
#pragma once

#include "oauth/client_request.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/secret.hpp>

#include <chrono>
#include <string>

namespace entra_auth::oauth {

/// What a person needs to know, and how to ask whether it was done. All texts are the server's.
struct DeviceAuthorization {
  Secret device_code;
  std::string user_code;
  std::string verification_uri;           // http or https
  std::string verification_uri_complete;  // the same with the code in it; Entra sends none
  std::string message;                    // Entra's sentence with both; may be empty
  Deadline expires_at{};
  std::chrono::seconds interval{5};  // 1..60 between two questions
};

/// One request to the device authorization endpoint (section 3.1): `request` with its
/// `token_endpoint` replaced by `endpoint`. Kind `network` for an answer without code or address.
[[nodiscard]] Result<DeviceAuthorization> request_device_authorization(const ClientRequest& request,
                                                                       const std::string& endpoint,
                                                                       Transport& transport,
                                                                       const Clock& clock,
                                                                       Deadline deadline);

struct DeviceCode : ClientRequest {
  DeviceAuthorization authorization{};
};

/// Asks the token endpoint every `interval` until the person is done: five seconds more for good
/// after each `slow_down`, twice as long after each failure of the network until an answer comes
/// (section 3.5). Kind `timeout` at `expires_at`, at the deadline and where the server says that
/// the code has expired; `server_refused` where the person has declined.
[[nodiscard]] Result<TokenSet> acquire(const DeviceCode& grant, Transport& transport, Clock& clock,
                                       Deadline deadline);

}  // namespace entra_auth::oauth
