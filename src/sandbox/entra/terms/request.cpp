// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/request.hpp"

#include "base/text.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {

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

Checked<std::string> user_tenant(const Tenant& tenant, std::string_view segment) {
  if (equals_ignoring_case(segment, "consumers")) {
    return refuse(9001023,
                  "The grant type isn't supported over the /consumers endpoint. Please "
                  "use the /organizations or tenant-specific endpoint.");
  }
  if (is_multi_tenant(segment)) return to_lower(segment);
  if (!tenant.is_named(segment)) return tl::unexpected(unknown_tenant(segment));
  return tenant.id;
}

Checked<NamedValues> read_entra_form(const Request& request, std::string_view first) {
  if (request.method != "POST") {
    return refuse(900561, "The endpoint only accepts POST requests. Received a " + request.method +
                              " request.");
  }
  // Entra does not read bodies of other media types.
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
