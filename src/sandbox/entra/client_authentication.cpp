// SPDX-License-Identifier: MIT
#include "sandbox/entra/client_authentication.hpp"

#include "base/encoding.hpp"
#include "base/form.hpp"
#include "base/text.hpp"
#include "sandbox/entra/client_assertion.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kAssertionType =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

struct Credentials {
  std::string client_id;
  std::string secret;
  std::string assertion_type;
  std::string assertion;
};

struct BasicCredentials {
  std::string id;
  std::string secret;
};

/// RFC 6749 section 2.3.1: id and secret are form-encoded before RFC 7617 joins them.
std::optional<BasicCredentials> parse_basic(std::string_view header) {
  constexpr std::string_view kScheme = "basic ";
  if (!equals_ignoring_case(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  const auto decoded = base64_decode_lenient(trim(header.substr(kScheme.size())));
  if (!decoded) return std::nullopt;
  const auto colon = decoded->find(':');
  if (colon == std::string::npos) return std::nullopt;
  auto id = form_decode(std::string_view(*decoded).substr(0, colon));
  auto secret = form_decode(std::string_view(*decoded).substr(colon + 1));
  if (!id || !secret) return std::nullopt;
  return BasicCredentials{std::move(*id), std::move(*secret)};
}

/// The credentials in the request. AADSTS9002313 if it has them in more than one way (RFC 6749
/// section 2.3).
Checked<Credentials> read_credentials(const TokenRequest& request) {
  Credentials found{.client_id = std::string(parameter(request.form, "client_id")),
                    .secret = std::string(parameter(request.form, "client_secret")),
                    .assertion_type = std::string(parameter(request.form, "client_assertion_type")),
                    .assertion = std::string(parameter(request.form, "client_assertion"))};
  if (!found.secret.empty() && !found.assertion.empty()) return refuse_malformed_request();
  if (const auto header = request.http.header("authorization")) {
    auto basic = parse_basic(*header);
    if (!basic || !found.secret.empty() || !found.assertion.empty()) {
      return refuse_malformed_request();
    }
    if (!found.client_id.empty() && !equals_ignoring_case(found.client_id, basic->id)) {
      return refuse_malformed_request();
    }
    found.client_id = std::move(basic->id);
    found.secret = std::move(basic->secret);
  }
  if (found.client_id.empty()) return refuse_missing_parameter("client_id");
  return found;
}

Checked<void> check_secret(const Client& client, std::string_view secret) {
  bool expired = false;
  for (const auto& known : client.secrets) {
    if (!equal_in_constant_time(known.value, secret)) continue;
    if (!known.expired) return {};
    expired = true;
  }
  if (expired) {
    return refuse(7000222, "The provided client secret keys for app '" + client.id +
                               "' are expired. Visit the Azure portal to create new keys for your "
                               "app: https://aka.ms/NewClientSecret, or consider using certificate "
                               "credentials for added security: https://aka.ms/certCreds.");
  }
  return refuse(
      7000215,
      "Invalid client secret provided. Ensure the secret being sent in the request is the "
      "client secret value, not the client secret ID, for a secret added to app '" +
          client.id + "'.");
}

}  // namespace

tl::unexpected<Refusal> refuse_missing_credential() {
  return refuse(7000218,
                "The request body must contain the following parameter: 'client_assertion' or "
                "'client_secret'.");
}

tl::unexpected<Refusal> refuse_public_credential() {
  return refuse(700025,
                "Client is public so neither 'client_assertion' nor 'client_secret' should be "
                "presented.");
}

Checked<AuthenticatedClient> identify_client(const Sandbox& sandbox, const TokenRequest& request) {
  const auto credentials = read_credentials(request);
  if (!credentials) return tl::unexpected(credentials.error());
  auto client = sandbox.tenant.clients.find(credentials->client_id);
  if (client == nullptr) {
    return tl::unexpected(unknown_client(credentials->client_id, sandbox.tenant.name));
  }
  if (credentials->secret.empty() && credentials->assertion.empty()) {
    return AuthenticatedClient{std::move(client), ClientProof::none};
  }
  if (client->is_public) return refuse_public_credential();
  if (!credentials->secret.empty()) {
    if (auto checked = check_secret(*client, credentials->secret); !checked) {
      return tl::unexpected(checked.error());
    }
    return AuthenticatedClient{std::move(client), ClientProof::secret};
  }
  if (credentials->assertion_type.empty()) return refuse_missing_parameter("client_assertion_type");
  if (credentials->assertion_type != kAssertionType) {
    return refuse(90011, "Unexpected client assertion type.");
  }
  if (auto checked =
          check_client_assertion(sandbox, *client, request.tenant, credentials->assertion);
      !checked) {
    return tl::unexpected(checked.error());
  }
  return AuthenticatedClient{std::move(client), ClientProof::assertion};
}

Checked<AuthenticatedClient> authenticate_client(const Sandbox& sandbox,
                                                 const TokenRequest& request) {
  auto identified = identify_client(sandbox, request);
  if (identified && identified->proof == ClientProof::none) return refuse_missing_credential();
  return identified;
}

Checked<void> check_device_client(const AuthenticatedClient& client) {
  if (client.proof == ClientProof::none && !client.client->allow_public_client_flows) {
    return refuse_missing_credential();
  }
  return {};
}

}  // namespace entra_auth::sandbox
