// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/ci_tokens.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

/// A job with access to the service connection, and a request that is right.
struct Job {
  const SandboxProcess& sandbox = fresh_sandbox();
  Json variables = environment(sandbox, "azure-pipelines");
  std::string endpoint = path_of(sandbox, variables.at("SYSTEM_OIDCREQUESTURI"));
  std::string query = "?api-version=7.1&serviceConnectionId=" +
                      variables.at("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID").get<std::string>();
  Fields headers{
      {"Authorization", "Bearer " + variables.at("SYSTEM_ACCESSTOKEN").get<std::string>()},
      {"Content-Type", "application/json"},
      {"X-TFS-FedAuthRedirect", "Suppress"}};

  [[nodiscard]] Response ask_with(const std::string& name, const std::string& value) const {
    return send(sandbox, "POST", endpoint + query, with(headers, name, value));
  }
  [[nodiscard]] Response ask_at(const std::string& other_query) const {
    return send(sandbox, "POST", endpoint + other_query, headers);
  }
};

}  // namespace

TEST_CASE("Azure Pipelines: returns the service connection's token, valid for ten minutes") {
  const Job job;
  const auto before = unix_time();
  const auto response = job.ask_at(job.query);
  REQUIRE(response.status == 200);
  CHECK(response.body.size() == 1);
  const auto claims = claims_of(response.body.at("oidcToken").get<std::string>());
  CHECK(claims.at("iss") == job.sandbox["base_url"] + "/azure-pipelines");
  CHECK(claims.at("sub") == "sc://octo-org/octo-project/octo-connection");
  CHECK(claims.at("aud") == "api://AzureADTokenExchange");
  CHECK(claims.at("iat").get<long long>() >= before);
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 600);
  CHECK(job.sandbox.counters().at("azure_pipelines_oidc") == 1);
}

TEST_CASE("Azure Pipelines: Entra accepts the service connection's token") {
  const Job job;
  const auto token = job.ask_at(job.query).body.at("oidcToken").get<std::string>();
  CHECK(exchange_ci_token(job.sandbox, token).status == 200);
  CHECK(post_token(job.sandbox, assertion_request(job.sandbox["client_id"], token)).code() ==
        700211);
}

TEST_CASE("Azure Pipelines: a request that may be a browser's is redirected") {
  const Job job;
  for (const auto* value : {"", "suppress", "true"}) {
    const auto response = job.ask_with("X-TFS-FedAuthRedirect", value);
    CHECK(response.status == 302);
    CHECK(response.headers.at("location").ends_with("/signin"));
  }
}

TEST_CASE("Azure Pipelines: refused without the access token, JSON and an empty body") {
  const Job job;
  CHECK(job.ask_with("Authorization", "").status == 401);
  CHECK(job.ask_with("Authorization", "Bearer x").status == 401);
  CHECK(job.ask_with("Content-Type", "").status == 415);
  CHECK(job.ask_with("Content-Type", "application/x-www-form-urlencoded").status == 415);
  CHECK(send(job.sandbox, "POST", job.endpoint + job.query, job.headers, "{}").status == 400);
  CHECK(send(job.sandbox, "GET", job.endpoint + job.query, job.headers).status == 405);
}

TEST_CASE("Azure Pipelines: another version or service connection is refused") {
  const Job job;
  CHECK(job.ask_at("?api-version=7.0&" + job.query.substr(17)).status == 400);
  CHECK(job.ask_at(job.query.substr(0, 16)).status == 404);
  CHECK(job.ask_at(job.query + "0").status == 404);
  CHECK(job.ask_at(job.query + "&x=y").status == 400);
  CHECK(job.ask_at(job.query + "&api-version=7.1").status == 400);
  CHECK(job.ask_at("").status == 400);
}
