// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/graph_client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response filter(const SandboxProcess& sandbox, const std::string& text,
                const std::string& collection = "applications") {
  return ask_graph(sandbox, collection, {{"$filter", text}, {"$top", "999"}});
}

bool starts_with(const Json& member, const std::string& prefix) {
  return to_lower(member.at("displayName").get<std::string>()).starts_with(to_lower(prefix));
}

std::string in_quotes(std::string text) {
  for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 2) {
    text.insert(at, 1, '\'');
  }
  return "'" + text + "'";
}

}  // namespace

TEST_CASE("$filter: startswith finds the same as a plain comparison, for any name") {
  const auto& sandbox = fresh_sandbox();
  const auto applications = sandbox.directory().at("applications");
  for (const std::string prefix :
       {"YourAPI", "yourapi ", "O'Brien & Sons", "\u00c5lesund", "\u6f22\u5b57", "100% ",
        "C++ Build+", "C# Worker #", "\U0001f680 ", "\"Quoted", "back\\", "'", "a=b&c=d?",
        "Two\tcolumns\n", "  padded", "svc."}) {
    CAPTURE(prefix);
    const auto response = filter(sandbox, "startswith(displayName," + in_quotes(prefix) + ")");
    REQUIRE(response.status == 200);
    const auto wanted =
        app_ids_where(applications, [&](const Json& one) { return starts_with(one, prefix); });
    CHECK_FALSE(wanted.empty());
    CHECK(app_ids(response.body.at("value")) == wanted);
  }
  const auto folded = filter(sandbox, "startswith(displayName,'\u00e5LESUND')");
  CHECK(folded.body.at("value").size() > 100);
  CHECK(filter(sandbox, "startswith(displayName,'no such name')").body.at("value").empty());
}

TEST_CASE("$filter: accepts spaces where OData allows them") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* text :
       {"startswith( displayName , 'YourAPI 0' )", " displayName  eq  'YourAPI 0' ",
        "startsWith(displayName,'YourAPI 0')"}) {
    CHECK(filter(sandbox, text).body.at("value").size() == 1);
  }
}

TEST_CASE("$filter: eq finds all applications with that name, in any case") {
  const auto& sandbox = fresh_sandbox();
  const auto one = filter(sandbox, "displayName eq 'o''brien & sons 2'");
  REQUIRE(one.body.at("value").size() == 1);
  CHECK(one.body.at("value").at(0).at("displayName") == "O'Brien & Sons 2");
  CHECK(filter(sandbox, "displayName eq 'Test'").body.at("value").size() > 100);
  CHECK(filter(sandbox, "displayName eq 'O''Brien'").body.at("value").empty());
}

TEST_CASE("$filter: finds applications by client id and App ID URI") {
  const auto& sandbox = fresh_sandbox();
  const auto by_id = filter(sandbox, "appId eq '00000000-0000-0000-0000-0000000000A1'");
  REQUIRE(by_id.body.at("value").size() == 1);
  CHECK(by_id.body.at("value").at(0).at("identifierUris") == Json::array({"api://sandbox-api"}));
  CHECK(
      filter(sandbox, "appId eq '00000000-0000-0000-0000-000000000fff'").body.at("value").empty());
  for (const auto* text : {"identifierUris/any(x:x eq 'api://sandbox-api')",
                           "identifierUris/any(uri: uri eq 'API://sandbox-api')"}) {
    CHECK(app_ids(filter(sandbox, text).body.at("value")) ==
          std::multiset<std::string>{"00000000-0000-0000-0000-0000000000a1"});
  }
  CHECK(filter(sandbox, "identifierUris/any(x:x eq 'api://o''brien-5')").body.at("value").size() ==
        1);
}

TEST_CASE("$filter: finds service principals by their names, including the client id") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* name : {"https://graph.microsoft.com", kGraphAppId}) {
    const auto text = "servicePrincipalNames/any(x:x eq '" + std::string(name) + "')";
    CHECK(app_ids(filter(sandbox, text, "servicePrincipals").body.at("value")) ==
          std::multiset<std::string>{kGraphAppId});
  }
  CHECK(filter(sandbox, "startswith(displayName,'Microsoft')").body.at("value").empty());
  CHECK(filter(sandbox, "startswith(displayName,'Microsoft')", "servicePrincipals")
            .body.at("value")
            .size() == 1);
}

TEST_CASE("$filter: an unsupported query is refused as such") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* text :
       {"contains(displayName,'x')", "endsWith(displayName,'x')", "endswith(displayName,'x')",
        "displayName ne 'x'", "displayName ge 'x'", "displayName in ('x')", "startswith(appId,'0')",
        "signInAudience eq 'x'", "displayName eq 'x' and displayName eq 'y'",
        "displayName eq 'x' or appId eq 'y'", "identifierUris/any(x:startswith(x,'api://'))",
        "identifierUris/any(x:x ne 'y')", "appRoles/any(x:x eq 'y')"}) {
    CAPTURE(text);
    const auto response = filter(sandbox, text);
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "Request_UnsupportedQuery");
  }
}

TEST_CASE("$filter: a malformed filter is a bad request") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* text : {"",
                           "displayName",
                           "displayName eq",
                           "displayName eq x",
                           "displayName eq \"x\"",
                           "displayName eq 'O'Brien'",
                           "displayName eq 'x",
                           "startswith(displayName,'x'",
                           "startswith(displayName)",
                           "startswith('x',displayName)",
                           "startswith(displayName,'x') x",
                           "substringof('x',displayName)",
                           "nothing eq 'x'",
                           "DisplayName eq 'x'",
                           "identifierUris eq 'x'",
                           "identifierUris/any(x:y eq 'z')",
                           "identifierUris/any(x eq 'z')",
                           "servicePrincipalNames/any(x:x eq 'z')",
                           "appId eq 'x'",
                           "appId eq ''",
                           "displayName eq ''",
                           "*"}) {
    CAPTURE(text);
    const auto response = filter(sandbox, text);
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "BadRequest");
  }
  CHECK(graph_message(filter(sandbox, "displayName eq 'x")).find("unterminated string literal") !=
        std::string::npos);
  CHECK(filter(sandbox, "identifierUris/any(x:x eq 'z')", "servicePrincipals").status == 400);
}
