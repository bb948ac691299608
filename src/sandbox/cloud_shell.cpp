// SPDX-License-Identifier: MIT
#include "sandbox/cloud_shell.hpp"

#include "sandbox/http/form.hpp"
#include "sandbox/platforms/managed_identity.hpp"
#include "sandbox/token_answer.hpp"

namespace entra_auth::sandbox {

bool is_cloud_shell(std::string_view path) { return path == "/oauth2/token"; }

Reply answer_cloud_shell(Sandbox& sandbox, const Request& request) {
  if (request.method != "POST") return text_reply(405, "method not allowed\n");
  if (auto refusal = refuse_metadata_request(request)) return *refusal;
  const auto form = is_form(request) ? parse_form(request.body) : std::nullopt;
  if (!form || !repeated_parameter(*form).empty() || !has_only(*form, {"resource"}) ||
      !request.query.empty()) {
    return identity_error_reply(
        400, {"invalid_request", "The request must be a form of 'resource' and nothing else"});
  }
  auto members = issue_system_token(sandbox, *form);
  if (!members) return identity_error_reply(400, members.error());
  for (const auto* name : {"client_id", "ext_expires_in"}) members->erase(name);
  return token_answer(sandbox, std::move(*members));
}

}  // namespace entra_auth::sandbox
