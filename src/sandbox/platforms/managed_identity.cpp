// SPDX-License-Identifier: MIT
#include "sandbox/platforms/managed_identity.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/entra/terms/scope.hpp"
#include "sandbox/http/parameters.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

struct ManagedIdentity {
  std::string_view client_id;
  std::string_view resource_id;  // empty: the system-assigned identity
};

constexpr ManagedIdentity kSystemAssigned{"00000000-0000-0000-0000-0000000000b0", ""};
constexpr std::array kUserAssigned{ManagedIdentity{
    "00000000-0000-0000-0000-0000000000b1",
    "/subscriptions/00000000-0000-0000-0000-0000000005b5/resourcegroups/sandbox/providers/"
    "Microsoft.ManagedIdentity/userAssignedIdentities/sandbox-identity"}};

/// The service principal of an identity.
Client principal_of(const ManagedIdentity& identity) {
  return {.id = std::string(identity.client_id), .roles = {std::string(kApiRole)}};
}

tl::unexpected<IdentityRefusal> refuse_identity_request(std::string_view text) {
  return tl::unexpected(IdentityRefusal{"invalid_request", std::string(text)});
}

bool is_named(const ManagedIdentity& identity, IdentityId kind, std::string_view value) {
  switch (kind) {
    case IdentityId::client:
      return equals_ignoring_case(identity.client_id, value);
    case IdentityId::object:
      return equals_ignoring_case(object_id(principal_of(identity)), value);
    case IdentityId::resource:
      return equals_ignoring_case(identity.resource_id, value);
  }
  return false;
}

IdentityChecked<const ManagedIdentity*> find_identity(const NamedValues& query,
                                                      const IdentityHost& host) {
  const ManagedIdentity* found = &kSystemAssigned;
  int named = 0;
  for (const auto& parameter : host.identity_parameters) {
    const auto sent = std::ranges::find_if(
        query, [&](const auto& field) { return field.first == parameter.name; });
    if (sent == query.end()) continue;
    if (++named > 1) return refuse_identity_request("Only one identity may be named");
    found = std::ranges::find_if(kUserAssigned, [&](const ManagedIdentity& identity) {
      return is_named(identity, parameter.kind, sent->second);
    });
    if (found == kUserAssigned.end()) return refuse_identity_request("Identity not found");
  }
  return found;
}

bool is_known(const IdentityHost& host, std::string_view name) {
  return name == "api-version" || name == "resource" ||
         std::ranges::find(host.identity_parameters, name, &IdentityParameter::name) !=
             host.identity_parameters.end();
}

IdentityChecked<OrderedJson> issue(const Sandbox& sandbox, const ManagedIdentity& identity,
                                   const NamedValues& parameters) {
  const auto identifier = parameter(parameters, "resource");
  if (identifier.empty()) return refuse_identity_request("Required parameter 'resource' missing");
  const auto resource = sandbox.tenant.find_resource(identifier);
  if (!resource) {
    const auto refusal = unknown_resource(sandbox.tenant, identifier);
    const auto code = "AADSTS" + std::to_string(refusal.code);
    return tl::unexpected(IdentityRefusal{"invalid_resource", code + ": " + refusal.text, code});
  }
  const auto lifetime = sandbox.settings.get().managed_identity_lifetime;
  const long long time = unix_now();
  return OrderedJson{{"access_token", issue_app_token(sandbox, principal_of(identity), std::nullopt,
                                                      *resource, lifetime)},
                     {"client_id", identity.client_id},
                     {"expires_in", std::to_string(lifetime)},
                     {"expires_on", std::to_string(time + lifetime)},
                     {"ext_expires_in", std::to_string(lifetime)},
                     {"not_before", std::to_string(time)},
                     {"resource", identifier},
                     {"token_type", "Bearer"}};
}

}  // namespace

IdentityChecked<OrderedJson> answer_identity_query(const Sandbox& sandbox, const Request& request,
                                                   const IdentityHost& host) {
  const auto query = parse_query(request);
  if (!query || !std::ranges::all_of(
                    *query, [&](const auto& field) { return is_known(host, field.first); })) {
    return refuse_identity_request(
        "The query is malformed, or has an unknown or repeated parameter");
  }
  if (parameter(*query, "api-version") != host.api_version) {
    return refuse_identity_request("The api-version must be " + std::string(host.api_version));
  }
  const auto identity = find_identity(*query, host);
  if (!identity) return tl::unexpected(identity.error());
  return issue(sandbox, **identity, *query);
}

IdentityChecked<OrderedJson> issue_system_token(const Sandbox& sandbox,
                                                const NamedValues& parameters) {
  return issue(sandbox, kSystemAssigned, parameters);
}

Reply identity_error_reply(int status, const IdentityRefusal& refusal) {
  auto reply = json_reply(status, {{"error", refusal.error}, {"error_description", refusal.text}});
  reply.code = refusal.code;
  return reply;
}

std::optional<Reply> refuse_metadata_request(const Request& request) {
  if (came_through_proxy(request)) {
    return identity_error_reply(400, {"invalid_request", "Requests through a proxy are refused"});
  }
  if (request.header("metadata") != "true") {
    return identity_error_reply(400, {"bad_request_102", "Required metadata header not specified"});
  }
  return std::nullopt;
}

}  // namespace entra_auth::sandbox
