// SPDX-License-Identifier: MIT
#include "sandbox/entra/issued_tokens.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "os/random.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {
namespace {

/// `iss` of the tenant's v1.0 tokens. At Entra it is https://sts.windows.net/{tenant}/.
std::string v1_issuer(const Sandbox& sandbox) {
  return sandbox.base_url + "/" + sandbox.tenant.id + "/";
}

/// Issuer, audience, version and client, as an access token for that API has them.
OrderedJson version_claims(const Sandbox& sandbox, const Resource& resource,
                           const std::string& client_id, std::optional<ClientProof> proof) {
  const bool is_v1 = resource.token_version == 1;
  OrderedJson claims{{"aud", is_v1 ? resource.called : resource.app_id},
                     {"iss", is_v1 ? v1_issuer(sandbox) : issuer(sandbox)},
                     {"ver", is_v1 ? "1.0" : "2.0"},
                     {is_v1 ? "appid" : "azp", client_id}};
  if (proof) claims[is_v1 ? "appidacr" : "azpacr"] = std::to_string(static_cast<int>(*proof));
  return claims;
}

/// The claims that access tokens and id tokens of a user share.
OrderedJson common_claims(const Sandbox& sandbox, const User& user, const std::string& audience,
                          long long lifetime) {
  const long long time = unix_now();
  return {{"iat", time},
          {"nbf", time},
          {"exp", time + lifetime},
          {"aio", base64url_encode(os::random_bytes(30))},
          {"sub", pairwise_subject(user, audience)},
          {"tid", sandbox.tenant.id},
          {"uti", base64url_encode(os::random_bytes(16))}};
}

/// `scp`. A token for Graph has OpenID Connect's scopes if the request names no others.
std::vector<std::string> granted_scopes(const UserScope& scope) {
  if (!scope.apis.empty()) return scope.apis.front().granted();
  return split(scope_of_response(scope), " ");
}

std::string access_token(const Sandbox& sandbox, const AuthenticatedClient& client,
                         const UserTokens& wanted, long long lifetime) {
  const auto& user = wanted.grant.user;
  const auto& resource = resource_of(wanted.scope);
  auto claims = version_claims(sandbox, resource, client.client->id, client.proof);
  claims.update(common_claims(sandbox, user, resource.app_id, lifetime));
  claims["name"] = user.name;
  claims["oid"] = user.oid;
  if (resource.token_version == 1) {
    claims["unique_name"] = user.username;
    claims["upn"] = user.username;
  } else {
    claims["preferred_username"] = user.username;
  }
  claims["scp"] = join(granted_scopes(wanted.scope), " ");
  auto requested = merge(wanted.grant.claims, wanted.claims);
  // Only a sign-in meets a policy; a token request that names it does not.
  requested.capolids = wanted.grant.claims.capolids;
  add_requested_claims(claims, requested);
  return sign_token(sandbox.signing_key, claims);
}

/// Like Entra, names the user only if `profile` was granted.
std::string id_token(const Sandbox& sandbox, const UserTokens& wanted, long long lifetime) {
  const auto& user = wanted.grant.user;
  auto claims = common_claims(sandbox, user, wanted.grant.client_id, lifetime);
  claims["aud"] = wanted.grant.client_id;
  claims["iss"] = issuer(sandbox);
  claims["ver"] = "2.0";
  if (!wanted.grant.nonce.empty()) claims["nonce"] = wanted.grant.nonce;
  if (wanted.scope.email) claims["email"] = user.username;
  if (wanted.scope.profile) {
    claims["name"] = user.name;
    claims["oid"] = user.oid;
    claims["preferred_username"] = user.username;
  }
  return sign_token(sandbox.signing_key, claims);
}

}  // namespace

std::string issuer(const Sandbox& sandbox) {
  return sandbox.base_url + "/" + sandbox.tenant.id + "/v2.0";
}

