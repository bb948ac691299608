// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/graph_client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

/// The `code` of the 400 response.
std::string refused(const SandboxProcess& sandbox, const Fields& options,
                    const Fields& headers = {}) {
  const auto response = ask_graph(sandbox, "applications", options, headers);
  CHECK(response.status == 400);
  return graph_code(response);
}

std::vector<std::string> names(const Response& response) {
  REQUIRE(response.status == 200);
  std::vector<std::string> result;
  for (const auto& member : response.body.at("value")) {
    result.push_back(to_lower(member.at("displayName").get<std::string>()));
  }
  return result;
}

const Fields kYourApi{{"$filter", "startswith(displayName,'YourAPI')"}};

}  // namespace

TEST_CASE("Graph page: has the context and members of its collection") {
  const auto& sandbox = fresh_sandbox();
  const auto response = ask_graph(sandbox, "applications", {{"$top", "1"}});
  CHECK(response.status == 200);
  CHECK(response.headers.at("content-type").starts_with("application/json;odata.metadata=minimal"));
  CHECK(response.headers.at("odata-version") == "4.0");
  CHECK(response.body.at("@odata.context") == sandbox["graph"] + "/v1.0/$metadata#applications");
  const auto& member = response.body.at("value").at(0);
  CHECK(member.at("appId") == "00000000-0000-0000-0000-0000000000a1");
  CHECK(member.at("displayName") == "sandbox-api");
  CHECK(member.at("api").at("oauth2PermissionScopes").at(0).at("value") == "data.read");
  CHECK(member.at("api").at("oauth2PermissionScopes").at(0).at("type") == "User");
  CHECK(member.at("appRoles").at(0).at("value") == "access_as_application");
  CHECK(member.at("appRoles").at(0).at("allowedMemberTypes") == Json::array({"Application"}));
}

TEST_CASE("$select: returns only the named properties") {
  const auto& sandbox = fresh_sandbox();
  const auto response =
      ask_graph(sandbox, "applications", {{"$select", "appId, api"}, {"$top", "1"}});
  CHECK(response.body.at("@odata.context") ==
        sandbox["graph"] + "/v1.0/$metadata#applications(appId,api)");
  CHECK(response.body.at("value").at(0).size() == 2);
  for (const auto* wrong :
       {"", "nothing", "appid", "appId,nothing", "servicePrincipalNames", "*"}) {
    CAPTURE(wrong);
    CHECK(refused(sandbox, {{"$select", wrong}}) == "BadRequest");
  }
  CHECK(ask_graph(sandbox, "servicePrincipals", {{"$select", "servicePrincipalNames"}}).status ==
        200);
}

TEST_CASE("$top: accepts 1 to 999 and is 100 by default") {
  const auto& sandbox = fresh_sandbox();
  CHECK(ask_graph(sandbox, "applications").body.at("value").size() == 100);
  CHECK(ask_graph(sandbox, "applications", {{"$top", "999"}}).body.at("value").size() == 999);
  for (const auto* wrong : {"0", "1000"}) {
    CHECK(refused(sandbox, {{"$top", wrong}}) == "Request_UnsupportedQuery");
  }
  for (const auto* wrong : {"", "-1", "x", "1.5", "99999999999999999999"}) {
    CHECK(refused(sandbox, {{"$top", wrong}}) == "BadRequest");
  }
}

TEST_CASE("$count: counts on the first page with the header and is ignored without it") {
  const auto& sandbox = fresh_sandbox();
  const auto page = ask_advanced(sandbox, "applications", {{"$count", "true"}, {"$top", "999"}});
  CHECK(page.body.at("@odata.count") == 5000);
  CHECK_FALSE(follow(sandbox, page, kEventual).body.contains("@odata.count"));
  const auto without = ask_graph(sandbox, "applications", {{"$count", "true"}});
  CHECK(without.status == 200);
  CHECK_FALSE(without.body.contains("@odata.count"));
  CHECK_FALSE(
      ask_advanced(sandbox, "applications", {{"$count", "false"}}).body.contains("@odata.count"));
  CHECK(refused(sandbox, {{"$count", "1"}}, kEventual) == "BadRequest");
}

