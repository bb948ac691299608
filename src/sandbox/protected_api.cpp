// SPDX-License-Identifier: MIT
// /api/...: an API that checks its tokens, as docs/sandbox.md describes.
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/issued_tokens.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

/// A refusal as RFC 6750 section 3 defines it.
Reply refuse_token(int status, std::string_view error, std::string_view description) {
  std::string challenge = "Bearer realm=\"sandbox\"";
  if (!error.empty()) {
    challenge.append(", error=\"").append(error).append("\"");
    challenge.append(", error_description=\"").append(description).append("\"");
  }
  auto reply = json_reply(status, {{"error", error}, {"error_description", description}});
  reply.headers.emplace_back("WWW-Authenticate", std::move(challenge));
  return reply;
}

/// What is wrong with the token. Empty if nothing is.
std::string_view find_fault(const Sandbox& sandbox, const oauth::DecodedJwt& jwt) {
  const auto& claims = jwt.claims;
  if (!is_signed_by(sandbox.signing_key, jwt)) return "The signature is invalid";
  if (string_or(claims, "iss") != issuer(sandbox)) return "The issuer is invalid";
  if (string_or(claims, "aud") != sandbox.tenant.resources.front().app_id) {
    return "The audience is invalid";
  }
  if (!has_come(claims, "nbf")) return "The token is not valid yet";
  if (is_expired(claims)) return "The token is expired";
  return {};
}

/// An application needs the role, a user the scope for the method.
bool is_allowed(const Json& claims, std::string_view method) {
  const auto roles = claims.value("roles", Json::array());
  if (std::ranges::find(roles, Json(kApiRole)) != roles.end()) return true;
  const auto scopes = split(string_or(claims, "scp"), " ");
  return std::ranges::find(scopes, method == "POST" ? "data.write" : "data.read") != scopes.end();
}

Reply answer_api(Sandbox& sandbox, const Request& request) {
  const auto header = request.header("authorization");
  if (!header) return refuse_token(401, {}, {});
  const auto token = bearer_token(*header);
  if (!token) return refuse_token(401, "invalid_request", "The header is not a Bearer header");
  const auto jwt = oauth::decode_jwt(*token);
  if (!jwt) return refuse_token(401, "invalid_token", "The token is not a JWT");
  if (const auto fault = find_fault(sandbox, *jwt); !fault.empty()) {
    return refuse_token(401, "invalid_token", fault);
  }
  if (!is_allowed(jwt->claims, request.method)) {
    return refuse_token(403, "insufficient_scope",
                        "The role access_as_application or the scope data.read (POST: data.write) "
                        "is missing");
  }
  if (request.method != "GET" && request.method != "POST") {
    return method_not_allowed_reply();
  }
  return json_reply(request.method == "POST" ? 201 : 200,
                    {{"ok", true},
                     {"method", request.method},
                     {"path", request.path},
                     {"client_id", string_or(jwt->claims, "azp")},
                     {"token_id", string_or(jwt->claims, "uti")},
                     {"username", string_or(jwt->claims, "preferred_username")},
                     {"scp", string_or(jwt->claims, "scp")},
                     {"roles", jwt->claims.value("roles", Json::array())}});
}

}  // namespace

constinit const Endpoint kProtectedApi{
    "api", [](std::string_view path) { return path == "/api" || path.starts_with("/api/"); },
    answer_api};

}  // namespace entra_auth::sandbox
