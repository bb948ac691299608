// SPDX-License-Identifier: MIT
#include "profiles/keys/combinations.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth::profiles {
namespace {

struct Combination {
  Provider provider;
  Flow flow;
  MethodSet methods;
};

constexpr MethodSet kNone = methods({AuthMethod::none});
constexpr MethodSet kManaged = methods({AuthMethod::managed_identity});
constexpr MethodSet kSigned =
    methods({AuthMethod::certificate, AuthMethod::passwordless_certificate, AuthMethod::jwk});
constexpr MethodSet kCredential =
    kSigned | methods({AuthMethod::client_secret, AuthMethod::federated});

constexpr std::array kCombinations = {
    Combination{Provider::entra, Flow::client_credentials, kCredential},
    Combination{Provider::entra, Flow::interactive_browser, kCredential | kNone},
    Combination{Provider::entra, Flow::device_code, kCredential | kNone},
    Combination{Provider::entra, Flow::on_behalf_of, kCredential},
    Combination{Provider::entra, Flow::managed_identity, kManaged},
    Combination{Provider::oidc, Flow::client_credentials, kCredential},
    Combination{Provider::oidc, Flow::interactive_browser, kCredential | kNone},
    Combination{Provider::oidc, Flow::device_code, kCredential | kNone},
    Combination{Provider::oidc, Flow::on_behalf_of, kCredential},
    Combination{Provider::maskinporten, Flow::maskinporten, kSigned},
    // The sidecar has the credential.
    Combination{Provider::texas, Flow::client_credentials, kNone},
    Combination{Provider::texas, Flow::on_behalf_of, kNone},
};

std::string describe_flow(Flow flow) { return "flow " + std::string(name(flow)); }

}  // namespace

bool has_user(Flow flow) { return flow == Flow::interactive_browser || flow == Flow::device_code; }

bool can_use(Provider provider, AuthMethod method) {
  return std::ranges::any_of(kCombinations, [&](const Combination& each) {
    return each.provider == provider && (each.methods & methods({method})) != 0;
  });
}

FlowMistake missing_credential(Flow flow) {
  return {.message = describe_flow(flow) + " needs a credential",
          .hint = "set client_secret, certificate_path, jwk, federated or federated_token",
          .missing = {"client_secret", "certificate_path", "jwk", "federated"}};
}

std::optional<FlowMistake> find_flow_mistake(const Profile& profile) {
  std::vector<std::string> flows;
  for (const auto& each : kCombinations) {
    if (each.provider != profile.provider) continue;
    flows.emplace_back(name(each.flow));
    if (each.flow != profile.flow) continue;
    if ((each.methods & methods({profile.auth_method})) != 0) return std::nullopt;
    if (profile.auth_method == AuthMethod::none && each.methods != kManaged) {
      return missing_credential(profile.flow);
    }
    return FlowMistake{.message = describe_flow(profile.flow) +
                                  " cannot be used with auth_method " +
                                  std::string(name(profile.auth_method)),
                       .hint = "managed-identity must be both flow and auth_method, or neither"};
  }
  return FlowMistake{.message = describe_flow(profile.flow) + " is not possible with provider " +
                                std::string(name(profile.provider)),
                     .hint = "omit the flow, or use " + join(flows, " or ")};
}

}  // namespace entra_auth::profiles
