// SPDX-License-Identifier: MIT
#include "oauth/client_authentication.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/try.hpp"
#include "oauth/tokens/jwt.hpp"
#include "os/random.hpp"

#include <utility>

namespace entra_auth::oauth {
namespace {

constexpr std::chrono::minutes kAssertionLifetime{10};
constexpr const char* kJwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

bool is_pss(crypto::Algorithm algorithm) {
  return algorithm == crypto::Algorithm::ps256 || algorithm == crypto::Algorithm::ps384 ||
         algorithm == crypto::Algorithm::ps512;
}

OrderedJson assertion_header(crypto::Algorithm algorithm) {
  return {{"alg", crypto::name(algorithm)}, {"typ", "JWT"}};
}

OrderedJson assertion_claims(const Client& client, const Clock& clock) {
  const auto now = clock.now().time_since_epoch().count();
  return {{"aud", client.assertion_audience},
          {"iss", client.client_id},
          {"sub", client.client_id},
          {"jti", os::random_uuid()},
          {"nbf", now},
          {"iat", now},
          {"exp", now + std::chrono::seconds(kAssertionLifetime).count()}};
}

void add_assertion(Secret assertion, Form& form) {
  form.push_back({"client_assertion_type", Secret(kJwtBearer)});
  form.push_back({"client_assertion", std::move(assertion)});
}

struct Adder {
  const Client& client;
  const Clock& clock;
  Form& form;

  Result<void> operator()(const std::monostate&) const { return {}; }

  Result<void> operator()(const ClientSecret& secret) const {
    if (secret.transmission == SecretTransmission::client_secret_post) {
      form.push_back({"client_secret", secret.value});
    }
    return {};
  }

  Result<void> operator()(const CertificateKey& credential) const {
    OrderedJson header = assertion_header(credential.algorithm);
    if (is_pss(credential.algorithm)) {
      header["x5t#S256"] = credential.certificate.x5t_s256();
    } else {
      header["x5t"] = credential.certificate.x5t();
    }
    if (credential.send_x5c) {
      for (const auto& der : credential.certificate.chain) {
        header["x5c"].push_back(base64_encode(der));
      }
    }
    TRY(auto assertion, make_jwt(header, assertion_claims(client, clock),
                                 credential.certificate.key, credential.algorithm));
    add_assertion(std::move(assertion), form);
    return {};
  }

  Result<void> operator()(const JwkKey& credential) const {
    OrderedJson header = assertion_header(credential.algorithm);
    header["kid"] = credential.kid;
    TRY(auto assertion,
        make_jwt(header, assertion_claims(client, clock), credential.key, credential.algorithm));
    add_assertion(std::move(assertion), form);
    return {};
  }

  Result<void> operator()(const FederatedAssertion& credential) const {
    TRY(auto assertion, credential.fetch());
    add_assertion(std::move(assertion), form);
    return {};
  }
};

const ClientSecret* basic_secret(const Client& client) {
  const auto* secret = std::get_if<ClientSecret>(&client.authentication);
  return secret != nullptr && secret->transmission == SecretTransmission::client_secret_basic
             ? secret
             : nullptr;
}

}  // namespace

Result<void> add_client_authentication(const Client& client, const Clock& clock, Form& form) {
  // RFC 6749 section 2.3: one authentication method per request; Basic includes the id.
  if (basic_secret(client) == nullptr) form.push_back({"client_id", Secret(client.client_id)});
  return std::visit(Adder{client, clock, form}, client.authentication);
}

std::vector<HttpHeader> client_authentication_headers(const Client& client) {
  const ClientSecret* secret = basic_secret(client);
  if (secret == nullptr) return {};
  std::string credentials =
      percent_encode(client.client_id) + ":" + percent_encode(secret->value.expose());
  std::vector<HttpHeader> headers;
  headers.push_back({"Authorization", Secret("Basic " + base64_encode(credentials))});
  wipe(credentials);
  return headers;
}

}  // namespace entra_auth::oauth
