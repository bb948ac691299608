// SPDX-License-Identifier: MIT
#include "entra_auth/transport.hpp"

namespace entra_auth {

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  for (const auto& candidate : headers) {
    if (candidate.name == name) return candidate.value.expose();
  }
  return std::nullopt;
}

}  // namespace entra_auth
