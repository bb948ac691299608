// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "profiles/keys/combinations.hpp"
#include "profiles/keys/profile_check.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {
namespace {

bool serves(const CredentialKey& credential, AuthMethod method) {
  if (method == AuthMethod::passwordless_certificate) method = AuthMethod::certificate;
  return credential.method == method;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// The keys that have such a credential. `private_key` needs `key_id`, so it is not one of them.
std::vector<std::string> keys_for(AuthMethod method) {
  std::vector<std::string> keys;
  for (const auto& credential : kCredentials) {
    if (!serves(credential, method) || credential.name == "private_key") continue;
    keys.emplace_back(credential.name);
  }
  return keys;
}

using Present = std::vector<CredentialKey>;

void infer_method(const ProfileCheck& check, const Present& present) {
  Profile& profile = check.profile;
  if (present.size() > 1) {
    check.problem(present[1].name,
                  std::string(present[0].name) + " and " + std::string(present[1].name) +
                      " are two credentials",
                  "keep one of them");
  } else if (!present.empty()) {
    profile.auth_method = present[0].method;
  } else if (check.has("flow") && profile.flow == Flow::managed_identity) {
    profile.auth_method = AuthMethod::managed_identity;
  }
}

void check_method(const ProfileCheck& check, const Present& present) {
  const AuthMethod method = check.profile.auth_method;
  const std::string method_name(name(method));
  const CredentialKey* used = nullptr;
  for (const auto& credential : present) {
    const std::string key(credential.name);
    if (!serves(credential, method)) {
      check.problem(key, key + " does not go with auth_method " + method_name,
                    "remove it, or set auth_method = " + quoted(name(credential.method)));
    } else if (used != nullptr) {
      check.problem(key, std::string(used->name) + " and " + key + " are two credentials",
                    "keep one of them");
    } else {
      used = &credential;
    }
  }
  auto needed = keys_for(method);
  if (!present.empty() || needed.empty()) return;
  const bool may_be_in_parts =
      method == AuthMethod::jwk && check.profile.provider == Provider::maskinporten;
  check.missing(
      "auth_method", std::move(needed),
      "auth_method " + method_name + " needs " +
          (may_be_in_parts ? "jwk, or private_key with key_id" : join(keys_for(method), " or ")));
}

void check_provider_of_credential(const ProfileCheck& check) {
  const Profile& profile = check.profile;
  if (can_use(profile.provider, profile.auth_method)) return;
  if (profile.provider != Provider::maskinporten) {
    check.problem("auth_method", "auth_method " + std::string(name(profile.auth_method)) +
                                     " is not possible with provider " +
                                     std::string(name(profile.provider)));
    return;
  }
  const bool is_said = check.has("auth_method");
  check.missing(
      is_said ? "auth_method" : "provider",
      is_said ? std::vector<std::string>() : std::vector<std::string>{"jwk", "certificate_path"},
      "a maskinporten profile needs a key to sign with",
      "set jwk, or private_key with key_id, or certificate_path");
}

/// A key that only has a meaning beside certain credentials.
struct Companion {
  std::string_view key;
  std::array<std::string_view, 3> any_of;
};
constexpr std::array kCompanions = {
    Companion{"private_key_path", {"certificate_path"}},
    Companion{"certificate_password", {"certificate_path", "private_key"}},
    Companion{"send_x5c", {"certificate_path"}},
    Companion{"token_endpoint_auth_method", {"client_secret"}},
    Companion{"token_endpoint_auth_signing_alg", {"certificate_path", "jwk", "private_key"}},
    Companion{"private_key", {"key_id"}},
    Companion{"key_id", {"jwk", "private_key", "certificate_path"}},
};

void check_companions(const ProfileCheck& check) {
  for (const auto& companion : kCompanions) {
    if (!check.has(companion.key)) continue;
    std::string needed;
    bool found = false;
    for (const auto key : companion.any_of) {
      if (key.empty()) continue;
      found = found || check.has(key);
      needed.append(needed.empty() ? "" : " or ").append(key);
    }
    if (!found) check.problem(companion.key, std::string(companion.key) + " needs " + needed);
  }
  if (check.profile.auth_method == AuthMethod::passwordless_certificate &&
      check.has("certificate_password")) {
    check.problem("certificate_password",
                  "certificate_password does not go with auth_method passwordless-certificate",
                  "remove it, or set auth_method = \"certificate\"");
  }
  if (check.profile.provider != Provider::maskinporten && check.has("key_id") &&
      check.has("certificate_path")) {
    check.problem("key_id", "key_id does not go with certificate_path",
                  "remove it: the certificate is named by its thumbprint");
  }
  if (check.profile.send_x5c && check.has("key_id")) {
    check.problem("send_x5c", "send_x5c and key_id exclude each other",
                  "Maskinporten takes x5c for an enterprise certificate, key_id for a key that is "
                  "registered on the client");
  }
  if (check.profile.provider == Provider::maskinporten &&
      check.profile.signing_algorithm.starts_with("PS")) {
    check.problem("token_endpoint_auth_signing_alg",
                  "token_endpoint_auth_signing_alg must be RS256, RS384 or RS512 for maskinporten");
  }
}

}  // namespace

void check_credential(const ProfileCheck& check) {
  Present present;
  std::ranges::copy_if(kCredentials, std::back_inserter(present),
                       [&](const CredentialKey& credential) { return check.has(credential.name); });
  if (!check.has("auth_method")) infer_method(check, present);
  if (!check.problems.empty()) return;
  check_provider_of_credential(check);
  if (!check.problems.empty()) return;
  if (check.has("auth_method")) check_method(check, present);
  check_companions(check);
}

}  // namespace entra_auth::profiles
