// SPDX-License-Identifier: MIT
#include "oauth/tokens/claims.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

#include <cmath>

namespace entra_auth::oauth {
namespace {

std::vector<std::string> words_of(const Json& claims, std::string_view name) {
  const auto claim = claims.find(name);
  if (claim == claims.end() || !claim->is_string()) return text_claims(claims, name);
  return split(claim->get_ref<const std::string&>(), " ");
}

}  // namespace

std::optional<Timestamp> date_claim(const Json& claims, std::string_view name) {
  constexpr auto kLatest = static_cast<double>(kLastSecond);
  const auto claim = claims.find(name);
  if (claim == claims.end() || !claim->is_number()) return std::nullopt;
  // As a double every JSON number has a value; whole seconds are exact far beyond the limits here.
  const auto seconds = std::floor(claim->get<double>());
  if (!(seconds >= -kLatest && seconds <= kLatest)) return std::nullopt;
  return Timestamp(std::chrono::seconds(static_cast<long long>(seconds)));
}

std::vector<std::string> text_claims(const Json& claims, std::string_view name) {
  const auto claim = claims.find(name);
  if (claim == claims.end()) return {};
  if (claim->is_string()) return {claim->get_ref<const std::string&>()};
  std::vector<std::string> texts;
  if (!claim->is_array()) return texts;
  for (const auto& each : *claim) {
    if (each.is_string()) texts.push_back(each.get_ref<const std::string&>());
  }
  return texts;
}

std::vector<std::string> audiences_of(const Json& claims) { return text_claims(claims, "aud"); }

std::vector<std::string> scopes_of(const Json& claims) {
  auto scopes = words_of(claims, "scp");
  for (auto& each : words_of(claims, "scope")) scopes.push_back(std::move(each));
  return scopes;
}

std::vector<std::string> roles_of(const Json& claims) { return text_claims(claims, "roles"); }

bool is_id_token(const Json& claims) {
  if (claims.contains("scp") || claims.contains("scope")) return false;
  if (claims.contains("tid")) {
    return !claims.contains("azp") && !claims.contains("appid") && !claims.contains("idtyp");
  }
  return !claims.contains("roles") &&
         (claims.contains("nonce") || claims.contains("at_hash") || claims.contains("c_hash"));
}

bool is_application(const Json& claims) {
  if (string_or(claims, "idtyp") == "app") return true;
  if (!words_of(claims, "scp").empty()) return false;
  const auto subject = string_or(claims, "sub");
  return claims.contains("roles") || (!subject.empty() && subject == string_or(claims, "oid"));
}

std::string_view token_status(const Json& claims, Timestamp now) {
  if (claims.contains("nbf")) {
    const auto start = date_claim(claims, "nbf");
    if (!start || now < *start) return "not_yet_valid";
  }
  if (!claims.contains("exp")) return "no_expiry";
  const auto expiry = date_claim(claims, "exp");
  return expiry && now < *expiry ? "valid" : "expired";
}

}  // namespace entra_auth::oauth
