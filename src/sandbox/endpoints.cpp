// SPDX-License-Identifier: MIT
#include "sandbox/endpoints.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace entra_auth::sandbox {
namespace {

Reply answer(Sandbox& sandbox, const Endpoint* endpoint, const Request& request) {
  if (endpoint == nullptr) return text_reply(404, "not found\n");
  const auto fault = sandbox.faults.take(endpoint->name);
  if (!fault) return endpoint->answer(sandbox, request);
  sandbox.faults.delay(fault->delay);
  const bool lost = fault->close_unanswered || fault->reply;
  if (lost && endpoint->remember != nullptr) endpoint->remember(sandbox, request);
  // The client never sees the endpoint's own response, so it is not made and no token is issued.
  if (fault->close_unanswered) return {.close_unanswered = true};
  Reply reply = fault->reply ? *fault->reply : endpoint->answer(sandbox, request);
  reply.cut_after = fault->cut_after;
  return reply;
}

void log_line(const Request& request, const Reply& reply) {
  const std::string status = reply.close_unanswered ? "closed" : std::to_string(reply.status);
  const std::string line = for_terminal(request.method, 20) + " " +
                           for_terminal(request.path, 200) + " " + status +
                           (reply.code.empty() ? "" : " " + reply.code) + "\n";
  std::fputs(line.c_str(), stderr);
}

}  // namespace

std::span<const Endpoint> endpoints() {
  static const std::array kEndpoints{kEntraToken,
                                     kEntraAuthorize,
                                     kEntraDeviceAuthorization,
                                     kDevicePage,
                                     kEntraMetadata,
                                     kEntraJwks,
                                     kProtectedApi,
                                     kMaskinportenMetadata,
                                     kMaskinportenJwks,
                                     kMaskinportenToken,
                                     kGithubOidc,
                                     kAzurePipelinesOidc,
                                     kImds,
                                     kAppService,
                                     kCloudShell,
                                     kArc,
                                     kSidecarToken,
                                     kSidecarExchange,
                                     kSidecarIntrospection,
                                     kGraphApplications,
                                     kGraphServicePrincipals};
  return kEndpoints;
}

Reply handle(Sandbox& sandbox, const Request& request) {
  Reply reply;
  if (kControl.matches(request.path)) {
    reply = kControl.answer(sandbox, request);
  } else {
    const auto all = endpoints();
    const auto found = std::ranges::find_if(
        all, [&](const Endpoint& endpoint) { return endpoint.matches(request.path); });
    const Endpoint* endpoint = found == all.end() ? nullptr : &*found;
    const auto number = sandbox.journal.receive(endpoint == nullptr ? "" : endpoint->name, request);
    reply = answer(sandbox, endpoint, request);
    sandbox.journal.answered(number, reply);
  }
  if (sandbox.log) log_line(request, reply);
  return reply;
}

}  // namespace entra_auth::sandbox
