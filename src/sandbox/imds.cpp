// SPDX-License-Identifier: MIT
#include "sandbox/imds.hpp"

#include "sandbox/platforms/managed_identity.hpp"
#include "sandbox/token_answer.hpp"

#include <array>

namespace entra_auth::sandbox {
namespace {

constexpr std::array kIdentityParameters{IdentityParameter{"client_id", IdentityId::client},
                                         IdentityParameter{"object_id", IdentityId::object},
                                         IdentityParameter{"msi_res_id", IdentityId::resource}};
constexpr IdentityHost kHost{.api_version = "2018-02-01",
                             .identity_parameters = kIdentityParameters};

}  // namespace

bool is_imds(std::string_view path) { return path == "/metadata/identity/oauth2/token"; }

Reply answer_imds(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return text_reply(405, "method not allowed\n");
  if (auto refusal = refuse_metadata_request(request)) return *refusal;
  auto members = answer_identity_query(sandbox, request, kHost);
  if (!members) return identity_error_reply(400, members.error());
  return token_answer(sandbox, std::move(*members));
}

}  // namespace entra_auth::sandbox
