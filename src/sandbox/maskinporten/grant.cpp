// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten/grant.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "os/random.hpp"
#include "sandbox/maskinporten/authorization_details.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

constexpr long long kMaxClockSkew = 10;  // seconds
constexpr long long kMaxLifetime = 120;  // seconds
constexpr long long kMaxTime = 100'000'000'000;

tl::unexpected<MaskinportenRefusal> refuse_time(std::string_view reason) {
  return refuse_grant(130,
                      "Invalid assertion. Client authentication failed. " + std::string(reason));
}

MaskinportenChecked<long long> read_time(const Json& claims, const std::string& name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number_integer()) return refuse_parameter_value(name);
  const auto time = optional_integer(claims, name, 0, kMaxTime);
  if (!time) return refuse_parameter_value(name);
  return **time;
}

MaskinportenChecked<void> check_times(const Json& claims) {
  const auto issued = read_time(claims, "iat");
  if (!issued) return tl::unexpected(issued.error());
  const auto expires = read_time(claims, "exp");
  if (!expires) return tl::unexpected(expires.error());
  const long long time = unix_now();
  if (*issued > time + kMaxClockSkew) return refuse_time("Issue time is after now");
  if (*expires <= time) return refuse_time("JWT is expired");
  if (*expires - *issued > kMaxLifetime) {
    return refuse_time("Expiration time is more than 120 seconds after issue time");
  }
  return {};
}

/// Reads a claim that may be absent, but not empty or of another type.
MaskinportenChecked<std::string> read_text(const Json& claims, const std::string& name) {
  const auto found = claims.find(name);
  if (found == claims.end()) return std::string();
  if (!found->is_string() || found->get_ref<const std::string&>().empty()) {
    return refuse_parameter_value(name);
  }
  return found->get<std::string>();
}

bool is_https_url(const Json& value) {
  constexpr std::string_view kScheme = "https://";
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return text.starts_with(kScheme) && text.size() > kScheme.size() &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

MaskinportenChecked<std::string> read_consumer(const MaskinportenClient& client,
                                               const Json& claims) {
  auto consumer = read_text(claims, "consumer_org");
  if (!consumer || consumer->empty()) return consumer;
  if (!is_organization_number(*consumer)) return refuse_parameter_value("consumer_org");
  if (*consumer == client.organization) {
    return refuse_parameter_value(
        "combination consumer_org and client: they are the same organization");
  }
  if (claims.contains("iss_onbehalfof")) {
    return refuse_parameter_value("combination consumer_org and iss_onbehalfof");
  }
  return consumer;
}

MaskinportenChecked<std::string> read_pid(const Json& claims) {
  auto pid = read_text(claims, "pid");
  if (pid && !pid->empty() && (pid->size() != 11 || !parse_digits(*pid))) {
    return refuse_parameter_value("pid");
  }
  return pid;
}

/// An organization as the claims of a token name it.
OrderedJson party(const std::string& organization) {
  return {{"authority", "iso6523-actorid-upis"}, {"ID", "0192:" + organization}};
}

}  // namespace

MaskinportenChecked<MaskinportenGrant> read_grant(const Sandbox& sandbox,
                                                  const MaskinportenClient& client,
                                                  const Json& claims) {
  if (claims.value("aud", Json()) != maskinporten_issuer(sandbox)) {
    return refuse_grant(110,
                        "Invalid assertion. Client authentication failed. Invalid JWT claim aud");
  }
  if (auto checked = check_times(claims); !checked) return tl::unexpected(checked.error());
  for (const auto* name : {"jti", "iss_onbehalfof"}) {
    if (const auto text = read_text(claims, name); !text) return tl::unexpected(text.error());
  }
  MaskinportenGrant grant;
  auto scopes = read_scopes(string_or(claims, "scope"));
  if (!scopes) return tl::unexpected(scopes.error());
  grant.scopes = std::move(*scopes);
  if (claims.contains("resource")) {
    grant.resource = claims.at("resource");
    if (auto checked = check_resource(grant.resource); !checked) {
      return tl::unexpected(checked.error());
    }
  }
  auto consumer = read_consumer(client, claims);
  if (!consumer) return tl::unexpected(consumer.error());
  grant.consumer_org = std::move(*consumer);
  auto pid = read_pid(claims);
  if (!pid) return tl::unexpected(pid.error());
  grant.pid = std::move(*pid);
  if (claims.contains("authorization_details")) {
    grant.authorization_details = claims.at("authorization_details");
    if (auto checked = check_authorization_details(grant.authorization_details); !checked) {
      return tl::unexpected(checked.error());
    }
  }
  return grant;
}

