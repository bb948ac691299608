// SPDX-License-Identifier: MIT
#include "graph/directory.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "graph/name_pattern.hpp"
#include "oauth/authority.hpp"

#include <algorithm>
#include <tuple>

namespace entra_auth::graph {
namespace {

// A page of 999 applications with long manifests.
constexpr std::size_t kMaxPageBytes = 64 * 1024 * 1024;

/// In OData a quote inside a text is two quotes; then the whole is percent-encoded.
std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

bool is_uri(std::string_view text) {
  return text.find("://") != std::string_view::npos && text.find('*') == std::string_view::npos;
}

/// The filter for the server; empty: none.
std::string filter_of(const DirectorySearch& search) {
  if (search.pattern.empty()) return {};
  if (oauth::is_guid(search.pattern)) return "appId eq " + literal(search.pattern);
  if (is_uri(search.pattern)) {
    return std::string(search.kind == DirectoryKind::applications ? "identifierUris"
                                                                  : "servicePrincipalNames") +
           "/any(x:x eq " + literal(search.pattern) + ")";
  }
  const NamePattern pattern(search.pattern);
  if (!pattern.has_star()) return "displayName eq " + literal(search.pattern);
  if (pattern.prefix().empty()) return {};
  return "startswith(displayName," + literal(pattern.prefix()) + ")";
}

std::vector<std::string> texts(const Json& object, std::string_view name) {
  std::vector<std::string> all;
  const auto member = object.find(name);
  if (member == object.end() || !member->is_array()) return all;
  for (const auto& each : *member) {
    if (each.is_string()) all.push_back(each.get_ref<const std::string&>());
  }
  return all;
}

/// The `value` of each element that is enabled and wanted.
template <class Predicate>
std::vector<std::string> values(const Json& object, std::string_view name, Predicate is_wanted) {
  std::vector<std::string> all;
  const auto member = object.find(name);
  if (member == object.end() || !member->is_array()) return all;
  for (const auto& each : *member) {
    if (!each.is_object()) continue;
    const auto enabled = optional_bool(each, "isEnabled");
    const auto value = string_or(each, "value");
    if (!value.empty() && enabled && enabled->value_or(true) && is_wanted(each)) {
      all.push_back(value);
    }
  }
  return all;
}

DirectoryEntry read_entry(const Json& object, DirectoryKind kind) {
  const bool is_application = kind == DirectoryKind::applications;
  DirectoryEntry entry{
      .display_name = string_or(object, "displayName"),
      .app_id = string_or(object, "appId"),
      .identifier_uris = texts(object, is_application ? "identifierUris" : "servicePrincipalNames"),
      .scopes = {},
      .roles = {},
      .default_scope = {}};
  // A service principal's names hold its application ID, too.
  std::erase_if(entry.identifier_uris, [](const std::string& name) { return !is_uri(name); });
  const std::string uri =
      entry.identifier_uris.empty() ? "api://" + entry.app_id : entry.identifier_uris.front();
  const auto any = [](const Json&) { return true; };
  static const Json kNothing = Json::object();
  const auto api = object.find("api");
  const bool has_api = api != object.end() && api->is_object();
  for (const auto& value : values(is_application ? (has_api ? *api : kNothing) : object,
                                  "oauth2PermissionScopes", any)) {
    entry.scopes.push_back(uri + "/" + value);
  }
  entry.roles = values(object, "appRoles", [](const Json& role) {
    const auto members = texts(role, "allowedMemberTypes");
    return std::ranges::find(members, "Application") != members.end();
  });
  entry.default_scope = oauth::default_scope(uri);
  return entry;
}

tl::unexpected<Error> unusable(const std::string& reason) {
  return fail(ErrorKind::network, "unexpected response from Microsoft Graph: " + reason,
              {"check the profile's graph_endpoint"});
}

Result<Json> fetch_page(const std::string& url, const DirectorySearch& search,
                        Transport& transport) {
  HttpRequest request;
  request.url = url;
  request.headers.push_back(
      {"Authorization", Secret("Bearer " + std::string(search.access_token.expose()))});
  request.expected_body = ExpectedBody::json_object;
  request.max_body_bytes = kMaxPageBytes;
  request.deadline = search.deadline;
  TRY(const auto response, transport.send(request));
  auto body = parse_json_object(response.body.expose());
  if (!body) return unusable(body.error().message);
  if (response.status != 200) return fail(explain_directory_error(response, *body));
  return body;
}

/// The link to the next page; empty after the last one. It must lead to the host that was asked.
Result<std::string> next_page(const Json& body, const DirectorySearch& search) {
  const auto link = string_or(body, "@odata.nextLink");
  if (link.empty()) return link;
  const auto url = check_request_url(link);
  const auto asked = check_request_url(search.endpoint);
  if (!url || !asked || origin(*url) != origin(*asked)) {
    return unusable("the link to its next page leads elsewhere");
  }
  return link;
}

std::string hint_for(int status, const std::string& code) {
  if (status == 403 || code == "Authorization_RequestDenied") {
    return "grant the application (if you are signed in: the client) the Microsoft Graph "
           "permission "
           "Application.Read.All, have an administrator consent, and run the command again";
  }
  if (status == 401) {
    return "the token is not for Microsoft Graph in this cloud: check cloud, authority and "
           "graph_endpoint of the profile";
  }
  if (status == 429) return "the tenant is throttled: wait and try again";
  if (status == 400) return "this looks like a bug in entra-auth-cli: please report it";
  return {};
}

}  // namespace

std::string directory_url(const DirectorySearch& search) {
  const bool is_application = search.kind == DirectoryKind::applications;
  std::string url = search.endpoint + "/v1.0/";
  url += is_application ? "applications?$select=displayName,appId,identifierUris,api,appRoles"
                        : "servicePrincipals?$select=displayName,appId,servicePrincipalNames,"
                          "oauth2PermissionScopes,appRoles";
  url += "&$top=999";
  if (const auto filter = filter_of(search); !filter.empty()) {
    url += "&$filter=" + percent_encode(filter);
  }
  return url;
}

Result<std::vector<DirectoryEntry>> search_directory(const DirectorySearch& search,
                                                     Transport& transport) {
  const NamePattern pattern(search.pattern);
  const bool compares = pattern.has_star() && !is_uri(search.pattern);
  std::vector<DirectoryEntry> found;
  std::string url = directory_url(search);
  while (!url.empty()) {
    TRY(const auto body, fetch_page(url, search, transport));
    const auto page = body.find("value");
    if (page == body.end() || !page->is_array()) return unusable("it has no \"value\"");
    for (const auto& object : *page) {
      if (!object.is_object()) return unusable("an entry is not an object");
      auto entry = read_entry(object, search.kind);
      if (!compares || pattern.matches(entry.display_name)) found.push_back(std::move(entry));
    }
    TRY(auto next, next_page(body, search));
    if (next == url) return unusable("its next page is the same page");
    url = std::move(next);
  }
  std::ranges::sort(found, {}, [](const DirectoryEntry& entry) {
    return std::tuple(to_lower(entry.display_name), entry.app_id);
  });
  return found;
}

Error explain_directory_error(const HttpResponse& response, const Json& body) {
  static const Json kNothing = Json::object();
  const auto member = body.find("error");
  const Json& details = member != body.end() && member->is_object() ? *member : kNothing;
  Error error;
  error.error = string_or(details, "code", "error");
  error.message = "Microsoft Graph refused: " + error.error + " (status " +
                  std::to_string(response.status) + ")";
  if (const auto text = string_or(details, "message"); !text.empty()) error.message += ": " + text;
  if (const auto inner = details.find("innerError"); inner != details.end() && inner->is_object()) {
    error.correlation_id = string_or(*inner, "client-request-id");
    error.trace_id = string_or(*inner, "request-id");
  }
  error.retryable = response.status == 429 || response.status >= 500;
  error.kind = error.retryable ? ErrorKind::network : ErrorKind::server_refused;
  if (auto hint = hint_for(response.status, error.error); !hint.empty()) {
    error.hints.push_back(std::move(hint));
  }
  return error;
}

}  // namespace entra_auth::graph
