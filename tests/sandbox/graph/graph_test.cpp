// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/graph_client.hpp"
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response call(const SandboxProcess& sandbox, const std::string& authorization) {
  return send(sandbox, "GET", "/graph/v1.0/applications?$top=1",
              {{"Authorization", authorization}});
}

std::string bearer(const Response& response) { return "Bearer " + access_token(response); }

Response app_token(const SandboxProcess& sandbox, const std::string& scope) {
  return post_token(sandbox, with(good_request(), "scope", scope));
}

/// The message of the response, whose status must be 401.
std::string refused(const SandboxProcess& sandbox, const std::string& authorization) {
  const auto response = call(sandbox, authorization);
  CHECK(response.status == 401);
  CHECK(graph_code(response) == "InvalidAuthenticationToken");
  CHECK(response.headers.at("www-authenticate").starts_with("Bearer"));
  return graph_message(response);
}

}  // namespace

TEST_CASE("Graph token: issued for either identifier of Graph") {
  const auto& sandbox = fresh_sandbox();
  for (const auto& scope :
       {sandbox["graph"] + "/.default", std::string("https://graph.microsoft.com/.default")}) {
    const auto response = app_token(sandbox, scope);
    const auto claims = claims_in(response.body);
    CHECK(claims.at("aud") == kGraphAppId);
    CHECK(claims.at("roles") == Json::array({"Application.Read.All"}));
    CHECK(call(sandbox, bearer(response)).status == 200);
  }
  CHECK(app_token(sandbox, sandbox["graph"] + "//.default").code() == 500011);
}

TEST_CASE("Graph token: has only the roles of Graph") {
  const auto& sandbox = fresh_sandbox();
  CHECK(claims_in(app_token(sandbox, "api://sandbox-api/.default").body).at("roles") ==
        Json::array({"access_as_application"}));
}

TEST_CASE("Graph: an application without the permission gets 403") {
  const auto& sandbox = fresh_sandbox();
  const auto request = request_of(sandbox, "without Graph");
  const auto token = post_token(sandbox, with(request, "scope", sandbox["graph"] + "/.default"));
  CHECK_FALSE(claims_in(token.body).contains("roles"));
  const auto response = call(sandbox, bearer(token));
  CHECK(response.status == 403);
  CHECK(graph_code(response) == "Authorization_RequestDenied");
  CHECK(graph_message(response) == "Insufficient privileges to complete the operation.");
  CHECK(sandbox.requests().back().at("code") == "Authorization_RequestDenied");
}

TEST_CASE("Graph: a client can be registered with the permission") {
  const auto& sandbox = fresh_sandbox();
  sandbox.register_client({{"client_id", "graph-reader"},
                           {"secrets", {"s"}},
                           {"graph_roles", {"Application.Read.All"}}});
  const auto request =
      with(with(good_request(), "client_id", "graph-reader"), "client_secret", "s");
  const auto token = post_token(sandbox, with(request, "scope", sandbox["graph"] + "/.default"));
  CHECK(call(sandbox, bearer(token)).status == 200);
}

TEST_CASE("Graph: a user needs the scope, with or without Graph's identifier") {
  const auto& sandbox = fresh_sandbox();
  const auto token = [&](const std::string& scope) {
    return "Bearer " + tokens_for(sandbox, scope).at("access_token").get<std::string>();
  };
  CHECK(call(sandbox, token(sandbox["graph"] + "/Application.Read.All")).status == 200);
  CHECK(call(sandbox, token("https://graph.microsoft.com/Application.Read.All")).status == 200);
  CHECK(call(sandbox, token("Application.Read.All")).status == 200);
  CHECK(call(sandbox, token(sandbox["graph"] + "/.default")).status == 200);
  CHECK(call(sandbox, token(sandbox["graph"] + "/User.Read")).status == 403);
  CHECK(call(sandbox, token("openid profile")).status == 403);
}