MaskinportenChecked<std::vector<std::string>> read_scopes(std::string_view scope) {
  const bool clean = std::ranges::all_of(
      scope, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  auto scopes = split(scope, " ");
  if (!clean || scopes.empty()) return refuse_parameter_value("scope");
  return scopes;
}

MaskinportenChecked<void> check_resource(const Json& resource) {
  const bool fits = resource.is_array()
                        ? !resource.empty() && std::ranges::all_of(resource, is_https_url)
                        : is_https_url(resource);
  if (!fits) return refuse_parameter_value("resource");
  return {};
}

MaskinportenChecked<void> check_access(const MaskinportenClient& client,
                                       const MaskinportenGrant& grant) {
  const auto lacks = [&](const std::vector<std::string>& known) {
    return std::ranges::find_if(grant.scopes, [&](const std::string& scope) {
      return std::ranges::find(known, scope) == known.end();
    });
  };
  if (const auto scope = lacks(client.scopes); scope != grant.scopes.end()) {
    return refuse_grant(200, "Token request contains invalid scopes for client: " + *scope);
  }
  const auto consumer = grant.consumer_org.empty() ? client.organization : grant.consumer_org;
  if (!grant.consumer_org.empty() &&
      std::ranges::find(client.delegated_by, consumer) == client.delegated_by.end()) {
    return refuse_grant(251, "Consumer " + consumer + " has not delegated access to supplier " +
                                 client.organization);
  }
  if (const auto scope = lacks(client.granted_scopes); scope != grant.scopes.end()) {
    return refuse_grant(
        250, "Consumer " + consumer + " has not been granted access to the scope " + *scope);
  }
  return {};
}

std::string maskinporten_issuer(const Sandbox& sandbox) { return sandbox.base_url + "/"; }

OrderedJson issue_maskinporten_token(const Sandbox& sandbox, const MaskinportenClient& client,
                                     const MaskinportenGrant& grant, std::string_view client_amr) {
  const long long time = unix_now();
  const long long lifetime = sandbox.settings.get().maskinporten_lifetime;
  const auto scope = join(grant.scopes, " ");
  OrderedJson claims;
  if (!grant.resource.is_null()) claims["aud"] = grant.resource;
  claims["iss"] = maskinporten_issuer(sandbox);
  claims["client_amr"] = client_amr;
  claims["token_type"] = "Bearer";
  claims["client_id"] = client.id;
  claims["scope"] = scope;
  claims["exp"] = time + lifetime;
  claims["iat"] = time;
  claims["jti"] = base64url_encode(os::random_bytes(32));
  if (grant.consumer_org.empty()) {
    claims["consumer"] = party(client.organization);
  } else {
    claims["consumer"] = party(grant.consumer_org);
    claims["supplier"] = party(client.organization);
    claims["delegation_source"] = "https://tt02.altinn.no/";
  }
  if (!grant.pid.empty()) claims["pid"] = grant.pid;
  if (!grant.authorization_details.is_null()) {
    claims["authorization_details"] = granted_authorization_details(grant.authorization_details);
  }
  return {{"access_token", sign_token(sandbox.signing_key, claims)},
          {"token_type", "Bearer"},
          {"expires_in", lifetime},
          {"scope", scope}};
}

}  // namespace entra_auth::sandbox
