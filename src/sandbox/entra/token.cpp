// SPDX-License-Identifier: MIT
// The token endpoint: what all grants have in common, and the choice of the grant.
#include "base/json.hpp"
#include "os/random.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/grants.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kTokenPath = "/oauth2/v2.0/token";

struct Grant {
  std::string_view type;
  Checked<OrderedJson> (*run)(Sandbox&, const TokenRequest&);
  bool needs_tenant = false;  // refused at common and organizations
};

constexpr std::array kGrants{
    Grant{"client_credentials", grant_client_credentials, true},
    Grant{"authorization_code", grant_authorization_code},
    Grant{"refresh_token", grant_refresh_token},
    Grant{"urn:ietf:params:oauth:grant-type:device_code", grant_device_code},
    Grant{"urn:ietf:params:oauth:grant-type:jwt-bearer", grant_on_behalf_of, true}};

Checked<OrderedJson> run_grant(Sandbox& sandbox, const Request& request) {
  const auto form = read_entra_form(request, "grant_type");
  if (!form) return tl::unexpected(form.error());
  const auto grant_type = parameter(*form, "grant_type");
  if (grant_type.empty()) return refuse_missing_parameter("grant_type");
  const auto* grant = std::ranges::find(kGrants, grant_type, &Grant::type);
  if (grant == kGrants.end()) {
    return refuse(70003,
                  "The app requested an unsupported grant type '" + std::string(grant_type) + "'.");
  }
  const auto tenant = tenant_of_path(request.path, kTokenPath).value_or("");
  if (is_multi_tenant(tenant)) {
    if (grant->needs_tenant) {
      return refuse(50059,
                    "No tenant-identifying information found in either the request or implied by "
                    "any provided credentials.");
    }
  } else if (!sandbox.tenant.is_named(tenant)) {
    return tl::unexpected(unknown_tenant(tenant));
  }
  const TokenRequest asked{request, *form, std::string(tenant)};
  if (!parameter(*form, "resource").empty()) {
    return refuse(901002, "The 'resource' request parameter is not supported.");
  }
  return grant->run(sandbox, asked);
}

Reply answer_token(Sandbox& sandbox, const Request& request) {
  auto members = run_grant(sandbox, request);
  if (!members) return entra_error_reply(members.error(), request, sandbox.base_url);
  auto reply = token_response(sandbox.settings.get(), std::move(*members));
  add_entra_headers(reply, request, os::random_uuid());
  return reply;
}

}  // namespace

constinit const Endpoint kEntraToken{
    "token", [](std::string_view path) { return tenant_of_path(path, kTokenPath).has_value(); },
    answer_token};

}  // namespace entra_auth::sandbox
