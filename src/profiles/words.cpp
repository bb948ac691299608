// SPDX-License-Identifier: MIT
#include "profiles/words.hpp"

#include "base/text.hpp"
#include <entra_auth/profile.hpp>

namespace entra_auth {
namespace profiles {

bool is_same_name(std::string_view a, std::string_view b) {
  const auto skip_separators = [](std::string_view& text) {
    while (!text.empty() && (text.front() == '-' || text.front() == '_')) text.remove_prefix(1);
  };
  while (true) {
    skip_separators(a);
    skip_separators(b);
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    if (!equals_ignoring_case(a.substr(0, 1), b.substr(0, 1))) return false;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
}

}  // namespace profiles

Flow default_flow(Provider provider, AuthMethod method) {
  if (provider == Provider::maskinporten) return Flow::maskinporten;
  // The sidecar holds the credential of the application.
  if (provider == Provider::texas) return Flow::client_credentials;
  switch (method) {
    case AuthMethod::none:
      return Flow::interactive_browser;
    case AuthMethod::managed_identity:
      return Flow::managed_identity;
    case AuthMethod::client_secret:
    case AuthMethod::certificate:
    case AuthMethod::passwordless_certificate:
    case AuthMethod::jwk:
    case AuthMethod::federated:
      break;
  }
  return Flow::client_credentials;
}

std::optional<Flow> parse_flow(std::string_view name) {
  return profiles::parse_name(profiles::kFlows, name);
}

std::string_view name(Flow flow) { return profiles::name_of(profiles::kFlows, flow); }
std::string_view name(Provider provider) {
  return profiles::name_of(profiles::kProviders, provider);
}
std::string_view name(AuthMethod method) {
  return profiles::name_of(profiles::kAuthMethods, method);
}

}  // namespace entra_auth
