// SPDX-License-Identifier: MIT
#include "cli/inspect/token_summary.hpp"

#include "base/text.hpp"
#include "base/url.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kLongest = 400;

/// A text, or the texts of an array, or nothing.
std::string text_of(const Json& claims, std::string_view name) {
  const auto claim = claims.find(name);
  if (claim == claims.end()) return {};
  if (claim->is_string()) return for_terminal(claim->get_ref<const std::string&>(), kLongest);
  std::vector<std::string> texts;
  if (claim->is_array()) {
    for (const auto& each : *claim) {
      if (each.is_string()) texts.push_back(for_terminal(each.get_ref<const std::string&>(), 200));
    }
  }
  return for_terminal(join(texts, ", "), kLongest);
}

std::string first_of(const Json& claims, std::initializer_list<const char*> names) {
  for (const auto* name : names) {
    if (auto text = text_of(claims, name); !text.empty()) return text;
  }
  return {};
}

/// An access token of Entra names the client that it was issued to; an id_token is issued to its
/// audience, and may have roles. Others are known by what OpenID Connect puts into id_tokens alone.
bool is_id_token(const Json& claims) {
  if (claims.contains("scp") || claims.contains("scope")) return false;
  if (claims.contains("tid")) {
    return !claims.contains("azp") && !claims.contains("appid") && !claims.contains("idtyp");
  }
  return !claims.contains("roles") &&
         (claims.contains("nonce") || claims.contains("at_hash") || claims.contains("c_hash"));
}

bool is_application(const Json& claims) {
  if (text_of(claims, "idtyp") == "app") return true;
  return !claims.contains("scp") &&
         (claims.contains("roles") ||
          (claims.contains("sub") && text_of(claims, "sub") == text_of(claims, "oid")));
}

std::string kind_of(const Json& claims) {
  if (claims.contains("client_amr") && claims.contains("consumer")) {
    return "access token of Maskinporten";
  }
  if (claims.contains("idp") && claims.contains("client_id") && !claims.contains("tid")) {
    return "access token of TokenX, for a user";
  }
  if (is_id_token(claims)) return "id_token: it tells a client who signed in, APIs do not take it";
  if (!claims.contains("tid")) return "JWT";
  const auto version = text_of(claims, "ver");
  return std::string("access token of Entra ID") + (version.empty() ? "" : " (v" + version + ")") +
         (is_application(claims) ? ", for an application" : ", for a user");
}

/// How the client has proved who it is: `azpacr` (v2), `appidacr` (v1).
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
    notes.emplace_back("its header has a nonce: nobody but the API it is for can verify it");
  }
  if (is_for_graph(claims)) {
    notes.emplace_back("it is for Microsoft Graph: no other API takes it");
  }
  if (has_too_many_groups(claims)) {
    notes.emplace_back("the user is in more groups than fit: ask Microsoft Graph for them");
  }
  if (text_of(claims, "xms_cc").find("cp1") != std::string::npos) {
    notes.emplace_back("its client handles claims challenges, so it may be revoked at any time");
  }
  const bool is_entra = claims.contains("tid") && !is_id_token(claims);
  if (is_entra && is_application(claims) && !claims.contains("roles")) {
    notes.emplace_back("it has no roles: an API that wants one answers 403");
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

}  // namespace entra_auth::cli
