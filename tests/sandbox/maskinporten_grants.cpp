// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten_grants.hpp"

#include "base/json.hpp"
#include "os/random.hpp"

#include <catch2/catch.hpp>

#include <regex>

namespace entra_auth::test {
namespace {

const std::string kId = "00000000-0000-0000-0000-0000000000d1";

}  // namespace

std::string mp_code(const Response& response) {
  const auto description = string_or(response.body, "error_description");
  static const std::regex pattern(R"(.* \((?:(MP-\d{3}), )?trace_id: [0-9a-f-]{36}\))");
  std::smatch match;
  CHECK(response.body.size() == 2);
  CHECK_FALSE(response.error().empty());
  if (!std::regex_match(description, match, pattern)) return "not an error: " + response.text;
  return match[1].matched ? match[1].str() : "none";
}

Granter::Granter(const OrderedJson& registration) {
  OrderedJson client{{"client_id", kId},
                     {"organization", "111222333"},
                     {"jwks", {test_jwk("my-key")}},
                     {"scopes", {"a:read", "a:write", "a:ungranted"}},
                     {"granted_scopes", {"a:read", "a:write"}},
                     {"delegated_by", OrderedJson::array({"444555666"})}};
  client.update(registration);
  REQUIRE(send_json(sandbox_, "POST", "/sandbox/maskinporten/clients", client).status == 201);
}

OrderedJson Granter::claims() const {
  const auto time = unix_time();
  return {{"aud", sandbox_["base_url"] + "/"},
          {"iss", kId},
          {"scope", "a:read"},
          {"iat", time},
          {"exp", time + 60},
          {"jti", os::random_uuid()}};
}

OrderedJson Granter::claims_with(const std::string& name, const OrderedJson& value) const {
  auto changed = claims();
  changed[name] = value;
  return changed;
}

std::string Granter::sign(const OrderedJson& claims) const {
  return sign_jwt({{"kid", "my-key"}}, claims, test_key());
}

Response Granter::send_assertion(const std::string& assertion) const {
  return post_form(sandbox_, "/token", {{"grant_type", kGrantType}, {"assertion", assertion}});
}

Response Granter::ask_without(const std::string& name) const {
  auto changed = claims();
  changed.erase(name);
  return ask(changed);
}

Response Granter::ask_as(const OrderedJson& header, crypto::Algorithm algorithm) const {
  return send_assertion(sign_jwt(header, claims(), test_key(), algorithm));
}

}  // namespace entra_auth::test
