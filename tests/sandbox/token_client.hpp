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

/// One sandbox for all test cases of a process, reset at every call.
SandboxProcess& fresh_sandbox();

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  int status = 0;
  std::string text;
  Json body;  // null where the text is no JSON
  std::map<std::string, std::string> headers;

  /// The AADSTS number of an error answer, 0 for none. Checks the members that all of them have.
  [[nodiscard]] int code() const;
  [[nodiscard]] std::string error() const { return string_or(body, "error"); }
};

/// Sends a request; status 0 where the connection ended without an answer.
[[nodiscard]] Answer send(const SandboxProcess& sandbox, const std::string& method,
                          const std::string& path, const Fields& headers = {},
                          const std::string& body = {});

/// Sends JSON.
[[nodiscard]] Answer send_json(const SandboxProcess& sandbox, const std::string& method,
                               const std::string& path, const OrderedJson& json,
                               const Fields& headers = {});

/// Sends a form.
[[nodiscard]] Answer post_form(const SandboxProcess& sandbox, const std::string& path,
                               const Fields& fields, const Fields& headers = {});

[[nodiscard]] std::string encode_form(const Fields& fields);

[[nodiscard]] Answer post_token(const SandboxProcess& sandbox, const Fields& fields,
                                const Fields& headers = {},
                                const std::string& tenant = "contoso.onmicrosoft.com");

/// The variables of GET /sandbox/environment/NAME.
[[nodiscard]] Json environment(const SandboxProcess& sandbox, const std::string& name);

/// A URL of the sandbox without its base URL.
[[nodiscard]] std::string path_of(const SandboxProcess& sandbox, const Json& url);

/// A request that the sandbox grants, and the same with one field changed, added or (empty)
/// removed.
[[nodiscard]] Fields good_request();
[[nodiscard]] Fields with(Fields fields, const std::string& name, const std::string& value);

/// A request that authenticates `client_id` with an assertion.
[[nodiscard]] Fields assertion_request(const std::string& client_id, const std::string& assertion);

/// Signs whatever it is told to, right or wrong.
[[nodiscard]] std::string sign_jwt(OrderedJson header, const OrderedJson& claims,
                                   const crypto::PrivateKey& key,
                                   crypto::Algorithm algorithm = crypto::Algorithm::rs256);

/// The claims of a token, whatever signed it.
[[nodiscard]] Json claims_of(const std::string& token);

/// One key for all test cases of a process: making one takes its time.
[[nodiscard]] const crypto::PrivateKey& test_key();
/// Its public half as a JWK of that kid.
[[nodiscard]] OrderedJson test_jwk(const std::string& kid);

[[nodiscard]] long long unix_time();

}  // namespace entra_auth::test
