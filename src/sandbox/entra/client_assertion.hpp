// SPDX-License-Identifier: MIT
// Client assertions (RFC 7523 section 2.2) as Entra checks them: signed by the client's own key, or
// by a foreign issuer that one of the client's federated credentials names.
#pragma once

#include "sandbox/entra/terms/error.hpp"
#include "sandbox/sandbox.hpp"

#include <string_view>

namespace entra_auth::sandbox {

/// `tenant` is the one in the URL, as written there: the client must name it in `aud`.
[[nodiscard]] Checked<void> check_client_assertion(const Sandbox& sandbox, const Client& client,
                                                   std::string_view tenant,
                                                   std::string_view assertion);

}  // namespace entra_auth::sandbox
