// SPDX-License-Identifier: MIT
// An application beside the token sidecar, for the tests of its endpoints.
#pragma once

#include "sandbox/token_client.hpp"

#include <string>

namespace entra_auth::test {

inline constexpr const char* kSidecarToken = "/texas/api/v1/token";
inline constexpr const char* kSidecarExchange = "/texas/api/v1/token/exchange";
inline constexpr const char* kSidecarIntrospection = "/texas/api/v1/introspect";

/// A JSON request to the sidecar.
[[nodiscard]] inline Response ask_sidecar(const SandboxProcess& sandbox, const std::string& path,
                                          const OrderedJson& body, const Fields& headers = {}) {
  return send_json(sandbox, "POST", path, body, headers);
}

/// A request for a token of the application itself that the sidecar grants, with more members.
[[nodiscard]] OrderedJson entra_request(const OrderedJson& more = OrderedJson::object());
[[nodiscard]] OrderedJson maskinporten_request(const OrderedJson& more = OrderedJson::object());

/// A token of POST /sandbox/user-tokens.
[[nodiscard]] inline std::string user_token(const SandboxProcess& sandbox,
                                            const OrderedJson& members = OrderedJson::object()) {
  return sandbox.user_token(members);
}

/// True if the response is an error in the form of the sidecar, with this status and `error`.
[[nodiscard]] bool is_refused(const Response& response, int status, const std::string& error);

}  // namespace entra_auth::test
