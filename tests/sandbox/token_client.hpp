// SPDX-License-Identifier: MIT
// The client's side of the sandbox, for its tests.
#pragma once

#include "base/json.hpp"
#include "crypto/keys.hpp"
#include "support/sandbox_process.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::test {

/// The one sandbox of this process, reset at every call.
SandboxProcess& fresh_sandbox();

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Response {
  int status = 0;
  std::string text;
  Json body;  // null if the text is not JSON
  std::map<std::string, std::string> headers;

  /// The AADSTS number of an error response, or 0. Checks the members that all of them have.
  [[nodiscard]] int code() const;
  [[nodiscard]] std::string error() const { return string_or(body, "error"); }
};

/// Sends a request. Status 0 if the connection ended without a response.
[[nodiscard]] Response send(const SandboxProcess& sandbox, const std::string& method,
                            const std::string& path, const Fields& headers = {},
                            const std::string& body = {});

/// Sends JSON.
[[nodiscard]] Response send_json(const SandboxProcess& sandbox, const std::string& method,
                                 const std::string& path, const OrderedJson& json,
                                 const Fields& headers = {});

/// Sends a form.
[[nodiscard]] Response post_form(const SandboxProcess& sandbox, const std::string& path,
                                 const Fields& fields, const Fields& headers = {});

[[nodiscard]] std::string encode_form(const Fields& fields);

[[nodiscard]] Response post_token(const SandboxProcess& sandbox, const Fields& fields,
                                  const Fields& headers = {},
                                  const std::string& tenant = "contoso.onmicrosoft.com");

/// The variables of GET /sandbox/environment/NAME.
[[nodiscard]] Json environment(const SandboxProcess& sandbox, const std::string& name);

/// A URL of the sandbox without its base URL.
[[nodiscard]] std::string path_of(const SandboxProcess& sandbox, const Json& url);

/// A request that the sandbox grants.
[[nodiscard]] Fields good_request();
/// The same request by the built-in client with that note, with its secret.
[[nodiscard]] Fields request_of(const SandboxProcess& sandbox, const std::string& note);
/// The fields with one of them changed, added or (empty) removed.
[[nodiscard]] Fields with(Fields fields, const std::string& name, const std::string& value);

/// A request that authenticates `client_id` with an assertion.
[[nodiscard]] Fields assertion_request(const std::string& client_id, const std::string& assertion);

/// Signs any header and claims, valid or not.
[[nodiscard]] std::string sign_jwt(OrderedJson header, const OrderedJson& claims,
                                   const crypto::PrivateKey& key,
                                   crypto::Algorithm algorithm = crypto::Algorithm::rs256);

/// The access token of a successful response.
[[nodiscard]] std::string access_token(const Response& response);

/// The claims of a token. Verifies nothing.
[[nodiscard]] Json claims_of(const std::string& token);
[[nodiscard]] inline Json token_claims(const Response& response) {
  return claims_of(access_token(response));
}

/// The token with a wrong signature.
[[nodiscard]] std::string forged(std::string token);

[[nodiscard]] inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The one key of this process, because generating a key is slow.
[[nodiscard]] const crypto::PrivateKey& test_key();
/// Its public half as a JWK of that kid.
[[nodiscard]] OrderedJson test_jwk(const std::string& kid);

[[nodiscard]] long long unix_time();

}  // namespace entra_auth::test
