// SPDX-License-Identifier: MIT
#include "sandbox/graph/error.hpp"

#include "base/time.hpp"
#include "oauth/authority.hpp"
#include "os/random.hpp"
#include "sandbox/jwt.hpp"

namespace entra_auth::sandbox {

tl::unexpected<GraphRefusal> graph_bad_request(std::string message) {
  return tl::unexpected<GraphRefusal>(GraphRefusal{400, "BadRequest", std::move(message)});
}

tl::unexpected<GraphRefusal> graph_unsupported(std::string message) {
  return tl::unexpected<GraphRefusal>(
      GraphRefusal{400, "Request_UnsupportedQuery", std::move(message)});
}

std::pair<std::string, std::string> add_graph_headers(Reply& reply, const Request& request) {
  const auto sent = request.header("client-request-id").value_or("");
  auto request_id = os::random_uuid();
  auto client_request_id = oauth::is_guid(sent) ? std::string(sent) : request_id;
  reply.headers.emplace_back("request-id", request_id);
  reply.headers.emplace_back("client-request-id", client_request_id);
  return {std::move(request_id), std::move(client_request_id)};
}

Reply graph_error_reply(const GraphRefusal& refusal, const Request& request) {
  Reply head;
  const auto [request_id, client_request_id] = add_graph_headers(head, request);
  auto date = to_rfc3339(now());
  date.pop_back();  // Graph's date has no time zone
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