TEST_CASE("Graph: a role in a user's token grants nothing") {
  const auto& sandbox = fresh_sandbox();
  const auto token =
      sandbox.user_token({{"audience", kGraphAppId},
                          {"scp", "User.Read"},
                          {"claims", {{"roles", Json::array({"Application.Read.All"})}}}});
  CHECK(call(sandbox, "Bearer " + token).status == 403);
}

TEST_CASE("Graph: a request without a usable token gets 401") {
  const auto& sandbox = fresh_sandbox();
  const auto token = graph_token(sandbox);
  CHECK(send(sandbox, "GET", "/graph/v1.0/applications").status == 401);
  CHECK(refused(sandbox, "Basic " + token) == "Access token is empty.");
  for (const auto& header : {"Bearer x.y.z", "Bearer x"}) {
    CHECK(refused(sandbox, header) == "Access token validation failure.");
  }
  CHECK(refused(sandbox, "Bearer " + token + "A") == "Access token validation failure.");
}

TEST_CASE("Graph: a token for another API or outside its lifetime gets 401") {
  const auto& sandbox = fresh_sandbox();
  CHECK(refused(sandbox, bearer(app_token(sandbox, "api://sandbox-api/.default"))) ==
        "Access token validation failure. Invalid audience.");
  const auto made = [&](const Json& claims) {
    return "Bearer " +
           sandbox.user_token(
               {{"audience", kGraphAppId}, {"scp", "Application.Read.All"}, {"claims", claims}});
  };
  const std::string expired = "Lifetime validation failed, the token is expired.";
  CHECK(call(sandbox, made(Json::object())).status == 200);
  CHECK(refused(sandbox, made({{"exp", 1}})) == expired);
  CHECK(refused(sandbox, made({{"nbf", unix_time() + 100}})) == expired);
  CHECK(refused(sandbox, made({{"iss", "https://elsewhere.example/"}})) ==
        "Access token validation failure.");
}

TEST_CASE("Graph: the token is checked before the query and the method") {
  const auto& sandbox = fresh_sandbox();
  CHECK(send(sandbox, "GET", "/graph/v1.0/applications?$nothing=1").status == 401);
  CHECK(send(sandbox, "POST", "/graph/v1.0/applications").status == 401);
  const auto posted = send(sandbox, "POST", "/graph/v1.0/applications",
                           {{"Authorization", "Bearer " + graph_token(sandbox)}});
  CHECK(posted.status == 405);
  CHECK_FALSE(graph_code(posted).empty());
}

TEST_CASE("Graph: returns the caller's client-request-id") {
  const auto& sandbox = fresh_sandbox();
  const std::string id = "0f0e0d0c-0b0a-4000-8000-000000000001";
  const auto good = ask_graph(sandbox, "applications", {}, {{"client-request-id", id}});
  CHECK(good.headers.at("client-request-id") == id);
  CHECK(good.headers.at("request-id") != id);
  const auto bad = ask_graph(sandbox, "applications", {{"$x", "1"}}, {{"client-request-id", id}});
  CHECK(graph_code(bad) == "BadRequest");
  CHECK(bad.headers.at("client-request-id") == id);
  const auto other =
      ask_graph(sandbox, "applications", {{"$x", "1"}}, {{"client-request-id", "x"}});
  CHECK(other.headers.at("client-request-id") == other.headers.at("request-id"));
}

TEST_CASE("Graph: faults and counters exist for both collections") {
  const auto& sandbox = fresh_sandbox();
  sandbox.fault({{"endpoint", "graph_applications"}, {"status", 429}, {"retry_after", "1"}});
  const auto response = ask_graph(sandbox, "applications");
  CHECK(response.status == 429);
  CHECK(response.headers.at("retry-after") == "1");
  CHECK(ask_graph(sandbox, "applications").status == 200);
  CHECK(ask_graph(sandbox, "servicePrincipals").status == 200);
  CHECK(sandbox.counters().at("graph_applications") == 2);
  CHECK(sandbox.counters().at("graph_service_principals") == 1);
  CHECK(ask_graph(sandbox, "users").status == 404);
}
