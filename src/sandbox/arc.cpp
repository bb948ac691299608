// SPDX-License-Identifier: MIT
#include "sandbox/arc.hpp"

#include "sandbox/platforms/managed_identity.hpp"
#include "sandbox/token_answer.hpp"
#include <entra_auth/secret.hpp>

namespace entra_auth::sandbox {
namespace {

bool proves(const Request& request, const ArcKey& key) {
  constexpr std::string_view kScheme = "Basic ";
  const auto header = request.header("authorization").value_or("");
  return !key.content.empty() && header.starts_with(kScheme) &&
         equal_in_constant_time(header.substr(kScheme.size()), key.content);
}

Reply challenge(const ArcKey& key) {
  auto reply = identity_error_reply(401, {"unauthorized", "The content of the key file is needed"});
  reply.headers.emplace_back("WWW-Authenticate", "Basic realm=" + key.file);
  return reply;
}

}  // namespace

bool is_arc(std::string_view path) { return path == "/arc/metadata/identity/oauth2/token"; }

Reply answer_arc(Sandbox& sandbox, const Request& request) {
  if (request.method != "GET") return text_reply(405, "method not allowed\n");
  if (auto refusal = refuse_metadata_request(request)) return *refusal;
  const auto key = sandbox.arc_key.get();
  if (!proves(request, key)) return challenge(key);
  auto members = answer_identity_query(sandbox, request,
                                       {.api_version = "2020-06-01", .identity_parameters = {}});
  if (!members) return identity_error_reply(400, members.error());
  return token_answer(sandbox, std::move(*members));
}

}  // namespace entra_auth::sandbox
