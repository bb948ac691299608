// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/jwk.hpp"
#include "oauth/tokens/jwt.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

#include <algorithm>
#include <chrono>

namespace entra_auth::test {

SandboxProcess& fresh_sandbox() {
  static SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  sandbox.reset();
  return sandbox;
}

int Response::code() const {
  if (!body.is_object() || !body.contains("error_codes")) return 0;
  const int number = body.at("error_codes").at(0).get<int>();
  const auto description = body.at("error_description").get<std::string>();
  const auto trace_id = body.at("trace_id").get<std::string>();
  const auto correlation_id = body.at("correlation_id").get<std::string>();
  const auto timestamp = body.at("timestamp").get<std::string>();
  CHECK(description.starts_with("AADSTS" + std::to_string(number) + ": "));
  CHECK(description.ends_with(" Trace ID: " + trace_id + " Correlation ID: " + correlation_id +
                              " Timestamp: " + timestamp));
  CHECK(trace_id.size() == 36);
  CHECK(correlation_id.size() == 36);
  CHECK(timestamp.size() == 20);
  CHECK(timestamp[10] == ' ');
  CHECK(timestamp.ends_with("Z"));
  CHECK(string_or(body, "error_uri").ends_with("/error?code=" + std::to_string(number)));
  CHECK(status == (error() == "invalid_client" ? 401 : number == 900561 ? 405 : 400));
  return number;
}

Response send(const SandboxProcess& sandbox, const std::string& method, const std::string& path,
              const Fields& headers, const std::string& body) {
  httplib::Client client(sandbox["base_url"]);
  client.enable_server_certificate_verification(false);
  client.set_read_timeout(30);
  // Paths go out as they are.
  client.set_url_encode(false);
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  for (const auto& [name, value] : headers) request.set_header(name, value);
  const auto result = client.send(request);
  Response response;
  if (!result) return response;
  response.status = result->status;
  response.text = result->body;
  if (auto json = parse_json(result->body)) response.body = std::move(*json);
  for (const auto& [name, value] : result->headers) response.headers[to_lower(name)] = value;
  return response;
}

Response send_json(const SandboxProcess& sandbox, const std::string& method,
                   const std::string& path, const OrderedJson& json, const Fields& headers) {
  Fields all = headers;
  all.emplace_back("Content-Type", "application/json");
  return send(sandbox, method, path, all, json.dump());
}

Response post_form(const SandboxProcess& sandbox, const std::string& path, const Fields& fields,
                   const Fields& headers) {
  Fields all = headers;
  all.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return send(sandbox, "POST", path, all, encode_form(fields));
}

std::string encode_form(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    body += (body.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  }
  return body;
}

Response post_token(const SandboxProcess& sandbox, const Fields& fields, const Fields& headers,
                    const std::string& tenant) {
  return post_form(sandbox, "/" + tenant + "/oauth2/v2.0/token", fields, headers);
}

Json environment(const SandboxProcess& sandbox, const std::string& name) {
  const auto response = send(sandbox, "GET", "/sandbox/environment/" + name);
  REQUIRE(response.status == 200);
  return response.body;
}

std::string path_of(const SandboxProcess& sandbox, const Json& url) {
  const auto text = url.get<std::string>();
  const auto base = sandbox["base_url"];
  REQUIRE(text.starts_with(base));
  return text.substr(base.size());
}

Fields good_request() {
  return {{"grant_type", "client_credentials"},
          {"client_id", "00000000-0000-0000-0000-000000000001"},
          {"client_secret", "p+ss &w%rd=~1"},
          {"scope", "api://sandbox-api/.default"}};
}

Fields request_of(const SandboxProcess& sandbox, const std::string& note) {
  const auto client = sandbox.client(note);
  return with(with(good_request(), "client_id", client.at("client_id").get<std::string>()),
              "client_secret", client.at("client_secret").get<std::string>());
}

Fields with(Fields fields, const std::string& name, const std::string& value) {
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
  if (!value.empty()) fields.emplace_back(name, value);
  return fields;
}

Fields assertion_request(const std::string& client_id, const std::string& assertion) {
  return {{"grant_type", "client_credentials"},
          {"client_id", client_id},
          {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
          {"client_assertion", assertion},
          {"scope", "api://sandbox-api/.default"}};
}

std::string sign_jwt(OrderedJson header, const OrderedJson& claims, const crypto::PrivateKey& key,
                     crypto::Algorithm algorithm) {
  header["alg"] = crypto::name(algorithm);
  const auto jwt = oauth::make_jwt(header, claims, key, algorithm);
  REQUIRE(jwt.has_value());
  return std::string(jwt->expose());
}

std::string access_token(const Response& response) {
  REQUIRE(response.status == 200);
  return response.body.at("access_token").get<std::string>();
}

std::string forged(std::string token) {
  const auto signature = token.rfind('.') + 1;
  token[signature] = token[signature] == 'A' ? 'B' : 'A';
  return token;
}

Json claims_of(const std::string& token) {
  const auto jwt = oauth::decode_jwt(token);
  REQUIRE(jwt.has_value());
  return jwt->claims;
}

const crypto::PrivateKey& test_key() {
  static const auto key = crypto::PrivateKey::generate_rsa(2048);
  return key;
}

OrderedJson test_jwk(const std::string& kid) {
  auto jwk = crypto::to_public_jwk(test_key().public_key());
  jwk["kid"] = kid;
  return jwk;
}

long long unix_time() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace entra_auth::test
