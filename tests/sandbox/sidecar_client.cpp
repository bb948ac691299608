// SPDX-License-Identifier: MIT
#include "sandbox/sidecar_client.hpp"

#include "base/json.hpp"

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

bool is_refused(const Response& response, int status, const std::string& error) {
  UNSCOPED_INFO(response.status << " " << response.text);
  return response.status == status && response.error() == error && response.body.size() == 2 &&
         !string_or(response.body, "error_description").empty();
}

}  // namespace entra_auth::test
