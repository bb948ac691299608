// SPDX-License-Identifier: MIT
#pragma once

#include "sandbox/http/message.hpp"

#include <tl/expected.hpp>

#include <string>

namespace entra_auth::sandbox {

struct SidecarRefusal {
  int status;
  std::string error;
  std::string text;
  std::string code{};  // of the server behind the sidecar, where that one refuses
};

template <class T>
using SidecarChecked = tl::expected<T, SidecarRefusal>;

/// 400 invalid_request: the sidecar's own.
[[nodiscard]] tl::unexpected<SidecarRefusal> refuse_sidecar_request(std::string text);

/// What is left of another server's error answer: status, `error` and `error_description`.
[[nodiscard]] tl::unexpected<SidecarRefusal> pass_on(const Reply& upstream);

[[nodiscard]] Reply sidecar_error_reply(const SidecarRefusal& refusal);

}  // namespace entra_auth::sandbox
