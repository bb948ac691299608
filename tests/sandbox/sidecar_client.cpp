// SPDX-License-Identifier: MIT
#include "sandbox/sidecar_client.hpp"

#include <catch2/catch.hpp>

namespace entra_auth::test {

OrderedJson entra_request(const OrderedJson& more) {
  OrderedJson request{{"identity_provider", "entra_id"},
                      {"target", "api://cluster.ns.app/.default"}};
  request.update(more);
  return request;
}

OrderedJson maskinporten_request(const OrderedJson& more) {
  OrderedJson request{{"identity_provider", "maskinporten"}, {"target", "sandbox:read"}};
  request.update(more);
  return request;
}

std::string access_token(const Answer& answer) {
  REQUIRE(answer.status == 200);
  return answer.body.at("access_token").get<std::string>();
}

std::string user_token(const SandboxProcess& sandbox, const OrderedJson& members) {
  const auto answer = send_json(sandbox, "POST", "/sandbox/user-tokens", members);
  REQUIRE(answer.status == 201);
  return answer.body.at("token").get<std::string>();
}

bool is_refused(const Answer& answer, int status, const std::string& error) {
  UNSCOPED_INFO(answer.status << " " << answer.text);
  return answer.status == status && answer.error() == error && answer.body.size() == 2 &&
         !string_or(answer.body, "error_description").empty();
}

}  // namespace entra_auth::test
