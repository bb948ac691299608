// SPDX-License-Identifier: MIT
#include "oauth/authority.hpp"

#include "base/text.hpp"
#include "base/url.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace entra_auth::oauth {
namespace {

struct Alias {
  std::string_view host;
  std::string_view canonical;
};

constexpr Alias kAliases[] = {
    {"login.windows.net", "login.microsoftonline.com"},
    {"login.microsoft.com", "login.microsoftonline.com"},
    {"sts.windows.net", "login.microsoftonline.com"},
    {"login.usgovcloudapi.net", "login.microsoftonline.us"},
    {"login.chinacloudapi.cn", "login.partner.microsoftonline.cn"},
    {"sts.chinacloudapi.cn", "login.partner.microsoftonline.cn"},
};

struct CloudFacts {
  Cloud cloud;
  std::string_view login_host;
  std::string_view graph_host;
  std::string_view federated_audience;
};

// Microsoft: "National clouds", "Microsoft Graph national cloud deployments", "Workload identity
// federation". Government customers at DoD level (dod-graph.microsoft.us) set `graph_endpoint`.
constexpr std::array kClouds = {
    CloudFacts{Cloud::public_cloud, "login.microsoftonline.com", "graph.microsoft.com",
               "api://AzureADTokenExchange"},
    CloudFacts{Cloud::usgov, "login.microsoftonline.us", "graph.microsoft.us",
               "api://AzureADTokenExchangeUSGov"},
    CloudFacts{Cloud::china, "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn",
               "api://AzureADTokenExchangeChina"},
};

const CloudFacts& facts_of(Cloud cloud) {
  return *std::ranges::find(kClouds, cloud, &CloudFacts::cloud);
}

std::string canonical_host(const std::string& host) {
  const auto* alias = std::ranges::find(kAliases, host, &Alias::host);
  return alias == std::end(kAliases) ? host : std::string(alias->canonical);
}

}  // namespace

std::string cloud_authority(Cloud cloud) {
  return "https://" + std::string(facts_of(cloud).login_host);
}

std::string authority_of(const Profile& profile) {
  return profile.authority.empty() ? cloud_authority(profile.cloud) : profile.authority;
}

Cloud cloud_of(const Profile& profile) {
  const auto url = parse_url(authority_of(profile));
  if (!url) return Cloud::public_cloud;
  const auto host = canonical_host(url->host);
  const auto found = std::ranges::find(kClouds, host, &CloudFacts::login_host);
  return found == kClouds.end() ? Cloud::public_cloud : found->cloud;
}

std::string federated_audience(Cloud cloud) {
  return std::string(facts_of(cloud).federated_audience);
}

std::string graph_endpoint_of(const Profile& profile) {
  if (!profile.graph_endpoint.empty()) return profile.graph_endpoint;
  return "https://" + std::string(facts_of(cloud_of(profile)).graph_host);
}

std::string entra_token_endpoint(std::string_view authority, std::string_view tenant) {
  return entra_endpoint(authority, tenant, "token");
}

std::string entra_endpoint(std::string_view authority, std::string_view tenant,
                           std::string_view name) {
  return std::string(without_trailing_slashes(authority)) + "/" + std::string(tenant) +
         "/oauth2/v2.0/" + std::string(name);
}

bool is_guid(std::string_view text) {
  constexpr std::size_t kLength = 36;
  return text.size() == kLength && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
                  c == '-';
         });
}

std::string canonical_guid(std::string_view text) {
  return is_guid(text) ? to_lower(text) : std::string(text);
}

std::optional<std::string> fill_issuer(std::string issuer, std::string_view tenant) {
  constexpr std::string_view kTemplate = "{tenantid}";
  const auto at = to_lower(issuer).find(kTemplate);
  if (at == std::string::npos) return issuer;
  if (!is_guid(tenant)) return std::nullopt;
  return issuer.replace(at, kTemplate.size(), tenant);
}

std::string canonical_endpoint(std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed) return std::string(url);
  Url canonical = *parsed;
  canonical.host = canonical_host(canonical.host);
  std::string text = origin(canonical) + canonical.path;
  if (!canonical.query.empty()) text += "?" + canonical.query;
  return text;
}

std::string default_scope(std::string_view resource) { return std::string(resource) + "/.default"; }

std::string scope_parameter(std::span<const std::string> scopes) { return join(scopes, " "); }

}  // namespace entra_auth::oauth
