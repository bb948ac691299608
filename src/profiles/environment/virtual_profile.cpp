// SPDX-License-Identifier: MIT
#include "profiles/environment/virtual_profile.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "profiles/environment/azure.hpp"
#include "profiles/environment/injected_settings.hpp"

#include <array>
#include <string>
#include <vector>

namespace entra_auth::profiles {
namespace {

constexpr std::array<std::string_view, 7> kNames = {
    "env:azure",          "env:azure/VARIABLE",     "env:nais",         "env:maskinporten",
    "env:texas/entra_id", "env:texas/maskinporten", "env:texas/tokenx",
};

Profile named(std::string_view name) {
  Profile profile;
  profile.name = name;
  return profile;
}

/// doc.nais.io, "Entra ID reference: runtime variables" (until June 2025, and on as files).
Result<Profile> nais_profile(std::string_view name, const os::Environment& environment,
                             const std::filesystem::path& folder) {
  const InjectedSettings settings(std::string(name), environment, "AZURE_APP_CLIENT_ID", folder);
  const std::string advice =
      "Nais sets it in applications with spec.azure.application.enabled: true";
  Profile profile = named(name);
  profile.flow = Flow::client_credentials;
  TRY(profile.client_id, settings.required_client_id("AZURE_APP_CLIENT_ID", advice));
  TRY(profile.token_endpoint, settings.optional_url("AZURE_OPENID_CONFIG_TOKEN_ENDPOINT"));
  if (profile.token_endpoint.empty()) {
    if (settings.text("AZURE_APP_TENANT_ID").empty()) {
      return settings.invalid(
          settings.describe("AZURE_OPENID_CONFIG_TOKEN_ENDPOINT") + " is not set", advice);
    }
    TRY(profile.tenant_id, settings.required_tenant("AZURE_APP_TENANT_ID", advice));
  }
  if ((profile.jwk = settings.secret("AZURE_APP_JWK"))) {
    profile.auth_method = AuthMethod::jwk;
    profile.signing_algorithm = "RS256";  // what applications on Nais sign with
  } else if ((profile.client_secret = settings.secret("AZURE_APP_CLIENT_SECRET"))) {
    profile.auth_method = AuthMethod::client_secret;
  } else {
    return settings.invalid("neither " + settings.describe("AZURE_APP_JWK") + " nor " +
                                settings.describe("AZURE_APP_CLIENT_SECRET") + " is set",
                            environment.get_nonempty("NAIS_TOKEN_ENDPOINT")
                                ? "this pod has the token sidecar: use -p env:texas/entra_id"
                                : advice);
  }
  return profile;
}

/// The issuer of .../.well-known/oauth-authorization-server.
std::string issuer_of_metadata(std::string_view url) {
  const auto end = url.find(".well-known/");
  return std::string(url.substr(0, end == std::string_view::npos ? 0 : end));
}

/// doc.nais.io, "Maskinporten reference: runtime variables".
Result<Profile> maskinporten_profile(std::string_view name, const os::Environment& environment,
                                     const std::filesystem::path& folder) {
  const InjectedSettings settings(std::string(name), environment, "MASKINPORTEN_CLIENT_ID", folder);
  const std::string advice = environment.get_nonempty("NAIS_TOKEN_ENDPOINT")
                                 ? "this pod has the token sidecar: use -p env:texas/maskinporten"
                                 : "Nais sets it in applications with spec.maskinporten.enabled: "
                                   "true; elsewhere set it yourself";
  Profile profile = named(name);
  profile.provider = Provider::maskinporten;
  profile.flow = Flow::maskinporten;
  profile.auth_method = AuthMethod::jwk;
  TRY(profile.client_id, settings.required_client_id("MASKINPORTEN_CLIENT_ID", advice));
  profile.jwk = settings.secret("MASKINPORTEN_CLIENT_JWK");
  if (!profile.jwk) TRY_VOID(settings.required("MASKINPORTEN_CLIENT_JWK", advice));
  TRY(profile.issuer, settings.optional_url("MASKINPORTEN_ISSUER"));
  if (profile.issuer.empty()) {
    TRY(const auto metadata, settings.optional_url("MASKINPORTEN_WELL_KNOWN_URL"));
    profile.issuer = issuer_of_metadata(metadata);
  }
  if (profile.issuer.empty()) TRY_VOID(settings.required("MASKINPORTEN_ISSUER", advice));
  TRY(profile.token_endpoint, settings.optional_url("MASKINPORTEN_TOKEN_ENDPOINT"));
  profile.scopes = split(settings.text("MASKINPORTEN_SCOPES"), " ,\t\n");
  return profile;
}

Profile texas_profile(std::string_view name, std::string_view identity_provider) {
  Profile profile = named(name);
  profile.provider = Provider::texas;
  profile.identity_provider = identity_provider;
  profile.flow = identity_provider == "tokenx" ? Flow::on_behalf_of : Flow::client_credentials;
  return profile;
}

tl::unexpected<Error> unknown(std::string_view name) {
  const std::vector<std::string> names(kNames.begin(), kNames.end());
  Error error{.kind = ErrorKind::profile_not_found,
              .message = "there is no profile " + for_terminal(name, 80)};
  if (const auto nearest = nearest_names(name, names, 1); !nearest.empty()) {
    error.hints.push_back("did you mean " + nearest[0] + "?");
  }
  error.hints.push_back("profiles from the environment: " + join(names, ", "));
  return fail(std::move(error));
}

}  // namespace

Result<Profile> virtual_profile(std::string_view name, const os::Environment& environment,
                                const std::filesystem::path& nais_secrets) {
  constexpr std::string_view kAzure = "env:azure/";
  constexpr std::string_view kTexas = "env:texas/";
  if (name == "env:azure") return azure_profile(name, environment, {});
  if (name.starts_with(kAzure) && name.size() > kAzure.size()) {
    return azure_profile(name, environment, std::string(name.substr(kAzure.size())));
  }
  if (name == "env:nais") return nais_profile(name, environment, nais_secrets / "azure");
  if (name == "env:maskinporten") {
    return maskinporten_profile(name, environment, nais_secrets / "maskinporten");
  }
  if (name.starts_with(kTexas)) {
    const auto provider = name.substr(kTexas.size());
    for (const auto known : {"entra_id", "maskinporten", "tokenx"}) {
      if (provider == known) return texas_profile(name, provider);
    }
  }
  return unknown(name);
}

}  // namespace entra_auth::profiles
