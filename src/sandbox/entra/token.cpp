// SPDX-License-Identifier: MIT

#include "sandbox/entra/token.hpp"

#include "base/text.hpp"
#include "crypto/uuid.hpp"
#include "sandbox/entra/authorization_code.hpp"
#include "sandbox/entra/client_credentials.hpp"
#include "sandbox/entra/device_code.hpp"
#include "sandbox/entra/on_behalf_of.hpp"
#include "sandbox/entra/refresh_token.hpp"
#include "sandbox/entra/terms/error.hpp"
#include "sandbox/http/form.hpp"
#include "sandbox/token_response.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kTokenPath = "/oauth2/v2.0/token";

struct Grant {
  std::string_view type;
  Checked<OrderedJson> (*run)(Sandbox&, const TokenRequest&);
  bool needs_tenant = false;  // a certain one; a user who signs in has brought it
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

}  // namespace

std::optional<std::string_view> tenant_of_path(std::string_view path, std::string_view rest) {
  if (!path.starts_with('/') || !path.ends_with(rest)) return std::nullopt;
  if (path.size() <= rest.size() + 1) return std::nullopt;
  const auto tenant = path.substr(1, path.size() - rest.size() - 1);
  if (tenant.find('/') != std::string_view::npos) return std::nullopt;
  return tenant;
}

bool is_multi_tenant(std::string_view segment) {
  return equals_ignoring_case(segment, "common") ||
         equals_ignoring_case(segment, "organizations") ||
         equals_ignoring_case(segment, "consumers");
}

bool is_entra_token(std::string_view path) { return tenant_of_path(path, kTokenPath).has_value(); }

Reply answer_entra_token(Sandbox& sandbox, const Request& request) {
  auto answer = run_grant(sandbox, request);
  if (!answer) return entra_error_reply(answer.error(), request, sandbox.base_url);
  auto reply = token_response(sandbox, std::move(*answer));
  add_entra_headers(reply, request, crypto::random_uuid());
  return reply;
}

Checked<NamedValues> read_entra_form(const Request& request, std::string_view first) {
  if (request.method != "POST") {
    return refuse(900561, "The endpoint only accepts POST requests. Received a " + request.method +
                              " request.");
  }
  // Entra does not look into bodies of other media types.
  if (!is_form(request)) return refuse_missing_parameter(first);
  auto form = parse_form(request.body);
  if (!form) return refuse_malformed_request();
  if (const auto name = repeated_parameter(*form); !name.empty()) {
    return refuse(9000411, "The request is not properly formatted. The parameter '" +
                               std::string(name) + "' is duplicated.");
  }
  return *form;
}

}  // namespace entra_auth::sandbox
