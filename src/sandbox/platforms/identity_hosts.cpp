// SPDX-License-Identifier: MIT
#include "sandbox/platforms/identity_hosts.hpp"

#include "sandbox/platforms/managed_identity.hpp"
#include "sandbox/proxied.hpp"
#include "sandbox/token_answer.hpp"
#include <entra_auth/secret.hpp>

#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array kIdentityParameters{IdentityParameter{"client_id", IdentityId::client},
                                         IdentityParameter{"principal_id", IdentityId::object},
                                         IdentityParameter{"object_id", IdentityId::object},
                                         IdentityParameter{"mi_res_id", IdentityId::resource}};
constexpr IdentityHost kHost{.api_version = "2019-08-01",
                             .identity_parameters = kIdentityParameters};

Reply refuse_with(int status, std::string_view message) {
  return json_reply(status, {{"statusCode", status}, {"message", message}});
}

}  // namespace

bool is_app_service(std::string_view path) { return path == "/msi/token"; }

Reply answer_app_service(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return text_reply(405, "method not allowed\n");
  if (came_through_proxy(request)) return refuse_with(400, "Requests through a proxy are refused");
  if (!equal_in_constant_time(request.header("x-identity-header").value_or(""),
                              sandbox.platform_secrets.identity_header)) {
    return refuse_with(403, "The identity header is missing or wrong");
  }
  auto members = answer_identity_query(sandbox, request, kHost);
  if (!members) {
    auto reply = refuse_with(400, members.error().text);
    reply.code = members.error().code;
    return reply;
  }
  for (const auto* name : {"expires_in", "ext_expires_in", "not_before"}) members->erase(name);
  return token_answer(sandbox, std::move(*members));
}

}  // namespace entra_auth::sandbox
