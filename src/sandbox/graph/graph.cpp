// SPDX-License-Identifier: MIT
#include "sandbox/graph/graph.hpp"

#include "base/form.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "oauth/authority.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/graph/page.hpp"
#include "sandbox/graph/search.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kMemberStart = "(appId='";
constexpr std::string_view kMemberEnd = "')";

std::string collection_path(const GraphCollection& collection) {
  return std::string(kGraphPath) + std::string(collection.name);
}

/// True for the collection, and for one of its members, by a key in parentheses.
bool is_path_of(const GraphCollection& collection, std::string_view path) {
  const auto whole = collection_path(collection);
  return path == whole || path.starts_with(whole + "(");
}

std::shared_ptr<const DirectoryEntries> entries_of(Sandbox& sandbox) {
  const auto size = sandbox.settings.get().graph.directory_size;
  return sandbox.directory.get(sandbox.tenant, static_cast<std::size_t>(size));
}

/// The member that `key`, "(appId='…')", names.
GraphChecked<const DirectoryEntry*> find_member(const GraphCollection& collection,
                                                const DirectoryEntries& entries,
                                                std::string_view key) {
  const auto decoded = form_decode(key);
  if (!decoded || !decoded->starts_with(kMemberStart) || !decoded->ends_with(kMemberEnd) ||
      decoded->size() < kMemberStart.size() + kMemberEnd.size()) {
    return graph_bad_request("Resource not found for the segment '" + std::string(collection.name) +
                             "'.");
  }
  const auto id = std::string_view(*decoded).substr(
      kMemberStart.size(), decoded->size() - kMemberStart.size() - kMemberEnd.size());
  const GraphFilter filter{FilterOperator::app_id_equals, fold_case(id)};
  if (!oauth::is_guid(id)) {
    return tl::unexpected(GraphRefusal{400, "Request_BadRequest",
                                       "Invalid object identifier '" + std::string(id) + "'."});
  }
  for (const auto& entry : entries) {
    if (collection.holds(entry) && filter.matches(collection, entry)) return &entry;
  }
  return tl::unexpected(
      GraphRefusal{404, "Request_ResourceNotFound",
                   "Resource '" + std::string(id) +
                       "' does not exist or one of its queried reference-property objects are not "
                       "present."});
}

tl::unexpected<GraphRefusal> invalid_token(std::string message) {
  return tl::unexpected<GraphRefusal>(
      GraphRefusal{401, "InvalidAuthenticationToken", std::move(message)});
}

/// A token with `scp` is a user's, and its roles are the user's, too: only the scope counts.
bool is_permitted(const Json& claims) {
  if (claims.contains("scp")) {
    const auto scopes = split(string_or(claims, "scp"), " ");
    return std::ranges::find(scopes, kGraphPermission) != scopes.end();
  }
  const auto roles = claims.value("roles", Json::array());
  return std::ranges::find(roles, Json(kGraphPermission)) != roles.end();
}

/// Status 401 without a token for Graph that is valid now, 403 without the permission: a role of
/// applications, a scope of users.
GraphChecked<void> authorize_for_graph(const Sandbox& sandbox, const Request& request) {
  const auto header = request.header("authorization");
  if (!header || header->empty()) return invalid_token("Access token is empty.");
  const auto token = bearer_token(*header);
  if (!token) return invalid_token("Access token is empty.");
  const auto jwt = verify_token(sandbox.signing_key, *token);
  if (!jwt || string_or(jwt->claims, "iss") != issuer(sandbox)) {
    return invalid_token("Access token validation failure.");
  }
  if (string_or(jwt->claims, "aud") != kGraphAppId) {
    return invalid_token("Access token validation failure. Invalid audience.");
  }
  const auto not_before = numeric_date(jwt->claims, "nbf");
  if (is_expired(jwt->claims) || !not_before || *not_before > unix_now()) {
    return invalid_token("Lifetime validation failed, the token is expired.");
  }
  if (!is_permitted(jwt->claims)) {
    return tl::unexpected(GraphRefusal{403, "Authorization_RequestDenied",
                                       "Insufficient privileges to complete the operation."});
  }
  return {};
}

GraphChecked<OrderedJson> read_collection(Sandbox& sandbox, const GraphCollection& collection,
                                          const Request& request) {
  if (auto authorized = authorize_for_graph(sandbox, request); !authorized) {
    return tl::unexpected(authorized.error());
  }
  if (request.method != "GET") {
    return tl::unexpected(GraphRefusal{
        405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."});
  }
  const auto key = std::string_view(request.path).substr(collection_path(collection).size());
  if (key.empty()) {
    const auto query = parse_graph_query(collection, request);
    if (!query) return tl::unexpected(query.error());
    return graph_page(sandbox, collection, *entries_of(sandbox), *query);
  }
  const auto query = parse_graph_member_query(collection, request);
  if (!query) return tl::unexpected(query.error());
  const auto entries = entries_of(sandbox);
  const auto member = find_member(collection, *entries, key);
  if (!member) return tl::unexpected(member.error());
  return graph_member(sandbox, collection, **member, *query);
}

Reply answer(Sandbox& sandbox, const GraphCollection& collection, const Request& request) {
  const auto body = read_collection(sandbox, collection, request);
  if (!body) return graph_error_reply(body.error(), request);
  auto reply = json_reply(200, *body);
  reply.content_type =
      "application/json;odata.metadata=minimal;odata.streaming=true;"
      "IEEE754Compatible=false;charset=utf-8";
  reply.headers.emplace_back("OData-Version", "4.0");
  add_graph_headers(reply, request);
  return reply;
}

OrderedJson all_of(const GraphCollection& collection, const DirectoryEntries& entries) {
  auto members = OrderedJson::array();
  for (const auto& entry : entries) {
    if (collection.holds(entry)) members.push_back(collection.to_json(entry));
  }
  return members;
}

}  // namespace

constinit const Endpoint kGraphApplications{
    "graph_applications",
    [](std::string_view path) { return is_path_of(graph_applications(), path); },
    [](Sandbox& sandbox, const Request& request) {
      return answer(sandbox, graph_applications(), request);
    }};

constinit const Endpoint kGraphServicePrincipals{
    "graph_service_principals",
    [](std::string_view path) { return is_path_of(graph_service_principals(), path); },
    [](Sandbox& sandbox, const Request& request) {
      return answer(sandbox, graph_service_principals(), request);
    }};

std::string graph_url(const Sandbox& sandbox) { return sandbox.base_url + "/graph"; }

void add_graph(Sandbox& sandbox) {
  sandbox.tenant.resources.push_back({std::string(kGraphAppId),
                                      {graph_url(sandbox), std::string(kGraphUri)},
                                      false,
                                      {"User.Read", std::string(kGraphPermission)}});
}

OrderedJson show_directory(Sandbox& sandbox) {
  const auto entries = entries_of(sandbox);
  return {{"applications", all_of(graph_applications(), *entries)},
          {"service_principals", all_of(graph_service_principals(), *entries)}};
}

}  // namespace entra_auth::sandbox