std::string issue_app_token(const Sandbox& sandbox, const Client& client,
                            std::optional<ClientProof> proof, const Resource& resource,
                            long long lifetime, const std::vector<std::string>& capabilities) {
  const long long time = unix_now();
  OrderedJson claims = version_claims(sandbox, resource, client.id, proof);
  claims["iat"] = time;
  claims["nbf"] = time;
  claims["exp"] = time + lifetime;
  claims["aio"] = base64url_encode(os::random_bytes(30));
  claims["oid"] = object_id(client);
  const auto& roles = resource.app_id == kGraphAppId ? client.graph_roles : client.roles;
  if (!roles.empty()) claims["roles"] = roles;
  claims["sub"] = object_id(client);
  claims["tid"] = sandbox.tenant.id;
  claims["uti"] = base64url_encode(os::random_bytes(16));
  if (!capabilities.empty()) claims["xms_cc"] = capabilities;
  return sign_token(sandbox.signing_key, claims);
}

Checked<UserScope> scope_of_request(const Sandbox& sandbox, const TokenRequest& request,
                                    const Client& client, const UserScope& granted) {
  const auto text = parameter(request.form, "scope");
  if (text.find_first_not_of(' ') == std::string_view::npos) return for_first_api(granted);
  auto scope = parse_user_scope(sandbox.tenant, client, text);
  if (!scope) return scope;
  if (auto checked = check_one_api(*scope, text); !checked) return tl::unexpected(checked.error());
  return scope;
}

OrderedJson issue_user_tokens(Sandbox& sandbox, const TokenRequest& request,
                              const AuthenticatedClient& client, const UserTokens& wanted) {
  const auto settings = sandbox.settings.get();
  OrderedJson members{{"token_type", "Bearer"},
                      {"scope", scope_of_response(wanted.scope)},
                      {"expires_in", settings.lifetime},
                      {"ext_expires_in", settings.lifetime}};
  if (settings.refresh_in) members["refresh_in"] = *settings.refresh_in;
  members["access_token"] = access_token(sandbox, client, wanted, settings.lifetime);
  if (wanted.refresh_token) {
    auto grant = wanted.grant;
    grant.nonce.clear();  // belongs to the first id token of the sign-in
    members["refresh_token"] = sandbox.refresh_tokens.issue(
        {.grant = std::move(grant), .issued = now(), .family = wanted.refresh_family});
  }
  if (wanted.scope.openid) members["id_token"] = id_token(sandbox, wanted, settings.lifetime);
  if (parameter(request.form, "client_info") == "1") {
    const OrderedJson info{{"uid", wanted.grant.user.oid}, {"utid", sandbox.tenant.id}};
    members["client_info"] = base64url_encode(info.dump());
  }
  return members;
}

Result<UserToken> parse_user_token(const Json& json) {
  TRY(auto audience, optional_string(json, "audience"));
  TRY(auto scp, optional_string(json, "scp"));
  TRY(auto subject, optional_string(json, "subject"));
  TRY(const auto lifetime, optional_integer(json, "lifetime", 0, kMaxLifetime));
  const auto claims = json.value("claims", Json::object());
  if (!claims.is_object()) return fail(ErrorKind::usage, "claims is not an object");
  UserToken token;
  if (audience) token.audience = std::move(*audience);
  if (scp) token.scp = std::move(*scp);
  if (subject) token.subject = std::move(*subject);
  token.lifetime = lifetime.value_or(token.lifetime);
  token.claims = claims;
  return token;
}

std::string issue_user_token(const Sandbox& sandbox, const UserToken& token) {
  const long long time = unix_now();
  OrderedJson claims{{"aud", token.audience},
                     {"iss", issuer(sandbox)},
                     {"iat", time},
                     {"nbf", time},
                     {"exp", time + token.lifetime},
                     {"azp", kPublicClientId},
                     {"azpacr", "0"},
                     {"name", "Sandbox User"},
                     {"oid", object_id({.id = token.subject})},
                     {"preferred_username", "user@" + sandbox.tenant.domains.front()},
                     {"scp", token.scp},
                     {"sub", token.subject},
                     {"tid", sandbox.tenant.id},
                     {"uti", base64url_encode(os::random_bytes(16))},
                     {"ver", "2.0"}};
  for (const auto& [name, value] : token.claims.items()) {
    if (value.is_null()) {
      claims.erase(name);
    } else {
      claims[name] = value;
    }
  }
  return sign_token(sandbox.signing_key, claims);
}

}  // namespace entra_auth::sandbox
