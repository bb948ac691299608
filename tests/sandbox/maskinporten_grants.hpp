// SPDX-License-Identifier: MIT
// Maskinporten's client, for the tests of its endpoint.
#pragma once

#include "sandbox/token_client.hpp"

#include <string>

namespace entra_auth::test {

/// The MP code of an error response, or "none". Checks what all error responses have.
[[nodiscard]] std::string mp_code(const Response& response);

/// A client that is registered with the test key, and the grants that it makes, each with a new
/// `jti`.
class Granter {
 public:
  /// `registration` replaces members of the registered client.
  explicit Granter(const OrderedJson& registration = OrderedJson::object());

  [[nodiscard]] const SandboxProcess& sandbox() const { return sandbox_; }
  [[nodiscard]] OrderedJson claims() const;
  [[nodiscard]] OrderedJson claims_with(const std::string& name, const OrderedJson& value) const;
  [[nodiscard]] std::string sign(const OrderedJson& claims) const;

  [[nodiscard]] Response send_assertion(const std::string& assertion) const;
  [[nodiscard]] Response ask(const OrderedJson& claims) const {
    return send_assertion(sign(claims));
  }
  [[nodiscard]] Response ask_with(const std::string& name, const OrderedJson& value) const {
    return ask(claims_with(name, value));
  }
  [[nodiscard]] Response ask_without(const std::string& name) const;
  [[nodiscard]] Response ask_as(const OrderedJson& header,
                                crypto::Algorithm algorithm = crypto::Algorithm::rs256) const;

 private:
  const SandboxProcess& sandbox_ = fresh_sandbox();
};

inline constexpr const char* kGrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

}  // namespace entra_auth::test