TEST_CASE("$orderby: sorts by displayName in any case and by no other property") {
  const auto& sandbox = fresh_sandbox();
  auto rising = names(ask_graph(sandbox, "applications", {{"$orderby", "displayName"}}));
  CHECK(std::ranges::is_sorted(rising));
  auto falling = names(ask_graph(sandbox, "applications", {{"$orderby", "displayName desc"}}));
  CHECK(std::ranges::is_sorted(falling, std::ranges::greater()));
  CHECK(names(ask_graph(sandbox, "applications", {{"$orderby", "displayName asc"}})) == rising);
  CHECK(refused(sandbox, {{"$orderby", "appId"}}) == "Request_UnsupportedQuery");
  for (const auto* wrong : {"", "nothing", "displayName up", "displayName,appId"}) {
    CHECK(refused(sandbox, {{"$orderby", wrong}}) == "BadRequest");
  }
}

TEST_CASE("$orderby: with $filter or $search, needs the header and $count") {
  const auto& sandbox = fresh_sandbox();
  const auto sorted = with(kYourApi, "$orderby", "displayName");
  const auto counted = with(sorted, "$count", "true");
  const std::string unsupported = "Request_UnsupportedQuery";
  CHECK(refused(sandbox, sorted) == unsupported);
  CHECK(refused(sandbox, sorted, kEventual) == unsupported);
  CHECK(refused(sandbox, counted) == unsupported);
  CHECK(refused(sandbox, with(counted, "$count", "false"), kEventual) == unsupported);
  const auto good = ask_advanced(sandbox, "applications", counted);
  CHECK(std::ranges::is_sorted(names(good)));
  CHECK(good.body.at("@odata.count").get<std::size_t>() > 100);
  const Fields search{{"$search", "\"displayName:test\""}, {"$orderby", "displayName"}};
  CHECK(refused(sandbox, search, kEventual) == unsupported);
  CHECK(ask_advanced(sandbox, "applications", with(search, "$count", "true")).status == 200);
}

TEST_CASE("Graph query: an unknown, repeated or malformed option is refused") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* option : {"$skip", "$expand", "$format", "$Filter", "filter", "top", "x", "$"}) {
    CAPTURE(option);
    CHECK(refused(sandbox, {{option, "1"}}) == "BadRequest");
  }
  CHECK(refused(sandbox, {{"$top", "1"}, {"$top", "1"}}) == "BadRequest");
  for (const auto* query : {"$filter=%", "$filter=%zz", "$filter=displayName%20eq%20'%ff'"}) {
    const auto response = send(sandbox, "GET", std::string("/graph/v1.0/applications?") + query,
                               {{"Authorization", "Bearer " + graph_token(sandbox)}});
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "BadRequest");
  }
}

TEST_CASE("Graph member: found by its client id") {
  const auto& sandbox = fresh_sandbox();
  const auto member = [&](const std::string& key, const Fields& options = {}) {
    return ask_graph(sandbox, "applications" + key, options);
  };
  const auto good = member("(appId='00000000-0000-0000-0000-0000000000a1')");
  CHECK(good.status == 200);
  CHECK(good.body.at("displayName") == "sandbox-api");
  CHECK(good.body.at("@odata.context").get<std::string>().ends_with("#applications/$entity"));
  CHECK(member("(appId=%2700000000-0000-0000-0000-0000000000A1%27)", {{"$select", "id"}})
            .body.size() == 2);
  CHECK(ask_graph(sandbox, "servicePrincipals(appId='" + std::string(kGraphAppId) + "')")
            .body.at("displayName") == "Microsoft Graph");
  // It is Microsoft's.
  const auto other = member("(appId='" + std::string(kGraphAppId) + "')");
  CHECK(other.status == 404);
  CHECK(graph_code(other) == "Request_ResourceNotFound");
  CHECK(graph_code(member("(appId='x')")) == "Request_BadRequest");
  for (const auto* key : {"()", "(x)", "(id='00000000-0000-0000-0000-0000000000a1')", "(appId='"}) {
    const auto response = member(key);
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "BadRequest");
  }
  CHECK(graph_code(member("(appId='00000000-0000-0000-0000-0000000000a1')", {{"$top", "1"}})) ==
        "BadRequest");
}
