// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/graph_client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

std::set<std::string> values(const Json& members, const std::string& name) {
  std::set<std::string> result;
  for (const auto& member : members) result.insert(member.at(name).get<std::string>());
  return result;
}

}  // namespace

TEST_CASE("directory: has 5,000 different applications") {
  const auto directory = fresh_sandbox().directory();
  const auto& applications = directory.at("applications");
  CHECK(applications.size() == 5000);
  const auto ids = values(applications, "appId");
  CHECK(ids.size() == 5000);
  CHECK(values(applications, "id").size() == 5000);
  for (const auto& id : ids) CHECK(id.size() == 36);
  std::multiset<std::string> uris;
  for (const auto& application : applications) {
    for (const auto& uri : application.at("identifierUris")) uris.insert(uri.get<std::string>());
  }
  CHECK(std::set(uris.begin(), uris.end()).size() == uris.size());
}

TEST_CASE("directory: names are not unique and contain special characters") {
  const auto directory = fresh_sandbox().directory();
  const auto& applications = directory.at("applications");
  const auto names = values(applications, "displayName");
  CHECK(names.size() < 5000);
  for (const std::string part : {"'", "\"", "\\", "%", "+", "#", "&", "*", "\u00e5", "\u6f22",
                                 "\U0001f680", "\x1b", "\u202e", "\t", "\n"}) {
    CAPTURE(part);
    CHECK(std::ranges::any_of(
        names, [&](const auto& name) { return name.find(part) != std::string::npos; }));
  }
  CHECK(std::ranges::max(names, {}, [](const auto& name) { return name.size(); }).size() == 120);
}

TEST_CASE("directory: has scopes and roles of every kind") {
  const auto directory = fresh_sandbox().directory();
  std::set<std::string> kinds;
  for (const auto& application : directory.at("applications")) {
    for (const auto& scope : application.at("api").at("oauth2PermissionScopes")) {
      kinds.insert("scope " + scope.at("type").get<std::string>() + scope.at("isEnabled").dump());
    }
    for (const auto& role : application.at("appRoles")) {
      kinds.insert("role " + role.at("allowedMemberTypes").dump() + role.at("isEnabled").dump());
      if (role.at("value").is_null()) kinds.insert("role without value");
    }
  }
  CHECK(kinds ==
        std::set<std::string>{"scope Usertrue", "scope Userfalse", "scope Admintrue",
                              "scope Adminfalse", R"(role ["Application"]true)",
                              R"(role ["Application"]false)", R"(role ["User"]true)",
                              R"(role ["User"]false)", R"(role ["User","Application"]true)",
                              R"(role ["User","Application"]false)", "role without value"});
}

TEST_CASE("directory: has service principals of most applications and of Microsoft") {
  const auto& sandbox = fresh_sandbox();
  const auto directory = sandbox.directory();
  const auto applications = values(directory.at("applications"), "appId");
  std::size_t of_others = 0;
  for (const auto& principal : directory.at("service_principals")) {
    const bool ours = applications.contains(principal.at("appId").get<std::string>());
    CHECK(ours == (principal.at("appOwnerOrganizationId") == sandbox["tenant_id"]));
    if (!ours) ++of_others;
  }
  CHECK(of_others == 8);
  CHECK(directory.at("service_principals").size() < 5000);
  const auto graph =
      ask_graph(sandbox, "servicePrincipals(appId='" + std::string(kGraphAppId) + "')").body;
  CHECK(graph.at("servicePrincipalNames") ==
        Json::array({sandbox["graph"], "https://graph.microsoft.com", kGraphAppId}));
  CHECK(graph.at("appRoles").at(0).at("value") == "Application.Read.All");
}

TEST_CASE("directory: the tenant's APIs in it issue tokens") {
  const auto& sandbox = fresh_sandbox();
  const auto applications = sandbox.directory().at("applications");
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& uri = applications.at(i).at("identifierUris").at(0).get_ref<const std::string&>();
    CHECK(post_token(sandbox, with(good_request(), "scope", uri + "/.default")).status == 200);
  }
}

TEST_CASE("directory: is the same in every run") {
  const SandboxProcess other(ENTRA_AUTH_SANDBOX);
  CHECK(other.directory().at("applications") == fresh_sandbox().directory().at("applications"));
}

TEST_CASE("directory: directory_size changes its size") {
  const auto& sandbox = fresh_sandbox();
  const auto all = sandbox.directory().at("applications");
  for (const std::size_t size : {0, 3, 50}) {
    sandbox.settings({{"directory_size", size}});
    const auto some = sandbox.directory().at("applications");
    CHECK(some == Json(Json::array_t(all.begin(), all.begin() + static_cast<long>(size))));
    CHECK(all_app_ids(sandbox, "applications", {}).size() == size);
  }
  CHECK(sandbox.directory().at("service_principals").size() > 8);
  sandbox.reset();
  CHECK(sandbox.directory().at("applications") == all);
}

TEST_CASE("directory: invalid settings are refused and change nothing") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* body :
       {R"({"directory_size":-1})", R"({"directory_size":100001})", R"({"directory_size":"many"})",
        R"({"graph_page_limit":0})", R"({"graph_page_limit":1000})",
        R"({"graph_next_link_host":""})", R"({"graph_next_link_host":1})",
        R"({"token_lifetime":7,"directory_size":3,"graph_page_limit":0})"}) {
    CHECK(send(sandbox, "PUT", "/sandbox/settings", {}, body).status == 400);
  }
  CHECK(ask_graph(sandbox, "applications").body.at("value").size() == 100);
  CHECK(post_token(sandbox, good_request()).body.at("expires_in") == 3600);
}
