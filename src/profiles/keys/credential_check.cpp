// SPDX-License-Identifier: MIT
#include "profiles/keys/profile_check.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace entra_auth::profiles {
namespace {

struct Credential {
  std::string_view key;
  AuthMethod method;
};
constexpr std::array kCredentials = {
    Credential{"client_secret", AuthMethod::client_secret},
    Credential{"certificate_path", AuthMethod::certificate},
    Credential{"jwk", AuthMethod::jwk},
    Credential{"private_key", AuthMethod::jwk},  // a JWK in two keys: with `key_id`
    Credential{"federated", AuthMethod::federated},
    Credential{"federated_token", AuthMethod::federated},
};

bool serves(const Credential& credential, AuthMethod method) {
  if (method == AuthMethod::passwordless_certificate) method = AuthMethod::certificate;
  return credential.method == method;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// Which key the method needs, in words.
std::string needed_for(AuthMethod method, Provider provider) {
  if (method == AuthMethod::jwk && provider == Provider::maskinporten) {
    return "jwk, or private_key with key_id";
  }
  std::string keys;
  for (const auto& credential : kCredentials) {
    if (!serves(credential, method) || credential.key == "private_key") continue;
    keys.append(keys.empty() ? "" : " or ").append(credential.key);
  }
  return keys;
}

using Present = std::vector<Credential>;

void infer_method(const ProfileCheck& check, const Present& present) {
  Profile& profile = check.profile;
  if (present.size() > 1) {
    check.problem(present[1].key,
                  std::string(present[0].key) + " and " + std::string(present[1].key) +
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
  const Credential* used = nullptr;
  for (const auto& credential : present) {
    const std::string key(credential.key);
    if (!serves(credential, method)) {
      check.problem(key, key + " does not go with auth_method " + method_name,
                    "remove it, or set auth_method = " + quoted(name(credential.method)));
    } else if (used != nullptr) {
      check.problem(key, std::string(used->key) + " and " + key + " are two credentials",
                    "keep one of them");
    } else {
      used = &credential;
    }
  }
  const std::string needed = needed_for(method, check.profile.provider);
  if (present.empty() && !needed.empty()) {
    check.problem("auth_method", "auth_method " + method_name + " needs " + needed);
  }
}

void check_provider(const ProfileCheck& check) {
  const Profile& profile = check.profile;
  const AuthMethod method = profile.auth_method;
  if (profile.provider == Provider::maskinporten && method != AuthMethod::jwk &&
      method != AuthMethod::certificate && method != AuthMethod::passwordless_certificate) {
    check.problem(check.has("auth_method") ? "auth_method" : "provider",
                  "a maskinporten profile needs a key to sign with",
                  "set jwk, or private_key with key_id, or certificate_path");
  }
  if (profile.provider == Provider::oidc && method == AuthMethod::managed_identity) {
    check.problem("auth_method", "auth_method managed-identity is for provider entra only");
  }
}

/// A key that means something beside certain credentials only.
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
                       [&](const Credential& credential) { return check.has(credential.key); });
  if (!check.has("auth_method")) infer_method(check, present);
  if (!check.problems.empty()) return;
  check_provider(check);
  if (!check.problems.empty()) return;
  if (check.has("auth_method")) check_method(check, present);
  check_companions(check);
}

}  // namespace entra_auth::profiles
