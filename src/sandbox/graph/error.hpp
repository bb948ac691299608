// SPDX-License-Identifier: MIT
// Microsoft Graph's error answers.
#pragma once

#include "sandbox/http/message.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

struct GraphRefusal {
  int status;
  std::string code;
  std::string message;
};

/// A value, or why Graph would refuse.
template <class T>
using GraphChecked = tl::expected<T, GraphRefusal>;

/// Status 400, `BadRequest`: what Graph's parser of OData does not understand.
[[nodiscard]] tl::unexpected<GraphRefusal> graph_bad_request(std::string message);
/// Status 400, `Request_UnsupportedQuery`: what the directory does not do.
[[nodiscard]] tl::unexpected<GraphRefusal> graph_unsupported(std::string message);

/// Adds `request-id` and `client-request-id`, which is the caller's where it has sent a GUID.
/// Returns both.
std::pair<std::string, std::string> add_graph_headers(Reply& reply, const Request& request);

[[nodiscard]] Reply graph_error_reply(const GraphRefusal& refusal, const Request& request);

/// True for a GUID in any case, without braces.
[[nodiscard]] bool is_guid(std::string_view text);

}  // namespace entra_auth::sandbox
