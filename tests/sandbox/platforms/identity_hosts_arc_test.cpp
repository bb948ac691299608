// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

const std::string kQuery = "?api-version=2020-06-01&resource=api%3A%2F%2Fsandbox-api";
const Fields kHeaders{{"Metadata", "true"}};

/// A machine whose agent has written its key file.
struct Machine {
  const SandboxProcess& sandbox = fresh_sandbox();
  std::string path = path_of(sandbox, environment(sandbox, "arc").at("IDENTITY_ENDPOINT"));

  Machine() {
    REQUIRE(send_json(sandbox, "PUT", "/sandbox/arc",
                      {{"key_file", "/tokens/one.key"}, {"key", "s3cret content"}})
                .status == 200);
  }

  [[nodiscard]] Response ask(const std::string& authorization, const std::string& query = kQuery,
                             const Fields& headers = kHeaders) const {
    return send(sandbox, "GET", path + query, with(headers, "Authorization", authorization));
  }
};

}  // namespace

TEST_CASE("Arc: challenges for the key file, then returns strings") {
  const Machine machine;
  const auto challenge = machine.ask("");
  CHECK(challenge.status == 401);
  CHECK(challenge.headers.at("www-authenticate") == "Basic realm=/tokens/one.key");
  CHECK_FALSE(challenge.body.contains("access_token"));
  const auto response = machine.ask("Basic s3cret content");
  REQUIRE(response.status == 200);
  CHECK(response.body.at("expires_in") == "86400");
  CHECK(response.body.at("client_id") == "00000000-0000-0000-0000-0000000000b0");
  CHECK(machine.sandbox.counters().at("arc") == 2);
}

TEST_CASE("Arc: anything but the content of the key file is refused") {
  const Machine machine;
  for (const auto* header : {"Basic ", "Basic s3cret", "Basic s3cret content2",
                             "Bearer s3cret content", "s3cret content"}) {
    const auto response = machine.ask(header);
    CHECK(response.status == 401);
    CHECK(response.headers.contains("www-authenticate"));
  }
}

TEST_CASE("Arc: refused without its header, with another version or with an identity") {
  const Machine machine;
  const std::string good = "Basic s3cret content";
  CHECK(machine.ask(good, kQuery, {}).error() == "bad_request_102");
  CHECK(machine.ask(good, kQuery, with(kHeaders, "Via", "x")).status == 400);
  const std::string resource = "resource=api%3A%2F%2Fsandbox-api";
  for (const auto& query :
       {"?" + resource, "?api-version=2019-11-01&" + resource,
        kQuery + "&client_id=00000000-0000-0000-0000-0000000000b1", kQuery + "&" + resource}) {
    CHECK(machine.ask(good, query).status == 400);
  }
  CHECK(machine.ask(good, "?api-version=2020-06-01&resource=x").error() == "invalid_resource");
  CHECK(send(machine.sandbox, "POST", machine.path + kQuery, kHeaders).status == 405);
}
