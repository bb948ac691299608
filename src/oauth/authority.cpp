// SPDX-License-Identifier: MIT
#include "oauth/authority.hpp"

#include "base/url.hpp"

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
};

}  // namespace

std::string cloud_authority(Cloud cloud) {
  switch (cloud) {
    case Cloud::public_cloud:
      break;
    case Cloud::usgov:
      return "https://login.microsoftonline.us";
    case Cloud::china:
      return "https://login.partner.microsoftonline.cn";
  }
  return "https://login.microsoftonline.com";
}

std::string federated_audience(Cloud cloud) {
  switch (cloud) {
    case Cloud::public_cloud:
      break;
    case Cloud::usgov:
      return "api://AzureADTokenExchangeUSGov";
    case Cloud::china:
      return "api://AzureADTokenExchangeChina";
  }
  return "api://AzureADTokenExchange";
}

std::string authority_of(const Profile& profile) {
  return profile.authority.empty() ? cloud_authority(profile.cloud) : profile.authority;
}

std::string entra_token_endpoint(std::string_view authority, std::string_view tenant) {
  while (authority.ends_with('/')) authority.remove_suffix(1);
  return std::string(authority) + "/" + std::string(tenant) + "/oauth2/v2.0/token";
}

std::string canonical_endpoint(std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed) return std::string(url);
  Url canonical = *parsed;
  for (const auto& alias : kAliases) {
    if (canonical.host == alias.host) canonical.host = alias.canonical;
  }
  std::string text = origin(canonical) + canonical.path;
  if (!canonical.query.empty()) text += "?" + canonical.query;
  return text;
}

}  // namespace entra_auth::oauth
