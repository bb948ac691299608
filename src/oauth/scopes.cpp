// SPDX-License-Identifier: MIT
#include "oauth/scopes.hpp"

#include "base/text.hpp"

namespace entra_auth::oauth {

std::string default_scope(std::string_view resource) { return std::string(resource) + "/.default"; }

std::string scope_parameter(std::span<const std::string> scopes) { return join(scopes, " "); }

}  // namespace entra_auth::oauth
