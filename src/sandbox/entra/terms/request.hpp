// SPDX-License-Identifier: MIT
// What all of Entra's endpoints read from a request: the tenant in its URL, and its form.
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/http/message.hpp"
#include "sandbox/state/tenant.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// The {tenant} of the path "/{tenant}" + `rest`. Returns nullopt for any other path.
[[nodiscard]] std::optional<std::string_view> tenant_of_path(std::string_view path,
                                                             std::string_view rest);

/// True for common, organizations and consumers, which name no particular tenant.
[[nodiscard]] bool is_multi_tenant(std::string_view segment);

/// The {tenant} of a URL in the form that codes are bound to: its GUID, `common` or
/// `organizations`. AADSTS90002, and 9001023 for `consumers`: the sandbox has no consumers.
[[nodiscard]] Checked<std::string> user_tenant(const Tenant& tenant, std::string_view segment);

/// A well-formed request to an existing tenant. Refers to the request and its form, which must
/// outlive it.
struct TokenRequest {
  const Request& http;
  const NamedValues& form;
  std::string tenant;  // as written in the URL
};

/// The parameters of a POST request, if they are as RFC 6749 section 3.2 demands. `first` is the
/// parameter that Entra reports as missing if the body has another media type. AADSTS900561,
/// 900144, 9002313, 9000411.
[[nodiscard]] Checked<NamedValues> read_entra_form(const Request& request, std::string_view first);

}  // namespace entra_auth::sandbox
