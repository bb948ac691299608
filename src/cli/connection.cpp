// SPDX-License-Identifier: MIT
#include "cli/connection.hpp"

#include "os/folders.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace entra_auth::cli {
namespace {

/// The first of the variables that is set, else what the profile says; `origin` becomes its name.
Secret first_set(const os::Environment& environment, std::initializer_list<const char*> names,
                 std::string_view fallback, std::string& origin) {
  for (const char* name : names) {
    if (const auto value = environment.get_nonempty(name)) {
      origin = name;
      return Secret(*value);
    }
  }
  if (!fallback.empty()) origin = "proxy";
  return Secret(fallback);
}

}  // namespace

http::TransportSettings transport_settings(const Profile& profile,
                                           const os::Environment& environment) {
  http::TransportSettings settings;
  settings.user_agent = "entra-auth-cli/" ENTRA_AUTH_VERSION;
  http::ProxySettings& proxy = settings.proxy;
  proxy.https_proxy =
      first_set(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"},
                profile.proxy, proxy.https_proxy_origin);
  // HTTP_PROXY in upper case is not read: a CGI server sets it from a request header (httpoxy).
  proxy.http_proxy = first_set(environment, {"http_proxy", "all_proxy", "ALL_PROXY"}, profile.proxy,
                               proxy.http_proxy_origin);
  for (const char* name : {"no_proxy", "NO_PROXY"}) {
    const auto value = environment.get_nonempty(name);
    if (!value || !proxy.no_proxy.empty()) continue;
    proxy.no_proxy = *value;
    proxy.no_proxy_origin = name;
  }
  if (const auto file = environment.get_nonempty("SSL_CERT_FILE")) {
    settings.ca_file = *file;
    settings.ca_file_origin = "SSL_CERT_FILE";
  } else if (!profile.ca_file.empty()) {
    settings.ca_file = os::expand_home(profile.ca_file, environment).string();
    settings.ca_file_origin = "ca_file";
  }
  return settings;
}

OpenedCache open_token_cache(const os::Environment& environment) {
  const auto folder = os::cache_folder(environment);
  if (!folder) return {.cache = std::nullopt, .reason = folder.error().message};
  return {.cache = cache::TokenCache(*folder), .reason = {}};
}

Connection::Connection(const Profile& profile, const Context& context)
    : Connection(profile, context, open_token_cache(context.environment)) {}

Connection::Connection(const Profile& profile, const Context& context, OpenedCache opened)
    : curl_(transport_settings(profile, context.environment), context.clock),
      transport_(curl_, context.clock),
      tokens_(context.environment, std::move(opened.cache), std::move(opened.reason), transport_,
              context.clock) {}

}  // namespace entra_auth::cli
