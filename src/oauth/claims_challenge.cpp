// SPDX-License-Identifier: MIT
#include "oauth/claims_challenge.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "oauth/challenge_parser.hpp"

#include <set>

namespace entra_auth::oauth {
namespace {

tl::unexpected<Error> unusable(const std::string& what) {
  return fail(ErrorKind::usage, what,
              {"pass the claims as JSON or base64 with --claims, or the whole WWW-Authenticate "
               "value that the API sent with --claims-challenge"});
}

/// Quotes and backslashes cannot stand in a quoted string as they are, nor can line breaks.
std::string quoted_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c >= ' ' && c != '\x7f') out += c;
  }
  return out + "\"";
}

}  // namespace

Result<Json> read_claims(std::string_view text) {
  const auto trimmed = trim(text);
  if (trimmed.empty()) return unusable("the claims are empty");
  if (trimmed.front() == '{') {
    auto claims = parse_json_object(trimmed);
    if (!claims) return unusable("the claims are no JSON object: " + claims.error().message);
    return claims;
  }
  const auto decoded = base64_decode_lenient(trimmed);
  if (!decoded) return unusable("the claims are neither JSON nor base64");
  auto claims = parse_json_object(*decoded);
  if (!claims) {
    return unusable("the claims are the base64 of something else than a JSON object: " +
                    claims.error().message);
  }
  return claims;
}

Result<Json> read_claims_challenge(std::string_view header) {
  bool has_challenge = false;
  for (const auto& challenge : parse_challenges(header)) {
    has_challenge = true;
    const auto* claims = challenge.find("claims");
    if (claims == nullptr || claims->empty()) continue;
    return read_claims(*claims);
  }
  return unusable(has_challenge ? "there are no claims in that challenge"
                                : "that is no WWW-Authenticate value");
}

std::string claims_parameter(const Json& claims, std::span<const std::string> capabilities) {
  Json merged = claims.is_object() ? claims : Json::object();
  if (!capabilities.empty()) {
    Json& access_token = merged["access_token"];
    if (!access_token.is_object()) access_token = Json::object();
    access_token["xms_cc"] = {
        {"values", std::set<std::string>(capabilities.begin(), capabilities.end())}};
  }
  return merged.empty() ? "" : merged.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string make_challenge(std::string_view authorization_uri, std::string_view error,
                           std::string_view claims) {
  std::string value = "Bearer realm=\"\", authorization_uri=" + quoted_string(authorization_uri) +
                      ", error=" + quoted_string(error);
  if (!claims.empty()) value += ", claims=" + quoted_string(base64_encode(claims));
  return value;
}

}  // namespace entra_auth::oauth
