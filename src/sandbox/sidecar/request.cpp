// SPDX-License-Identifier: MIT
#include "sandbox/sidecar/request.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/digest.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/http/parameters.hpp"
#include "sandbox/maskinporten/grant.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

struct ProviderName {
  std::string_view name;
  IdentityProvider provider;
};

// The first name of a provider is the one that messages use.
constexpr std::array kProviders{ProviderName{"entra_id", IdentityProvider::entra_id},
                                ProviderName{"azuread", IdentityProvider::entra_id},
                                ProviderName{"maskinporten", IdentityProvider::maskinporten},
                                ProviderName{"tokenx", IdentityProvider::tokenx},
                                ProviderName{"idporten", IdentityProvider::idporten}};

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// The fields of a form, with the types that they have in JSON.
SidecarChecked<Json> read_form_fields(const Request& request) {
  const auto form = parse_form(request.body);
  if (!form) return refuse_sidecar_request("Failed to deserialize form body");
  if (const auto repeated = repeated_parameter(*form); !repeated.empty()) {
    return refuse_sidecar_request("duplicate field `" + std::string(repeated) + "`");
  }
  auto fields = Json::object();
  for (const auto& [name, value] : *form) {
    fields[name] = value;
    if (name == "skip_cache" && (value == "true" || value == "false")) {
      fields[name] = value == "true";
    }
    if (name == "authorization_details") {
      auto details = parse_json(value);
      if (!details) return refuse_sidecar_request("authorization_details: not JSON");
      fields[name] = std::move(*details);
    }
  }
  return fields;
}

SidecarChecked<Json> read_fields(const Request& request) {
  if (is_form(request)) return read_form_fields(request);
  if (request.has_media_type("application/json")) {
    auto json = parse_json_object(request.body);
    if (!json) return refuse_sidecar_request("Failed to parse JSON: " + json.error().message);
    return std::move(*json);
  }
  return refuse_sidecar_request(
      "unsupported media type: " + std::string(request.header("content-type").value_or("")) +
      ": expected one of `application/json`, `application/x-www-form-urlencoded`");
}

SidecarChecked<void> check_fields(const Json& json, const SidecarFields& fields) {
  for (const auto& [name, value] : json.items()) {
    if (!contains(fields.required, name) && !contains(fields.optional, name)) {
      return refuse_sidecar_request("unknown field `" + name + "`");
    }
    const bool fits = name == "skip_cache"              ? value.is_boolean()
                      : name == "authorization_details" ? value.is_array()
                                                        : value.is_string();
    if (!fits && !value.is_null()) return refuse_sidecar_request(name + ": invalid type");
  }
  for (const auto name : fields.required) {
    if (string_or(json, name).empty()) {
      return refuse_sidecar_request("missing field `" + std::string(name) + "`");
    }
  }
  return {};
}

/// Everything that the token depends on, and so not `skip_cache`.
std::string cache_key(const SidecarRequest& request) {
  return Json::array({name(request.provider), request.target, request.resource,
                      request.authorization_details,
                      hex_encode(crypto::sha256(request.user_token))})
      .dump();
}

}  // namespace

tl::unexpected<SidecarRefusal> refuse_sidecar_request(std::string text) {
  return tl::unexpected(SidecarRefusal{400, "invalid_request", std::move(text)});
}

tl::unexpected<SidecarRefusal> pass_on(const Reply& upstream) {
  const auto body = Json::parse(upstream.body);
  return tl::unexpected(SidecarRefusal{upstream.status, string_or(body, "error"),
                                       string_or(body, "error_description"), upstream.code});
}

Reply sidecar_error_reply(const SidecarRefusal& refusal) {
  auto reply =
      json_reply(refusal.status, {{"error", refusal.error}, {"error_description", refusal.text}});
  reply.code = refusal.code;
  return reply;
}

std::string_view name(IdentityProvider provider) {
  return std::ranges::find(kProviders, provider, &ProviderName::provider)->name;
}

std::string issuer_of(const Sandbox& sandbox, IdentityProvider provider) {
  switch (provider) {
    case IdentityProvider::entra_id:
      return issuer(sandbox);
    case IdentityProvider::maskinporten:
      return maskinporten_issuer(sandbox);
    case IdentityProvider::tokenx:
    case IdentityProvider::idporten:
      break;
  }
  return sandbox.base_url + "/" + std::string(name(provider));
}

SidecarChecked<SidecarRequest> read_sidecar_request(const Request& request,
                                                    const SidecarFields& fields) {
  if (request.method != "POST") {
    return tl::unexpected(SidecarRefusal{405, "invalid_request", "Method not allowed"});
  }
  if (came_through_proxy(request)) {
    return refuse_sidecar_request("the request came through a proxy");
  }
  const auto json = read_fields(request);
  if (!json) return tl::unexpected(json.error());
  if (auto checked = check_fields(*json, fields); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto provider_name = string_or(*json, "identity_provider");
  const auto* provider = std::ranges::find(kProviders, provider_name, &ProviderName::name);
  if (provider == kProviders.end()) {
    return refuse_sidecar_request("identity_provider: unknown variant `" + provider_name + "`");
  }
  const auto skip_cache = json->value("skip_cache", Json());
  return SidecarRequest{.provider = provider->provider,
                        .target = string_or(*json, "target"),
                        .resource = string_or(*json, "resource"),
                        .user_token = string_or(*json, "user_token"),
                        .token = string_or(*json, "token"),
                        .authorization_details = json->value("authorization_details", Json()),
                        .skip_cache = skip_cache == Json(true)};
}

Reply answer_from_cache(Sandbox& sandbox, const Request& http, const SidecarFields& fields,
                        FetchToken fetch) {
  const auto request = read_sidecar_request(http, fields);
  if (!request) return sidecar_error_reply(request.error());
  const auto key = cache_key(*request);
  const auto time = unix_now();
  auto token = request->skip_cache ? std::nullopt : sandbox.sidecar_cache.find(key, time);
  if (!token) {
    auto fetched = fetch(sandbox, http, *request);
    if (!fetched) return sidecar_error_reply(fetched.error());
    token = std::move(*fetched);
    sandbox.sidecar_cache.put(key, *token);
  }
  return token_response(sandbox.settings.get(), {{"access_token", token->access_token},
                                                 {"expires_in", token->expires - time},
                                                 {"token_type", "Bearer"}});
}

SidecarToken fresh_token(std::string access_token, long long lifetime) {
  return {std::move(access_token), unix_now() + lifetime};
}

}  // namespace entra_auth::sandbox
