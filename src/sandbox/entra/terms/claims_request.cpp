// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/claims_request.hpp"

#include "base/json.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

tl::unexpected<Refusal> refuse_claims() {
  return refuse(90100, "claims parameter is empty or not valid: it must be a JSON object.");
}

void add_new(std::vector<std::string>& values, const std::string& value) {
  if (std::ranges::find(values, value) == values.end()) values.push_back(value);
}

/// Reads `value` and `values` of one requested claim. Returns false if they are not strings.
bool read_values(const Json& wishes, std::string_view name, std::vector<std::string>& into) {
  const auto wish = wishes.value(std::string(name), Json());
  if (wish.is_null()) return true;
  if (!wish.is_object()) return false;
  auto values = wish.value("values", Json::array());
  if (!values.is_array()) return false;
  if (wish.contains("value")) values.push_back(wish.at("value"));
  for (const auto& value : values) {
    if (!value.is_string()) return false;
    add_new(into, value.get<std::string>());
  }
  return true;
}

void add_claim(OrderedJson& claims, const char* name, const std::vector<std::string>& values) {
  if (!values.empty()) claims[name] = values;
}

}  // namespace

Checked<ClaimsRequest> parse_claims_request(std::string_view parameter) {
  ClaimsRequest request;
  if (parameter.empty()) return request;
  const auto json = parse_json_object(parameter);
  if (!json) return refuse_claims();
  for (const auto* section : {"access_token", "id_token", "userinfo"}) {
    const auto found = json->find(section);
    if (found != json->end() && !found->is_object() && !found->is_null()) return refuse_claims();
  }
  const auto wishes = json->value("access_token", Json());
  if (wishes.is_null()) return request;
  if (!read_values(wishes, "acrs", request.acrs) ||
      !read_values(wishes, "xms_cc", request.xms_cc) ||
      !read_values(wishes, "capolids", request.capolids)) {
    return refuse_claims();
  }
  return request;
}

ClaimsRequest merge(ClaimsRequest first, const ClaimsRequest& second) {
  for (const auto& value : second.acrs) add_new(first.acrs, value);
  for (const auto& value : second.xms_cc) add_new(first.xms_cc, value);
  for (const auto& value : second.capolids) add_new(first.capolids, value);
  return first;
}

void add_requested_claims(OrderedJson& claims, const ClaimsRequest& request) {
  add_claim(claims, "acrs", request.acrs);
  add_claim(claims, "xms_cc", request.xms_cc);
  add_claim(claims, "capolids", request.capolids);
}

}  // namespace entra_auth::sandbox
