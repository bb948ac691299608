// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/graph_client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response search(const SandboxProcess& sandbox, const std::string& text) {
  return ask_advanced(sandbox, "applications", {{"$search", text}, {"$top", "999"}});
}

std::set<std::string> names(const Response& response) {
  REQUIRE(response.status == 200);
  std::set<std::string> result;
  for (const auto& member : response.body.at("value")) {
    result.insert(member.at("displayName").get<std::string>());
  }
  return result;
}

std::set<std::string> found(const SandboxProcess& sandbox, const std::string& words) {
  return names(search(sandbox, "\"displayName:" + words + "\""));
}

}  // namespace

TEST_CASE("$search: finds the starts of tokens and nothing within them") {
  const auto& sandbox = fresh_sandbox();
  // Number 5 of the directory's names.
  const std::string name = "YourAPI Test 5";
  for (const auto* words :
       {"YourAPI Test 5", "your test 5", "5 TEST your", "api 5 test", "tes api 5"}) {
    CAPTURE(words);
    CHECK(found(sandbox, words).contains(name));
  }
  CHECK_FALSE(found(sandbox, "est 5").contains(name));
  CHECK(found(sandbox, "ourapi").empty());
  // One token: no name has one that starts so, since the change of case has split it.
  CHECK(found(sandbox, "yourapi test 5").empty());
}

TEST_CASE("$search: splits names at case, digits, symbols and spaces") {
  const auto& sandbox = fresh_sandbox();
  const auto applications = sandbox.directory().at("applications");
  const auto is_there = [&](const std::string& name) {
    return std::ranges::any_of(applications,
                               [&](const Json& one) { return one.at("displayName") == name; });
  };
  REQUIRE(is_there("O'Brien & Sons 2"));
  CHECK(found(sandbox, "brien 2").contains("O'Brien & Sons 2"));
  CHECK(found(sandbox, "obrien 2").contains("O'Brien & Sons 2"));
  CHECK(found(sandbox, "& brien 2").contains("O'Brien & Sons 2"));
  REQUIRE(is_there("C++ Build+Deploy 10"));
  CHECK(found(sandbox, "deploy 10").contains("C++ Build+Deploy 10"));
  CHECK(found(sandbox, "builddep 10").contains("C++ Build+Deploy 10"));
  REQUIRE(is_there("C# Worker #11"));
  CHECK(found(sandbox, "worker 11").contains("C# Worker #11"));
  CHECK(found(sandbox, "\u00e5les").size() > 100);
}

TEST_CASE("$search: refused without its header") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& headers : {Fields{}, Fields{{"ConsistencyLevel", "session"}}}) {
    const auto response =
        ask_graph(sandbox, "applications", {{"$search", "\"displayName:test\""}}, headers);
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "Request_UnsupportedQuery");
    CHECK(graph_message(response) ==
          "Request with $search query parameter only works through MSGraph with a special request "
          "header: 'ConsistencyLevel: eventual'");
  }
  CHECK(ask_graph(sandbox, "servicePrincipals", {{"$search", "\"displayName:graph\""}},
                  {{"consistencylevel", "Eventual"}})
            .body.at("value")
            .size() == 1);
}

TEST_CASE("$search: with $filter, both must match") {
  const auto& sandbox = fresh_sandbox();
  const auto response = ask_advanced(sandbox, "applications",
                                     {{"$search", "\"displayName:test 5\""},
                                      {"$filter", "startswith(displayName,'YourAPI')"},
                                      {"$top", "999"}});
  const auto both = names(response);
  CHECK(both.contains("YourAPI Test 5"));
  CHECK(
      std::ranges::all_of(both, [](const auto& name) { return name.starts_with("YourAPI Test"); }));
}

TEST_CASE("$search: accepts escaped quotes and backslashes") {
  const auto& sandbox = fresh_sandbox();
  CHECK(names(search(sandbox, R"("displayName:\"quoted 16")")).size() >= 1);
  CHECK(names(search(sandbox, R"("displayName:\\slash 17")")).size() >= 1);
}

TEST_CASE("$search: a malformed clause is refused") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* text :
       {"", "test", "displayName:test", "\"displayName:test", "\"displayName:\"",
        "\"displayName: \"", R"("displayName:a"b")", R"("displayName:a\b")", R"("displayName:a\")",
        R"("displayName:a" "displayName:b")", "'displayName:test'"}) {
    CAPTURE(text);
    const auto response = search(sandbox, text);
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "BadRequest");
  }
  for (const auto* text : {"\"test\"", "\"appId:test\"", "\"displayname:test\""}) {
    CAPTURE(text);
    const auto response = search(sandbox, text);
    CHECK(response.status == 400);
    CHECK(graph_code(response) == "Request_UnsupportedQuery");
  }
}
