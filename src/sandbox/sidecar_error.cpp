// SPDX-License-Identifier: MIT
#include "sandbox/sidecar_error.hpp"

namespace entra_auth::sandbox {

tl::unexpected<SidecarRefusal> refuse_sidecar_request(std::string text) {
  return tl::unexpected(SidecarRefusal{400, "invalid_request", std::move(text)});
}

tl::unexpected<SidecarRefusal> pass_on(const Reply& upstream) {
  const auto body = Json::parse(upstream.body);
  return tl::unexpected(SidecarRefusal{upstream.status, string_or(body, "error"),
                                       string_or(body, "error_description"), upstream.code});
}

Reply sidecar_error_reply(const SidecarRefusal& refusal) {
  auto reply =
      json_reply(refusal.status, {{"error", refusal.error}, {"error_description", refusal.text}});
  reply.code = refusal.code;
  return reply;
}

}  // namespace entra_auth::sandbox
