// SPDX-License-Identifier: MIT
// How a client authenticates at the token endpoint: RFC 6749 section 2.3, RFC 7521, RFC 7523
// section 2.2; Microsoft identity platform, "Certificate credentials".
#pragma once

#include "crypto/certificate.hpp"
#include "crypto/keys.hpp"
#include <entra_auth/clock.hpp>
#include <entra_auth/profile.hpp>
#include <entra_auth/result.hpp>
#include <entra_auth/transport.hpp>

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace entra_auth::oauth {

struct ClientSecret {
  Secret value;
  SecretTransmission transmission = SecretTransmission::client_secret_post;
};

/// Header: alg, typ, and `x5t#S256` (PS*) or `x5t` (RS*); `x5c` with the chain on request.
struct CertificateKey {
  crypto::ClientCertificate certificate;
  crypto::Algorithm algorithm = crypto::Algorithm::ps256;
  bool send_x5c = false;
};

/// Header: alg, typ, kid.
struct JwkKey {
  crypto::PrivateKey key;
  std::string kid;
  crypto::Algorithm algorithm = crypto::Algorithm::ps256;
};

/// An assertion of another issuer, fetched for every attempt.
struct FederatedAssertion {
  std::function<Result<Secret>()> fetch;
};

using ClientAuthentication =
    std::variant<std::monostate, ClientSecret, CertificateKey, JwkKey, FederatedAssertion>;

struct Client {
  std::string client_id;
  ClientAuthentication authentication;
  std::string assertion_audience;  // `aud` of an assertion that we sign: one string
};

/// Appends client_id and the credential to the form. Called for every attempt: assertions get a new
/// `jti`, and `iat` = `nbf` = now, `exp` ten minutes later.
[[nodiscard]] Result<void> add_client_authentication(const Client& client, const Clock& clock,
                                                     Form& form);

/// The Authorization header for client_secret_basic (id and secret are form-encoded first, RFC 6749
/// section 2.3.1); none for every other method.
[[nodiscard]] std::vector<HttpHeader> client_authentication_headers(const Client& client);

}  // namespace entra_auth::oauth
