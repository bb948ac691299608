// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/graph_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

std::string next_link(const Response& page) {
  return page.body.at("@odata.nextLink").get<std::string>();
}

/// The response to the next link of a page, after a change of its text.
Response follow_changed(const SandboxProcess& sandbox, const Response& page,
                        const std::string& from, const std::string& to) {
  auto changed = page;
  auto link = next_link(page);
  const auto at = link.find(from);
  REQUIRE(at != std::string::npos);
  link.replace(at, from.size(), to);
  changed.body["@odata.nextLink"] = link;
  return follow(sandbox, changed);
}

}  // namespace

TEST_CASE("Graph pages: together contain each member of the directory once") {
  const auto& sandbox = fresh_sandbox();
  const auto directory = sandbox.directory();
  CHECK(all_app_ids(sandbox, "applications", {{"$top", "999"}, {"$select", "appId"}}) ==
        app_ids(directory.at("applications")));
  CHECK(all_app_ids(sandbox, "servicePrincipals", {{"$top", "999"}, {"$select", "appId"}}) ==
        app_ids(directory.at("service_principals")));
  CHECK(sandbox.counters().at("graph_applications") == 6);
}

TEST_CASE("Graph pages: nextLink repeats the query on the same host") {
  const auto& sandbox = fresh_sandbox();
  const Fields options{{"$filter", "startswith(displayName,'O''Brien & Sons')"},
                       {"$select", "appId"},
                       {"$top", "7"}};
  const auto page = ask_graph(sandbox, "applications", options);
  CHECK(next_link(page).starts_with(sandbox["graph"] + "/v1.0/applications?" +
                                    encode_form(options) + "&$skiptoken="));
  const auto ids = all_app_ids(sandbox, "applications", options);
  CHECK(ids == app_ids_where(sandbox.directory().at("applications"), [](const Json& one) {
          return one.at("displayName").get<std::string>().starts_with("O'Brien & Sons");
        }));
  CHECK(ids.size() > 100);
}

TEST_CASE("Graph pages: the last page has no nextLink") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"directory_size", 10}});
  CHECK_FALSE(ask_graph(sandbox, "applications").body.contains("@odata.nextLink"));
  CHECK_FALSE(
      ask_graph(sandbox, "applications", {{"$top", "10"}}).body.contains("@odata.nextLink"));
  CHECK(ask_graph(sandbox, "applications", {{"$top", "9"}}).body.contains("@odata.nextLink"));
}

TEST_CASE("Graph pages: an advanced query needs its header on every page") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& options : {Fields{{"$search", "\"displayName:test\""}, {"$top", "9"}},
                              Fields{{"$filter", "startswith(displayName,'y')"},
                                     {"$orderby", "displayName"},
                                     {"$count", "true"},
                                     {"$top", "9"}}}) {
    const auto page = ask_advanced(sandbox, "applications", options);
    const auto refused = follow(sandbox, page);
    CHECK(refused.status == 400);
    CHECK(graph_code(refused) == "Request_UnsupportedQuery");
    CHECK(follow(sandbox, page, kEventual).status == 200);
  }
}

TEST_CASE("Graph pages: a skip token of another query or a made-up one is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto page = ask_graph(sandbox, "applications",
                              {{"$filter", "startswith(displayName,'YourAPI')"}, {"$top", "10"}});
  CHECK(follow(sandbox, page).status == 200);
  const auto refused = [&](const Response& response) {
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "Directory_ExpiredPageToken");
  };
  refused(follow_changed(sandbox, page, "top=10", "top=11"));
  refused(follow_changed(sandbox, page, "YourAPI", "yourapi"));
  refused(follow_changed(sandbox, page, "/applications", "/servicePrincipals"));
  refused(follow_changed(sandbox, page, "skiptoken=", "skiptoken=A"));
  for (const auto* made_up : {"10", "x", "MTA", "LQ"}) {
    refused(ask_graph(sandbox, "applications", {{"$skiptoken", made_up}}));
  }
  CHECK(graph_code(send(sandbox, "GET", "/graph/v1.0/applications?$skiptoken=",
                        {{"Authorization", "Bearer " + graph_token(sandbox)}})) == "BadRequest");
}

TEST_CASE("Graph pages: accepts an encoded $skiptoken option") {
  const auto& sandbox = fresh_sandbox();
  const auto page = ask_graph(sandbox, "applications", {{"$top", "10"}});
  CHECK(follow_changed(sandbox, page, "$skiptoken", "%24skiptoken").status == 200);
}

TEST_CASE("Graph pages: graph_page_limit makes pages smaller than $top") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"directory_size", 20}, {"graph_page_limit", 3}});
  const auto page = ask_graph(sandbox, "applications", {{"$top", "999"}});
  CHECK(page.body.at("value").size() == 3);
  CHECK(ask_graph(sandbox, "applications", {{"$top", "2"}}).body.at("value").size() == 2);
  CHECK(all_app_ids(sandbox, "applications", {}).size() == 20);
  sandbox.settings({{"graph_page_limit", nullptr}});
  CHECK(ask_graph(sandbox, "applications").body.at("value").size() == 20);
}

TEST_CASE("Graph pages: graph_next_link_host changes the host of nextLink") {
  const auto& sandbox = fresh_sandbox();
  const auto link_with = [&](const char* host) {
    sandbox.settings({{"graph_next_link_host", host}});
    return next_link(ask_graph(sandbox, "applications"));
  };
  CHECK(link_with("127.0.0.1:1").starts_with("http://127.0.0.1:1/graph/v1.0/applications?"));
  CHECK(link_with("https://graph.evil.example")
            .starts_with("https://graph.evil.example/graph/v1.0/applications?"));
  sandbox.settings({{"graph_next_link_host", nullptr}});
  CHECK(next_link(ask_graph(sandbox, "applications")).starts_with(sandbox["graph"]));
}
