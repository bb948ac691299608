// SPDX-License-Identifier: MIT
// Microsoft Graph's error responses.
#pragma once

#include "sandbox/http/message.hpp"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace entra_auth::sandbox {

struct GraphRefusal {
  int status;
  std::string code;
  std::string message;
};

/// A value, or the refusal that Graph would return.
template <class T>
using GraphChecked = tl::expected<T, GraphRefusal>;

/// Status 400, `BadRequest`: Graph's OData parser does not understand the request.
[[nodiscard]] tl::unexpected<GraphRefusal> graph_bad_request(std::string message);
/// Status 400, `Request_UnsupportedQuery`: the directory does not support the query.
[[nodiscard]] tl::unexpected<GraphRefusal> graph_unsupported(std::string message);

/// Adds `request-id` and `client-request-id`, which is the caller's if it sent a GUID. Returns
/// both.
std::pair<std::string, std::string> add_graph_headers(Reply& reply, const Request& request);

[[nodiscard]] Reply graph_error_reply(const GraphRefusal& refusal, const Request& request);

}  // namespace entra_auth::sandbox
