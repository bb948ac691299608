// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"
#include "support/sandbox_process.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("Arc's key has a file and a content that fit into a header") {
  const auto& sandbox = fresh_sandbox();
  for (const OrderedJson& key :
       {OrderedJson::object(), OrderedJson{{"key_file", "/f"}}, OrderedJson{{"key", "k"}},
        OrderedJson{{"key_file", "/f"}, {"key", ""}}, OrderedJson{{"key_file", 7}, {"key", "k"}},
        OrderedJson{{"key_file", "/f\r\nX: y"}, {"key", "k"}},
        OrderedJson{{"key_file", "/f"}, {"key", "k\n"}}}) {
    CHECK(send_json(sandbox, "PUT", "/sandbox/arc", key).status == 400);
  }
}

TEST_CASE("without a key nothing gets past Arc's challenge") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const auto answer = send(sandbox, "GET", "/arc/metadata/identity/oauth2/token",
                           {{"Metadata", "true"}, {"Authorization", "Basic "}});
  CHECK(answer.status == 401);
  CHECK(answer.headers.at("www-authenticate") ==
        "Basic realm=/var/opt/azcmagent/tokens/sandbox.key");
}
