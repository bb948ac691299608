// SPDX-License-Identifier: MIT
#include "oauth/client_authentication.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "oauth/tokens/jwt.hpp"
#include "support/fake_clock.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace entra_auth;

namespace {

constexpr const char* kAudience = "https://login.example/tenant/oauth2/v2.0/token";

std::map<std::string, std::string> fields(const oauth::Client& client) {
  Form form;
  REQUIRE(oauth::add_client_authentication(client, test::FakeClock(), form));
  std::map<std::string, std::string> result;
  for (const auto& field : form) {
    CHECK(result.emplace(field.name, std::string(field.value.expose())).second);
  }
  return result;
}

oauth::Client client_with(oauth::ClientAuthentication authentication) {
  return {.client_id = "client-1",
          .authentication = std::move(authentication),
          .assertion_audience = kAudience};
}

oauth::CertificateKey certificate(crypto::Algorithm algorithm, bool send_x5c) {
  return {.certificate = {.key = crypto::PrivateKey::generate_rsa(2048),
                          .chain = {"leaf der", "issuer der"},
                          .subject = "CN=test"},
          .algorithm = algorithm,
          .send_x5c = send_x5c};
}

std::set<std::string> names(const Json& object) {
  std::set<std::string> result;
  for (const auto& [name, value] : object.items()) result.insert(name);
  return result;
}

}  // namespace

TEST_CASE("client_secret_post: the secret is posted with the client id") {
  const auto client = client_with(oauth::ClientSecret{.value = Secret("s~+&%=")});
  CHECK(fields(client) ==
        std::map<std::string, std::string>{{"client_id", "client-1"}, {"client_secret", "s~+&%="}});
  CHECK(oauth::client_authentication_headers(client).empty());
}

TEST_CASE("client_secret_basic: id and secret are form-encoded in the header and not in the form") {
  auto client = client_with(oauth::ClientSecret{
      .value = Secret("p:/ß"), .transmission = SecretTransmission::client_secret_basic});
  client.client_id = "id:1";
  CHECK(fields(client).empty());
  const auto headers = oauth::client_authentication_headers(client);
  REQUIRE(headers.size() == 1);
  CHECK(headers[0].name == "Authorization");
  CHECK(headers[0].value.expose() == "Basic " + base64_encode("id%3A1:p%3A%2F%C3%9F"));
}

TEST_CASE("public client: only the client id is sent") {
  CHECK(fields(client_with({})) == std::map<std::string, std::string>{{"client_id", "client-1"}});
}

TEST_CASE("certificate assertion: has exactly the documented header and claims") {
  const auto key = certificate(crypto::Algorithm::ps256, false);
  const auto form = fields(client_with(key));
  CHECK(form.at("client_assertion_type") ==
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  const auto jwt = oauth::decode_jwt(form.at("client_assertion"));
  REQUIRE(jwt);
  CHECK(names(jwt->header) == std::set<std::string>{"alg", "typ", "x5t#S256"});
  CHECK(jwt->header["alg"] == "PS256");
  CHECK(jwt->header["x5t#S256"] == key.certificate.x5t_s256());
  CHECK(names(jwt->claims) ==
        std::set<std::string>{"aud", "iss", "sub", "jti", "nbf", "iat", "exp"});
  CHECK(jwt->claims["aud"] == kAudience);
  CHECK(jwt->claims["iss"] == "client-1");
  CHECK(jwt->claims["sub"] == "client-1");
  const auto now = test::FakeClock().now().time_since_epoch().count();
  CHECK(jwt->claims["iat"] == now);
  CHECK(jwt->claims["nbf"] == now);
  CHECK(jwt->claims["exp"] == now + 600);
  CHECK(oauth::verify_jwt(*jwt, key.certificate.key.public_key(), crypto::Algorithm::ps256));
}

TEST_CASE(
    "certificate assertion: RS256 has x5t, and x5c on request as an array of standard base64") {
  const auto key = certificate(crypto::Algorithm::rs256, true);
  const auto jwt = oauth::decode_jwt(fields(client_with(key)).at("client_assertion"));
  REQUIRE(jwt);
  CHECK(names(jwt->header) == std::set<std::string>{"alg", "typ", "x5t", "x5c"});
  CHECK(jwt->header["x5t"] == key.certificate.x5t());
  CHECK(jwt->header["x5c"] ==
        Json::array({base64_encode("leaf der"), base64_encode("issuer der")}));
  CHECK(oauth::verify_jwt(*jwt, key.certificate.key.public_key(), crypto::Algorithm::rs256));
}

TEST_CASE("JWK assertion: the header names the kid") {
  const auto key = crypto::PrivateKey::generate_rsa(2048);
  const auto client =
      client_with(oauth::JwkKey{.key = key, .kid = "kid-1", .algorithm = crypto::Algorithm::rs256});
  const auto jwt = oauth::decode_jwt(fields(client).at("client_assertion"));
  REQUIRE(jwt);
  CHECK(names(jwt->header) == std::set<std::string>{"alg", "typ", "kid"});
  CHECK(jwt->header["kid"] == "kid-1");
  CHECK(oauth::verify_jwt(*jwt, key.public_key(), crypto::Algorithm::rs256));
}

TEST_CASE("client assertion: each has its own jti") {
  const auto client = client_with(oauth::JwkKey{.key = crypto::PrivateKey::generate_rsa(2048),
                                                .kid = "k",
                                                .algorithm = crypto::Algorithm::ps256});
  std::set<std::string> seen;
  for (int i = 0; i < 5; ++i) {
    const auto jwt = oauth::decode_jwt(fields(client).at("client_assertion"));
    seen.insert(jwt->claims["jti"].get<std::string>());
  }
  CHECK(seen.size() == 5);
}

TEST_CASE(
    "federated assertion: is fetched for each attempt, and a failure to fetch it is returned") {
  int fetched = 0;
  const auto client = client_with(oauth::FederatedAssertion{
      [&] { return Result<Secret>(Secret("assertion-" + std::to_string(++fetched))); }});
  CHECK(fields(client).at("client_assertion") == "assertion-1");
  CHECK(fields(client).at("client_assertion") == "assertion-2");
  const auto failing = client_with(oauth::FederatedAssertion{
      [] { return Result<Secret>(fail(ErrorKind::secret_unavailable, "gone")); }});
  Form form;
  const auto added = oauth::add_client_authentication(failing, test::FakeClock(), form);
  REQUIRE_FALSE(added);
  CHECK(added.error().kind == ErrorKind::secret_unavailable);
}
