// SPDX-License-Identifier: MIT
// The managed identities of the machine that the sandbox plays. How a workload asks for their
// tokens depends on where it runs: imds, app_service, cloud_shell, arc.
#pragma once

#include "sandbox/sandbox.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct ManagedIdentity {
  std::string_view client_id;
  std::string_view resource_id;  // empty: the system-assigned one
};

struct IdentityRefusal {
  std::string error;
  std::string text;
  std::string code{};  // AADSTS, where Entra is the one that refuses
};

template <class T>
using IdentityChecked = tl::expected<T, IdentityRefusal>;

enum class IdentityId : std::uint8_t { client, object, resource };

/// A parameter that names an identity, and by what.
struct IdentityParameter {
  std::string_view name;
  IdentityId kind;
};

/// The only version that a host takes, and its names for an identity.
struct IdentityHost {
  std::string_view api_version;
  std::span<const IdentityParameter> identity_parameters;
};

/// The members of a token answer to that query, all of them texts: for the one identity that it
/// names, or the system-assigned one, and a resource of the tenant.
[[nodiscard]] IdentityChecked<OrderedJson> answer_identity_query(const Sandbox& sandbox,
                                                                 const Request& request,
                                                                 const IdentityHost& host);
/// The same for parameters that are known to name no identity.
[[nodiscard]] IdentityChecked<OrderedJson> issue_system_token(const Sandbox& sandbox,
                                                              const NamedValues& parameters);

/// A refusal as all hosts but App Service write it.
[[nodiscard]] Reply identity_error_reply(int status, const IdentityRefusal& refusal);

/// The refusal for what every host but App Service asks of a request: the header `Metadata: true`,
/// and no proxy on the way.
[[nodiscard]] std::optional<Reply> refuse_metadata_request(const Request& request);

}  // namespace entra_auth::sandbox
