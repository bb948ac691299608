// SPDX-License-Identifier: MIT
// An application whose users sign in, and a browser, for the tests of the user grants.
#pragma once

#include "sandbox/token_client.hpp"

#include <map>
#include <string>

namespace entra_auth::test {

inline constexpr const char* kTenant = "contoso.onmicrosoft.com";
inline constexpr const char* kAda = "ada@contoso.onmicrosoft.com";
inline constexpr const char* kBob = "bob@contoso.onmicrosoft.com";
inline constexpr const char* kAdaId = "ada00000-0000-4000-8000-000000000001";
inline constexpr const char* kConfidential = "00000000-0000-0000-0000-000000000001";
inline constexpr const char* kPublic = "00000000-0000-0000-0000-000000000003";
inline constexpr const char* kSandboxApi = "00000000-0000-0000-0000-0000000000a1";
inline constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A sign-in of the public client that the sandbox allows.
[[nodiscard]] Fields authorize_request();
/// The same of the confidential client.
[[nodiscard]] Fields web_authorize_request();

/// Does what a browser does: opens the page, or sends its form as that user.
[[nodiscard]] Response open_sign_in(const SandboxProcess& sandbox, const Fields& fields,
                                    const Fields& headers = {},
                                    const std::string& tenant = kTenant);
[[nodiscard]] Response choose_user(const SandboxProcess& sandbox, const Fields& fields,
                                   const std::string& username = kAda,
                                   const std::string& tenant = kTenant);

/// The parameters of a redirect to the application.
[[nodiscard]] std::map<std::string, std::string> callback_of(const Response& response);

/// The code of a sign-in that the sandbox allows.
[[nodiscard]] std::string sign_in(const SandboxProcess& sandbox,
                                  const Fields& fields = authorize_request(),
                                  const std::string& username = kAda);

/// Requests that redeem a code of `authorize_request` and of `web_authorize_request`.
[[nodiscard]] Fields code_request(const std::string& code);
[[nodiscard]] Fields web_code_request(const std::string& code);

/// A request of the public client that redeems a refresh token.
[[nodiscard]] Fields refresh_request(const std::string& token);
/// A request of the confidential client, the middle tier, on behalf of the user of `incoming`.
[[nodiscard]] Fields behalf_request(const std::string& incoming);
/// A request of the public client for codes of a device, and one that polls for its tokens.
[[nodiscard]] Fields device_request();
[[nodiscard]] Fields poll_request(const Json& codes);

/// The token response after a sign-in with these scopes.
[[nodiscard]] Json tokens_for(const SandboxProcess& sandbox, const std::string& scope,
                              const std::string& username = kAda);

/// The claims of a token in the response.
[[nodiscard]] Json claims_in(const Json& response, const std::string& name = "access_token");

/// Registers a client with these members.
void register_client(const SandboxProcess& sandbox, const std::string& id,
                     const OrderedJson& members);

}  // namespace entra_auth::test
