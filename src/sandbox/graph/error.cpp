// SPDX-License-Identifier: MIT
#include "sandbox/graph/error.hpp"

#include "base/time.hpp"
#include "crypto/uuid.hpp"
#include "sandbox/sandbox.hpp"

namespace entra_auth::sandbox {

tl::unexpected<GraphRefusal> graph_bad_request(std::string message) {
  return tl::unexpected<GraphRefusal>(GraphRefusal{400, "BadRequest", std::move(message)});
}

tl::unexpected<GraphRefusal> graph_unsupported(std::string message) {
  return tl::unexpected<GraphRefusal>(
      GraphRefusal{400, "Request_UnsupportedQuery", std::move(message)});
}

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

std::pair<std::string, std::string> add_graph_headers(Reply& reply, const Request& request) {
  const auto sent = request.header("client-request-id").value_or("");
  auto request_id = crypto::random_uuid();
  auto client_request_id = is_guid(sent) ? std::string(sent) : request_id;
  reply.headers.emplace_back("request-id", request_id);
  reply.headers.emplace_back("client-request-id", client_request_id);
  return {std::move(request_id), std::move(client_request_id)};
}

Reply graph_error_reply(const GraphRefusal& refusal, const Request& request) {
  Reply head;
  const auto [request_id, client_request_id] = add_graph_headers(head, request);
  auto date = to_rfc3339(now());
  date.pop_back();  // Graph names no time zone
  auto reply = json_reply(refusal.status, {{"error",
                                            {{"code", refusal.code},
                                             {"message", refusal.message},
                                             {"innerError",
                                              {{"date", date},
                                               {"request-id", request_id},
                                               {"client-request-id", client_request_id}}}}}});
  reply.headers = std::move(head.headers);
  if (refusal.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"\"");
  reply.code = refusal.code;
  return reply;
}

}  // namespace entra_auth::sandbox
