// SPDX-License-Identifier: MIT
// The device authorization endpoint (RFC 8628 section 3.1): a device asks for its codes.
#include "base/json.hpp"
#include "os/random.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/client_authentication.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kDeviceCodePath = "/oauth2/v2.0/devicecode";

/// What the device asks its user to grant.
Checked<UserGrant> read_grant(const Sandbox& sandbox, const TokenRequest& request) {
  auto tenant = user_tenant(sandbox.tenant, request.tenant);
  if (!tenant) return tl::unexpected(tenant.error());
  const auto client = identify_client(sandbox, request);
  if (!client) return tl::unexpected(client.error());
  if (auto checked = check_device_client(*client); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto text = parameter(request.form, "scope");
  if (text.find_first_not_of(' ') == std::string_view::npos) {
    return refuse_missing_parameter("scope");
  }
  auto scope = parse_user_scope(sandbox.tenant, *client->client, text);
  if (!scope) return tl::unexpected(scope.error());
  if (auto checked = check_one_api(*scope, text); !checked) return tl::unexpected(checked.error());
  auto claims = parse_claims_request(parameter(request.form, "claims"));
  if (!claims) return tl::unexpected(claims.error());
  return UserGrant{
      .client_id = client->client->id,
      .platform = client->proof == ClientProof::none ? Platform::native : Platform::web,
      .tenant = std::move(*tenant),
      .scope = std::move(*scope),
      .claims = std::move(*claims),
      .by_device_code = true};
}

Checked<OrderedJson> authorize_device(Sandbox& sandbox, const Request& request) {
  const auto form = read_entra_form(request, "client_id");
  if (!form) return tl::unexpected(form.error());
  const auto tenant = tenant_of_path(request.path, kDeviceCodePath).value_or("");
  auto grant = read_grant(sandbox, {request, *form, std::string(tenant)});
  if (!grant) return tl::unexpected(grant.error());
  const auto settings = sandbox.settings.get();
  const auto issued = sandbox.device_codes.issue(
      std::move(*grant), std::chrono::seconds(settings.device_code_lifetime),
      std::chrono::seconds(settings.device_code_interval));
  const auto page = sandbox.base_url + "/common" + std::string(kDevicePagePath);
  return OrderedJson{
      {"user_code", issued.user_code},
      {"device_code", issued.device_code},
      {"verification_uri", page},
      {"expires_in", settings.device_code_lifetime},
      {"interval", settings.device_code_interval},
      {"message", "To sign in, use a web browser to open the page " + page +
                      " and enter the code " + issued.user_code + " to authenticate."}};
}

Reply answer_device_authorization(Sandbox& sandbox, const Request& request) {
  const auto members = authorize_device(sandbox, request);
  if (!members) return entra_error_reply(members.error(), request, sandbox.base_url);
  auto reply = json_reply(200, *members);
  add_entra_headers(reply, request, os::random_uuid());
  return reply;
}

}  // namespace

constinit const Endpoint kEntraDeviceAuthorization{
    "devicecode",
    [](std::string_view path) { return tenant_of_path(path, kDeviceCodePath).has_value(); },
    answer_device_authorization};

}  // namespace entra_auth::sandbox
