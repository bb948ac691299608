// SPDX-License-Identifier: MIT
#include "sandbox/entra_token.hpp"

#include "crypto/uuid.hpp"
#include "sandbox/entra_authorization_code.hpp"
#include "sandbox/entra_client_credentials.hpp"
#include "sandbox/entra_error.hpp"
#include "sandbox/entra_path.hpp"
#include "sandbox/form.hpp"
#include "sandbox/token_answer.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kTokenPath = "/oauth2/v2.0/token";

/// The parameters, once they are what RFC 6749 section 3.2 allows.
Checked<NamedValues> read_form(const Request& request) {
  if (request.method != "POST") {
    return refuse(900561, "The endpoint only accepts POST requests. Received a " + request.method +
                              " request.");
  }
  // Entra does not look into bodies of other media types, so it misses the first parameter.
  if (!is_form(request)) return refuse_missing_parameter("grant_type");
  auto form = parse_form(request.body);
  if (!form) return refuse_malformed_request();
  if (const auto name = repeated_parameter(*form); !name.empty()) {
    return refuse(9000411, "The request is not properly formatted. The parameter '" +
                               std::string(name) + "' is duplicated.");
  }
  return *form;
}

Checked<OrderedJson> grant_to_application(Sandbox& sandbox, const TokenRequest& request) {
  if (is_multi_tenant(request.tenant)) {
    return refuse(50059,
                  "No tenant-identifying information found in either the request or implied by any "
                  "provided credentials.");
  }
  return grant_client_credentials(sandbox, request);
}

struct Grant {
  std::string_view type;
  Checked<OrderedJson> (*run)(Sandbox&, const TokenRequest&);
};

constexpr std::array kGrants{Grant{"client_credentials", grant_to_application},
                             Grant{"authorization_code", grant_authorization_code}};

Checked<OrderedJson> run_grant(Sandbox& sandbox, const Request& request) {
  const auto form = read_form(request);
  if (!form) return tl::unexpected(form.error());
  const auto grant_type = parameter(*form, "grant_type");
  if (grant_type.empty()) return refuse_missing_parameter("grant_type");
  const auto* grant = std::ranges::find(kGrants, grant_type, &Grant::type);
  if (grant == kGrants.end()) {
    return refuse(70003,
                  "The app requested an unsupported grant type '" + std::string(grant_type) + "'.");
  }
  const auto tenant = tenant_of_path(request.path, kTokenPath).value_or("");
  if (!is_multi_tenant(tenant) && !sandbox.tenant.is_named(tenant)) {
    return tl::unexpected(unknown_tenant(tenant));
  }
  const TokenRequest asked{request, *form, std::string(tenant)};
  if (!parameter(*form, "resource").empty()) {
    return refuse(901002, "The 'resource' request parameter is not supported.");
  }
  return grant->run(sandbox, asked);
}

}  // namespace

bool is_entra_token(std::string_view path) { return tenant_of_path(path, kTokenPath).has_value(); }

Reply answer_entra_token(Sandbox& sandbox, const Request& request) {
  auto answer = run_grant(sandbox, request);
  if (!answer) return entra_error_reply(answer.error(), request, sandbox.base_url);
  auto reply = token_answer(sandbox, std::move(*answer));
  add_entra_headers(reply, request, crypto::random_uuid());
  return reply;
}

}  // namespace entra_auth::sandbox
