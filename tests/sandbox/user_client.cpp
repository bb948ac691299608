// SPDX-License-Identifier: MIT
#include "sandbox/user_client.hpp"

#include "base/encoding.hpp"
#include "base/form.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"

#include <catch2/catch.hpp>

namespace entra_auth::test {
namespace {

std::string authorize_path(const std::string& tenant) {
  return "/" + tenant + "/oauth2/v2.0/authorize";
}

}  // namespace

Fields authorize_request() {
  return {{"client_id", kPublic},
          {"response_type", "code"},
          {"redirect_uri", "http://localhost:8400"},
          {"scope", "openid profile offline_access api://sandbox-api/data.read"},
          {"state", "a state"},
          {"code_challenge", base64url_encode(crypto::sha256(kVerifier))},
          {"code_challenge_method", "S256"}};
}

Fields web_authorize_request() {
  return with(with(authorize_request(), "client_id", kConfidential), "redirect_uri",
              "http://localhost/web");
}

Response open_sign_in(const SandboxProcess& sandbox, const Fields& fields, const Fields& headers,
                      const std::string& tenant) {
  return send(sandbox, "GET", authorize_path(tenant) + "?" + encode_form(fields), headers);
}

Response choose_user(const SandboxProcess& sandbox, const Fields& fields,
                     const std::string& username, const std::string& tenant) {
  return post_form(sandbox, authorize_path(tenant), with(fields, "username", username));
}

std::map<std::string, std::string> callback_of(const Response& response) {
  REQUIRE(response.status == 302);
  const auto location = response.headers.at("location");
  std::map<std::string, std::string> parameters;
  for (const auto& pair : split(location.substr(location.find('?') + 1), "&")) {
    const auto equals = pair.find('=');
    const auto value = form_decode(pair.substr(equals + 1));
    REQUIRE(value.has_value());
    parameters[pair.substr(0, equals)] = *value;
  }
  return parameters;
}

std::string sign_in(const SandboxProcess& sandbox, const Fields& fields,
                    const std::string& username) {
  const auto callback = callback_of(choose_user(sandbox, fields, username));
  REQUIRE(callback.count("code") == 1);
  return callback.at("code");
}

Fields code_request(const std::string& code) {
  return {{"grant_type", "authorization_code"},
          {"client_id", kPublic},
          {"code", code},
          {"redirect_uri", "http://localhost:8400"},
          {"code_verifier", kVerifier}};
}

Fields web_code_request(const std::string& code) {
  return {{"grant_type", "authorization_code"},     {"client_id", kConfidential},
          {"client_secret", "p+ss &w%rd=~1"},       {"code", code},
          {"redirect_uri", "http://localhost/web"}, {"code_verifier", kVerifier}};
}

Fields refresh_request(const std::string& token) {
  return {{"grant_type", "refresh_token"}, {"client_id", kPublic}, {"refresh_token", token}};
}

Fields behalf_request(const std::string& incoming) {
  return {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
          {"client_id", kConfidential},
          {"client_secret", "p+ss &w%rd=~1"},
          {"requested_token_use", "on_behalf_of"},
          {"assertion", incoming},
          {"scope", "api://sandbox-api/data.read"}};
}

Fields device_request() {
  return {{"client_id", kPublic}, {"scope", "openid offline_access api://sandbox-api/data.read"}};
}

Fields poll_request(const Json& codes) {
  return {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
          {"client_id", kPublic},
          {"device_code", codes.at("device_code").get<std::string>()}};
}

Json tokens_for(const SandboxProcess& sandbox, const std::string& scope,
                const std::string& username) {
  const auto response = post_token(
      sandbox, code_request(sign_in(sandbox, with(authorize_request(), "scope", scope), username)));
  REQUIRE(response.status == 200);
  return response.body;
}

Json claims_in(const Json& response, const std::string& name) {
  return claims_of(response.at(name).get<std::string>());
}

void register_client(const SandboxProcess& sandbox, const std::string& id,
                     const OrderedJson& members) {
  Json client{{"client_id", id}, {"note", id}};
  client.update(Json(members));
  sandbox.register_client(client);
}

}  // namespace entra_auth::test
