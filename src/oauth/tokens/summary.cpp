// SPDX-License-Identifier: MIT
#include "oauth/tokens/summary.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "oauth/tokens/claims.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace entra_auth::oauth {
namespace {

constexpr std::size_t kLongest = 400;

/// The claim's texts, made safe to show; empty if there are none.
std::string text_of(const Json& claims, std::string_view name) {
  auto texts = text_claims(claims, name);
  if (texts.size() == 1) return for_terminal(texts[0], kLongest);
  for (auto& each : texts) each = for_terminal(each, 200);
  return for_terminal(join(texts, ", "), kLongest);
}

std::string first_of(const Json& claims, std::initializer_list<const char*> names) {
  for (const auto* name : names) {
    if (auto text = text_of(claims, name); !text.empty()) return text;
  }
  return {};
}

std::string kind_of(const Json& claims) {
  if (claims.contains("client_amr") && claims.contains("consumer")) {
    return "access token of Maskinporten";
  }
  if (claims.contains("idp") && claims.contains("client_id") && !claims.contains("tid")) {
    return "access token of TokenX, for a user";
  }
  if (is_id_token(claims))
    return "id_token: it tells a client who signed in, APIs do not accept it";
  if (!claims.contains("tid")) return "JWT";
  const auto version = text_of(claims, "ver");
  return std::string("access token of Entra ID") + (version.empty() ? "" : " (v" + version + ")") +
         (is_application(claims) ? ", for an application" : ", for a user");
}

/// How the client authenticated: `azpacr` (v2), `appidacr` (v1).
std::string proof_of(const Json& claims) {
  const auto proof = first_of(claims, {"azpacr", "appidacr"});
  if (proof == "0") return " (public client)";
  if (proof == "1") return " (by client secret)";
  if (proof == "2") return " (by certificate or assertion)";
  return {};
}

bool is_for_graph(const Json& claims) {
  constexpr std::array<std::string_view, 5> kGraph = {
      "00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com",
      "https://graph.microsoft.us", "https://dod-graph.microsoft.us",
      "https://microsoftgraph.chinacloudapi.cn"};
  const auto audience = text_of(claims, "aud");
  return std::ranges::find(kGraph, without_trailing_slashes(audience)) != kGraph.end();
}

bool has_too_many_groups(const Json& claims) {
  const auto names = claims.find("_claim_names");
  return claims.contains("hasgroups") ||
         (names != claims.end() && names->is_object() && names->contains("groups"));
}

std::vector<std::string> notes_on(const oauth::DecodedJwt& jwt) {
  const Json& claims = jwt.claims;
  std::vector<std::string> notes;
  if (jwt.header.contains("nonce")) {
    notes.emplace_back("its header has a nonce: only the API it was issued for can verify it");
  }
  if (is_for_graph(claims)) {
    notes.emplace_back("it is for Microsoft Graph: no other API accepts it");
  }
  if (has_too_many_groups(claims)) {
    notes.emplace_back("the user is in more groups than fit: ask Microsoft Graph for them");
  }
  if (text_of(claims, "xms_cc").find("cp1") != std::string::npos) {
    notes.emplace_back("its client handles claims challenges, so it may be revoked at any time");
  }
  const bool is_entra = claims.contains("tid") && !is_id_token(claims);
  if (is_entra && is_application(claims) && !claims.contains("roles")) {
    notes.emplace_back("it has no roles: an API that requires one answers 403");
  }
  return notes;
}

}  // namespace

std::vector<SummaryLine> summarize(const oauth::DecodedJwt& jwt) {
  const Json& claims = jwt.claims;
  std::vector<SummaryLine> lines = {{"kind", kind_of(claims)}};
  const auto add = [&](const char* name, std::string value) {
    if (!value.empty()) lines.push_back({name, std::move(value)});
  };
  add("for", text_of(claims, "aud"));
  add("from", text_of(claims, "iss"));
  if (auto client = first_of(claims, {"azp", "appid", "client_id"}); !client.empty()) {
    add("client", client + proof_of(claims));
  }
  for (const auto* organization : {"consumer", "supplier"}) {
    const auto claim = claims.find(organization);
    if (claim != claims.end() && claim->is_object()) add(organization, text_of(*claim, "ID"));
  }
  if (!claims.contains("tid") || is_id_token(claims) || !is_application(claims)) {
    add("user", first_of(claims, {"preferred_username", "upn", "unique_name", "email", "pid"}));
  }
  add("oid", text_of(claims, "oid"));
  add("scopes", first_of(claims, {"scp", "scope"}));
  add("roles", text_of(claims, "roles"));
  for (auto& note : notes_on(jwt)) add("note", std::move(note));
  return lines;
}

}  // namespace entra_auth::oauth
