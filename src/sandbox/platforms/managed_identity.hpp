// SPDX-License-Identifier: MIT
// The managed identities of the machine that the sandbox imitates. How a workload asks for their
// tokens depends on its host: identity_hosts.cpp.
#pragma once

#include "sandbox/sandbox.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct IdentityRefusal {
  std::string error;
  std::string text;
  std::string code{};  // AADSTS code, if Entra refuses
};

template <class T>
using IdentityChecked = tl::expected<T, IdentityRefusal>;

enum class IdentityId : std::uint8_t { client, object, resource };

/// A parameter that names an identity, and the kind of id that it contains.
struct IdentityParameter {
  std::string_view name;
  IdentityId kind;
};

/// The only version that a host accepts, and its parameters for an identity.
struct IdentityHost {
  std::string_view api_version;
  std::span<const IdentityParameter> identity_parameters;
};

/// The members of the token response to that query, all of them strings: for the identity that the
/// query names, or the system-assigned one, and for a resource of the tenant.
[[nodiscard]] IdentityChecked<OrderedJson> answer_identity_query(const Sandbox& sandbox,
                                                                 const Request& request,
                                                                 const IdentityHost& host);
/// The same for the system-assigned identity.
[[nodiscard]] IdentityChecked<OrderedJson> issue_system_token(const Sandbox& sandbox,
                                                              const NamedValues& parameters);

/// A refusal in the form of all hosts but App Service.
[[nodiscard]] Reply identity_error_reply(int status, const IdentityRefusal& refusal);

/// Refuses a request without the header `Metadata: true`, and one that came through a proxy. For
/// all hosts but App Service.
[[nodiscard]] std::optional<Reply> refuse_metadata_request(const Request& request);

}  // namespace entra_auth::sandbox
