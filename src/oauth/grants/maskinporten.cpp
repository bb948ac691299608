// SPDX-License-Identifier: MIT
#include "oauth/grants/maskinporten.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "oauth/authority.hpp"
#include "oauth/token_endpoint.hpp"
#include "oauth/tokens/jwt.hpp"
#include "os/random.hpp"

namespace entra_auth::oauth {
namespace {

constexpr const char* kJwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// At most 120 s are allowed; the rest is for clocks that run ahead of Maskinporten's.
constexpr std::chrono::seconds kAssertionLifetime{100};
/// `iat` may be ten seconds ahead; the Date header is exact to one.
constexpr std::chrono::seconds kClockTolerance{5};

/// Only the documented claims: Maskinporten refuses any other, even `sub`.
Result<OrderedJson> assertion_claims(const Maskinporten& grant, const Clock& clock) {
  const auto now = clock.now().time_since_epoch().count();
  OrderedJson claims = {{"aud", grant.issuer},
                        {"iss", grant.client_id},
                        {"scope", scope_parameter(grant.scopes)},
                        {"iat", now},
                        {"exp", now + kAssertionLifetime.count()},
                        {"jti", os::random_uuid()}};
  if (!grant.resource.empty()) {
    claims["resource"] = grant.resource_as_array ? OrderedJson::array({grant.resource})
                                                 : OrderedJson(grant.resource);
  }
  if (!grant.consumer_org.empty()) claims["consumer_org"] = grant.consumer_org;
  if (!grant.authorization_details.empty()) {
    TRY(claims["authorization_details"], parse_ordered_json(grant.authorization_details));
  }
  return claims;
}

Result<Secret> make_assertion(const Maskinporten& grant, const Clock& clock) {
  TRY(const auto claims, assertion_claims(grant, clock));
  if (const auto* registered = std::get_if<JwkKey>(&grant.key)) {
    const OrderedJson header = {
        {"alg", crypto::name(registered->algorithm)}, {"typ", "JWT"}, {"kid", registered->kid}};
    return make_jwt(header, claims, registered->key, registered->algorithm);
  }
  const auto& enterprise = std::get<CertificateKey>(grant.key);
  OrderedJson header = {{"alg", crypto::name(enterprise.algorithm)}, {"typ", "JWT"}};
  for (const auto& der : enterprise.certificate.chain) {
    header["x5c"].push_back(base64_encode(der));
  }
  return make_jwt(header, claims, enterprise.certificate.key, enterprise.algorithm);
}

std::string describe_key(const Maskinporten& grant) {
  if (const auto* registered = std::get_if<JwkKey>(&grant.key)) {
    return "key_id (kid) " + for_terminal(registered->kid, 200);
  }
  const auto& certificate = std::get<CertificateKey>(grant.key).certificate;
  return "the certificate with thumbprint " + certificate.thumbprint() + " (" +
         for_terminal(certificate.subject, 200) + ")";
}

}  // namespace

Result<Token> acquire(const Maskinporten& grant, Transport& transport, const Clock& clock,
                      Deadline deadline) {
  TokenRequest request;
  request.http.url = grant.token_endpoint;
  request.http.make_form = [&]() -> Result<Form> {
    TRY(auto assertion, make_assertion(grant, clock));
    Form form;
    form.push_back({"grant_type", Secret(kJwtBearer)});
    form.push_back({"assertion", std::move(assertion)});
    return form;
  };
  request.http.deadline = deadline;
  request.requested_scope = scope_parameter(grant.scopes);
  request.clock_tolerance = kClockTolerance;
  auto tokens = post_token_request(transport, clock, request);
  if (tokens) return std::move(tokens->token);
  Error error = std::move(tokens).error();
  if (error.error == "invalid_grant" || error.error == "invalid_client" ||
      error.error == "invalid_request") {
    error.hints.push_back("the assertion names client " + for_terminal(grant.client_id, 200) +
                          ", audience " + grant.issuer + ", and is signed with " +
                          describe_key(grant));
  }
  return fail(std::move(error));
}

}  // namespace entra_auth::oauth
