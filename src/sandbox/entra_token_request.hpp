// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/message.hpp"

#include <string>

namespace entra_auth::sandbox {

/// A well-formed request to the token endpoint of a tenant that exists. A view: valid as long as
/// the request and its form are.
struct TokenRequest {
  const Request& http;
  const NamedValues& form;
  std::string tenant;  // as written in the URL
};

}  // namespace entra_auth::sandbox
