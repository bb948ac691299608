// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/maskinporten_grants.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

OrderedJson detail() {
  return {{"type", "urn:altinn:systemuser"},
          {"systemuser_org", {{"authority", "iso6523-actorid-upis"}, {"ID", "0192:444555666"}}}};
}

OrderedJson detail_with(const std::string& name, const OrderedJson& value) {
  auto changed = detail();
  changed[name] = value;
  return changed;
}

OrderedJson organization(const OrderedJson& members) {
  auto changed = detail();
  changed["systemuser_org"].update(members);
  return changed;
}

std::string code_for(const Granter& client, const OrderedJson& one) {
  return mp_code(client.ask_with("authorization_details", OrderedJson::array({one})));
}

}  // namespace

TEST_CASE("authorization_details: the token names the system user") {
  const Granter client;
  const auto details = OrderedJson::array({detail_with("externalRef", "ref")});
  const auto claims = token_claims(client.ask_with("authorization_details", details));
  const auto& granted = claims.at("authorization_details").at(0);
  CHECK(granted.at("type") == "urn:altinn:systemuser");
  CHECK(granted.at("systemuser_org").at("ID") == "0192:444555666");
  CHECK(granted.at("externalRef") == "ref");
  CHECK(granted.at("systemuser_id").at(0).get<std::string>().size() == 36);
  CHECK(granted.contains("system_id"));
}

TEST_CASE("authorization_details: anything but an array of one system user is refused") {
  const Granter client;
  for (const auto& value :
       {detail(), OrderedJson("text"), OrderedJson(nullptr), OrderedJson::array(),
        OrderedJson::array({detail(), detail()}), OrderedJson::array({"text"})}) {
    const auto response = client.ask_with("authorization_details", value);
    CHECK(mp_code(response) == "MP-301");
    CHECK(response.status == 400);
  }
  CHECK(code_for(client, detail_with("type", "urn:altinn:person")) == "MP-301");
  CHECK(code_for(client, detail_with("type", 7)) == "MP-301");
}

TEST_CASE("authorization_details: an unknown field is refused") {
  const Granter client;
  CHECK(code_for(client, detail_with("system_id", "x")) == "MP-302");
  CHECK(code_for(client, organization({{"name", "x"}})) == "MP-302");
}

TEST_CASE("authorization_details: a wrong value is refused") {
  const Granter client;
  for (const auto& value :
       {detail_with("systemuser_org", nullptr), detail_with("systemuser_org", "x"),
        detail_with("externalRef", ""), detail_with("externalRef", 7),
        organization({{"authority", "other"}}), organization({{"authority", nullptr}}),
        organization({{"ID", "444555666"}}), organization({{"ID", "0192:44455566"}}),
        organization({{"ID", "0192:44455566x"}}), organization({{"ID", 444555666}})}) {
    CAPTURE(value);
    CHECK(code_for(client, value) == "MP-303");
  }
  auto missing = detail();
  missing.erase("systemuser_org");
  CHECK(code_for(client, missing) == "MP-303");
}
