// SPDX-License-Identifier: MIT
#include "cli/inspect/render.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/inspect/report.hpp"
#include "cli/output/yaml.hpp"
#include "oauth/tokens/claims.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxShownBytes = 1024 * 1024;

/// Follows "a.b.0" through objects and arrays. A claim name may contain dots itself, so at each
/// step the longest name that exists is used.
const Json* find_claim(const Json& value, std::string_view path) {
  if (path.empty()) return &value;
  for (std::size_t end = path.size(); end != std::string_view::npos && end > 0;
       end = path.rfind('.', end - 1)) {
    const auto name = path.substr(0, end);
    const auto rest = path.substr(std::min(end + 1, path.size()));
    const Json* child = nullptr;
    if (value.is_object() && value.contains(name)) {
      child = &*value.find(name);
    } else if (value.is_array()) {
      const auto index = parse_digits(name);
      if (index && static_cast<std::size_t>(*index) < value.size()) {
        child = &value[static_cast<std::size_t>(*index)];
      }
    }
    if (child != nullptr) {
      if (const Json* found = find_claim(*child, rest)) return found;
    }
  }
  return nullptr;
}

std::string signature_line(const oauth::DecodedJwt& jwt,
                           const std::optional<service::Verdict>& verdict) {
  if (!verdict) return jwt.signature.empty() ? "none" : "present, not verified";
  const auto rule =
      std::ranges::find(verdict->rules, std::string("signature"), &oauth::RuleOutcome::rule);
  const bool held = rule == verdict->rules.end() ? verdict->verified : rule->held;
  return (held ? "verified by " : "not verified by ") + verdict->verifier;
}

}  // namespace

OrderedJson describe_token(const oauth::DecodedJwt& jwt,
                           const std::optional<service::Verdict>& verdict, Timestamp now) {
  OrderedJson json = {
      {"header", jwt.header}, {"claims", jwt.claims}, {"signature", jwt.signature_text}};
  const auto expires = oauth::date_claim(jwt.claims, "exp");
  json["expires_in"] = expires ? OrderedJson((*expires - now).count()) : OrderedJson();
  json["status"] = oauth::token_status(jwt.claims, now);
  json["verified"] = verdict ? OrderedJson(verdict->verified) : OrderedJson();
  if (verdict && !verdict->rules.empty()) json["rules"] = rules_to_json(*verdict);
  return json;
}

std::string describe_token_on_a_line(const oauth::DecodedJwt& jwt, Timestamp now) {
  const auto expires = oauth::date_claim(jwt.claims, "exp");
  const auto dumped = [](const Json& json) {  // to_ascii_json would copy it first
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
  };
  std::string line = "{\"header\":" + dumped(jwt.header) + ",\"claims\":" + dumped(jwt.claims);
  line += ",\"signature\":\"" + jwt.signature_text;  // base64url
  line += "\",\"expires_in\":";
  line += expires ? std::to_string((*expires - now).count()) : "null";
  line += ",\"status\":\"";
  line += oauth::token_status(jwt.claims, now);
  line += "\",\"verified\":null}\n";
  return line;
}

Result<std::string> render_claim(const oauth::DecodedJwt& jwt, const std::string& path,
                                 LineBreaks line_breaks) {
  const Json* claim = find_claim(jwt.claims, path);
  if (claim == nullptr) {
    std::vector<std::string> names;
    for (const auto& [name, value] : jwt.claims.items()) names.push_back(for_terminal(name, 80));
    return fail(ErrorKind::unexpected, "the token has no claim " + for_terminal(path, 200),
                {"claims: " + join(names, ", ")});
  }
  if (!claim->is_string()) return to_ascii_json(*claim) + "\n";
  const auto& text = claim->get_ref<const std::string&>();
  return (line_breaks == LineBreaks::kept ? for_terminal_multiline(text)
                                          : for_terminal(text, kMaxShownBytes)) +
         "\n";
}

Result<std::string> render_token(const InspectOptions& options, const oauth::DecodedJwt& jwt,
                                 const std::optional<service::Verdict>& verdict, Timestamp now) {
  if (!options.claim.empty()) return render_claim(jwt, options.claim, LineBreaks::kept);
  const bool as_yaml = options.output == "yaml";
  const auto structured = [&](const OrderedJson& json) {
    return as_yaml ? to_yaml(json) : to_ascii_json(json, 2) + "\n";
  };
  if (options.header_only) return structured(jwt.header);
  if (options.claims_only) return structured(jwt.claims);
  if (as_yaml || options.output == "json") return structured(describe_token(jwt, verdict, now));
  return render_report(jwt, signature_line(jwt, verdict), now,
                       options.utc ? TimeZone::utc : TimeZone::local) +
         (verdict ? render_rules(*verdict) : std::string());
}

}  // namespace entra_auth::cli
