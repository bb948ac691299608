// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

const Fields kForm{{"resource", "api://sandbox-api"}};
const Fields kHeaders{{"Metadata", "true"}};

Response ask(const SandboxProcess& sandbox, const Fields& form, const Fields& headers = kHeaders,
             const std::string& query = {}) {
  const auto endpoint = environment(sandbox, "cloud-shell").at("MSI_ENDPOINT");
  return post_form(sandbox, path_of(sandbox, endpoint) + query, form, headers);
}

}  // namespace

TEST_CASE("Cloud Shell: returns strings for a form") {
  const auto& sandbox = fresh_sandbox();
  const auto response = ask(sandbox, kForm);
  REQUIRE(response.status == 200);
  CHECK(response.body.size() == 6);
  CHECK(response.body.at("expires_in") == "86400");
  CHECK(response.body.at("expires_on").is_string());
  CHECK(response.body.at("not_before").is_string());
  CHECK(token_claims(response).at("aud") == "00000000-0000-0000-0000-0000000000a1");
  CHECK(sandbox.counters().at("cloud_shell") == 1);
}

TEST_CASE("Cloud Shell: a request that names an identity is refused") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* name : {"client_id", "object_id", "principal_id", "msi_res_id", "mi_res_id"}) {
    const auto response = ask(sandbox, with(kForm, name, "00000000-0000-0000-0000-0000000000b1"));
    CHECK(response.status == 400);
    CHECK(response.error() == "invalid_request");
  }
  CHECK(ask(sandbox, kForm, kHeaders, "?client_id=x").status == 400);
}

TEST_CASE("Cloud Shell: refused without a form or its header, or through a proxy") {
  const auto& sandbox = fresh_sandbox();
  CHECK(ask(sandbox, kForm, {}).error() == "bad_request_102");
  CHECK(ask(sandbox, kForm, {{"Metadata", "True"}}).error() == "bad_request_102");
  CHECK(ask(sandbox, kForm, with(kHeaders, "X-Forwarded-For", "x")).status == 400);
  CHECK(ask(sandbox, {}).status == 400);
  auto twice = kForm;
  twice.push_back(kForm.front());
  CHECK(ask(sandbox, twice).status == 400);
  CHECK(ask(sandbox, {{"resource", "api://other"}}).error() == "invalid_resource");
  CHECK(send(sandbox, "GET", "/oauth2/token?resource=api%3A%2F%2Fsandbox-api", kHeaders).status ==
        405);
  CHECK(send(sandbox, "POST", "/oauth2/token", with(kHeaders, "Content-Type", "text/plain"),
             encode_form(kForm))
            .status == 400);
}
