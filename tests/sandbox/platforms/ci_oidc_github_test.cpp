// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/ci_tokens.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

/// A job that may ask for tokens.
struct Job {
  const SandboxProcess& sandbox = fresh_sandbox();
  Json variables = environment(sandbox, "github");
  std::string path = path_of(sandbox, variables.at("ACTIONS_ID_TOKEN_REQUEST_URL"));
  std::string bearer =
      "Bearer " + variables.at("ACTIONS_ID_TOKEN_REQUEST_TOKEN").get<std::string>();

  [[nodiscard]] Response ask(const std::string& more_query) const {
    return send(sandbox, "GET", path + more_query, {{"Authorization", bearer}});
  }
  [[nodiscard]] std::string token(const std::string& more_query) const {
    const auto response = ask(more_query);
    REQUIRE(response.status == 200);
    return response.body.at("value").get<std::string>();
  }
};

}  // namespace

TEST_CASE("GitHub Actions: returns the token and its length") {
  const Job job;
  CHECK(job.path == "/github/oidc?api-version=2.0");
  const auto response = job.ask("&audience=api%3A%2F%2FAzureADTokenExchange");
  CHECK(response.status == 200);
  CHECK(response.body.size() == 2);
  CHECK(response.body.at("count") == response.body.at("value").get<std::string>().size());
  CHECK(job.sandbox.counters().at("github_oidc") == 1);
}

TEST_CASE("GitHub Actions: the token names the job and is valid for five minutes") {
  const Job job;
  const auto before = unix_time();
  const auto claims = claims_of(job.token("&audience=x%20y"));
  CHECK(claims.at("iss") == job.sandbox["base_url"] + "/github");
  CHECK(claims.at("sub") == "repo:octo-org/octo-repo:ref:refs/heads/main");
  CHECK(claims.at("aud") == "x y");
  CHECK(claims.at("iat").get<long long>() >= before);
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 300);
  CHECK(claims.at("repository") == "octo-org/octo-repo");
  for (const auto* query : {"", "&audience="}) {
    CHECK(claims_of(job.token(query)).at("aud") == "https://github.com/octo-org");
  }
}

TEST_CASE("GitHub Actions: Entra accepts the token only with its own audience") {
  const Job job;
  const auto claims = token_claims(
      exchange_ci_token(job.sandbox, job.token("&audience=api%3A%2F%2FAzureADTokenExchange")));
  CHECK(claims.at("azp") == "00000000-0000-0000-0000-000000000005");
  CHECK(claims.at("roles") == Json::array({"access_as_application"}));
  CHECK(exchange_ci_token(job.sandbox, job.token("")).code() == 700212);
  const auto changed = forged(job.token("&audience=api%3A%2F%2FAzureADTokenExchange"));
  CHECK(exchange_ci_token(job.sandbox, changed).code() == 700027);
}

TEST_CASE("GitHub Actions: refused without the request token") {
  const Job job;
  CHECK(send(job.sandbox, "GET", job.path).status == 401);
  for (const auto& header :
       {job.bearer + "x", std::string("Bearer "), "Basic " + job.bearer, job.bearer.substr(7)}) {
    CHECK(send(job.sandbox, "GET", job.path, {{"Authorization", header}}).status == 401);
  }
  CHECK(send(job.sandbox, "POST", job.path, {{"Authorization", job.bearer}}).status == 405);
}

TEST_CASE("GitHub Actions: another version or a repeated parameter is refused") {
  const Job job;
  const Fields header{{"Authorization", job.bearer}};
  for (const auto* query : {"", "?audience=x", "?api-version=1.0", "?api-version=2.0&audience=%zz",
                            "?api-version=2.0&audience=a&audience=b", "?api-version=2.0&x=y",
                            "?api-version=2.0?audience=x"}) {
    CAPTURE(query);
    CHECK(send(job.sandbox, "GET", std::string("/github/oidc") + query, header).status == 400);
  }
}
