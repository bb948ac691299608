// SPDX-License-Identifier: MIT
#include "cli/get_token/token_output.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/output/yaml.hpp"

#include <algorithm>

namespace entra_auth::cli {
namespace {

struct NamedFormat {
  std::string_view name;
  TokenFormat format;
};

constexpr NamedFormat kFormats[] = {
    {"token", TokenFormat::token},     {"json", TokenFormat::json}, {"yaml", TokenFormat::yaml},
    {"header", TokenFormat::header},   {"env", TokenFormat::env},   {"curl", TokenFormat::curl},
    {"kubectl", TokenFormat::kubectl},
};

OrderedJson describe(const service::TokenResponse& response, const std::string& profile,
                     Timestamp now) {
  const Token& token = response.token;
  return {{"access_token", token.access_token.expose()},
          {"token_type", token.token_type},
          {"expires_in", std::max<long long>(0, (token.expires_at - now).count())},
          {"expires_on", token.expires_at.time_since_epoch().count()},
          {"expires_at", to_rfc3339(token.expires_at)},
          {"scope", token.scope},
          {"profile", profile},
          {"source", response.origin == service::TokenOrigin::cache ? "cache" : "server"}};
}

std::string exec_credential_version(const os::Environment& environment) {
  constexpr const char* kDefault = "client.authentication.k8s.io/v1";
  constexpr std::string_view kBeta = "client.authentication.k8s.io/v1beta1";
  const auto info = environment.get_nonempty("KUBERNETES_EXEC_INFO");
  if (!info) return kDefault;
  const auto json = parse_json_object(*info);
  return json && string_or(*json, "apiVersion") == kBeta ? std::string(kBeta) : kDefault;
}

}  // namespace

std::optional<TokenFormat> parse_token_format(std::string_view name) {
  const auto row = std::ranges::find(kFormats, name, &NamedFormat::name);
  if (row == std::end(kFormats)) return std::nullopt;
  return row->format;
}

std::vector<std::string> token_format_names() {
  std::vector<std::string> names;
  for (const auto& each : kFormats) names.emplace_back(each.name);
  return names;
}

Secret render_token(const service::TokenResponse& response, const std::string& profile,
                    TokenFormat format, const os::Environment& environment, Timestamp now) {
  const std::string token(response.token.access_token.expose());
  switch (format) {
    case TokenFormat::token:
      break;
    case TokenFormat::json:
      return Secret(to_ascii_json(describe(response, profile, now), 2) + "\n");
    case TokenFormat::yaml:
      return Secret(to_yaml(describe(response, profile, now)));
    case TokenFormat::header:
      return Secret("Authorization: Bearer " + token + "\n");
    case TokenFormat::env:
      return Secret("export ENTRA_TOKEN=" + shell_quote(token) +
                    "\nexport ENTRA_TOKEN_EXPIRES_ON=" +
                    std::to_string(response.token.expires_at.time_since_epoch().count()) + "\n");
    case TokenFormat::curl: {
      // curl's config syntax knows \\ and \" inside double quotes.
      std::string quoted;
      for (const char c : token) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
      }
      return Secret("header = \"Authorization: Bearer " + quoted + "\"\n");
    }
    case TokenFormat::kubectl: {
      const OrderedJson credential = {
          {"apiVersion", exec_credential_version(environment)},
          {"kind", "ExecCredential"},
          {"status",
           {{"expirationTimestamp", to_rfc3339(response.token.expires_at)}, {"token", token}}}};
      return Secret(to_ascii_json(credential, 2) + "\n");
    }
  }
  return Secret(token + "\n");
}

}  // namespace entra_auth::cli
