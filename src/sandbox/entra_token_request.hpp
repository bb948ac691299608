// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/http/message.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// A well-formed request to the token endpoint of a tenant that exists. A view: valid as long as
/// the request and its form are.
struct TokenRequest {
  const Request& http;
  const NamedValues& form;
  std::string tenant;  // as written in the URL
};

/// The parameters of a POST, once they are what RFC 6749 section 3.2 allows. `first` is the one
/// that Entra misses in bodies of other media types.
[[nodiscard]] Checked<NamedValues> read_entra_form(const Request& request, std::string_view first);

}  // namespace entra_auth::sandbox
