// SPDX-License-Identifier: MIT
#include "service/client_credential.hpp"

#include "base/duration.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "crypto/jwk.hpp"
#include "os/files.hpp"
#include "secrets/secret_file.hpp"

namespace entra_auth::service {
namespace {

constexpr std::size_t kMostFileBytes = 1024 * 1024;

Result<Secret> read_file(const std::string& path, const char* key,
                         const os::Environment& environment, std::vector<std::string>& warnings) {
  auto content = secrets::read_key_file(os::expand_home(path, environment), kMostFileBytes,
                                        environment, warnings);
  if (!content) content.error().message.insert(0, std::string(key) + ": ");
  return content;
}

Result<crypto::Algorithm> algorithm_of(const Profile& profile, crypto::Algorithm fallback) {
  if (profile.signing_algorithm.empty()) return fallback;
  const auto algorithm = crypto::parse_algorithm(profile.signing_algorithm);
  if (!algorithm) {
    return fail(ErrorKind::invalid_configuration,
                "profile " + profile.name + ": unknown token_endpoint_auth_signing_alg");
  }
  return *algorithm;
}

void note_validity(const crypto::ClientCertificate& certificate, const std::string& path,
                   Timestamp now, std::vector<std::string>& warnings) {
  if (now >= certificate.not_after) {
    warnings.push_back("the certificate in " + path + " expired on " +
                       to_rfc3339(certificate.not_after));
  } else if (now < certificate.not_before) {
    warnings.push_back("the certificate in " + path + " is not valid before " +
                       to_rfc3339(certificate.not_before));
  }
}

Result<oauth::ClientAuthentication> load_certificate(const Profile& profile,
                                                     const os::Environment& environment,
                                                     const secrets::SecretSource& secrets,
                                                     const Clock& clock,
                                                     std::vector<std::string>& warnings) {
  crypto::CertificateFiles files;
  files.certificate_name = profile.certificate_path;
  // Who may see the file matters where it holds a key in the clear.
  std::vector<std::string> unimportant;
  const bool is_protected = profile.certificate_password.has_value();
  const bool key_is_separate = !profile.private_key_path.empty();
  TRY(files.certificate, read_file(profile.certificate_path, "certificate_path", environment,
                                   is_protected || key_is_separate ? unimportant : warnings));
  if (key_is_separate) {
    files.private_key_name = profile.private_key_path;
    TRY(files.private_key, read_file(profile.private_key_path, "private_key_path", environment,
                                     is_protected ? unimportant : warnings));
  }
  if (is_protected) {
    TRY(files.password, secrets.read(*profile.certificate_password, "certificate_password"));
  }
  TRY(auto certificate, crypto::load_client_certificate(files));
  note_validity(certificate, profile.certificate_path, clock.now(), warnings);
  TRY(const auto algorithm, algorithm_of(profile, crypto::Algorithm::ps256));
  return oauth::CertificateKey{
      .certificate = std::move(certificate), .algorithm = algorithm, .send_x5c = profile.send_x5c};
}

/// PS256 for RSA; an EC key can do only the one of its curve (RFC 7518 section 3.4).
crypto::Algorithm natural_algorithm(const crypto::PrivateKey& key) {
  if (key.type() == crypto::KeyType::rsa) return crypto::Algorithm::ps256;
  switch (key.public_key().bits()) {
    case 256:
      return crypto::Algorithm::es256;
    case 384:
      return crypto::Algorithm::es384;
    default:
      return crypto::Algorithm::es512;
  }
}

Result<oauth::ClientAuthentication> load_jwk(const Profile& profile,
                                             const secrets::SecretSource& secrets) {
  TRY(const auto text, secrets.read(*profile.jwk, "jwk"));
  auto jwk = crypto::load_private_jwk(text);
  if (!jwk) {
    jwk.error().message = "profile " + profile.name + ": jwk: " + jwk.error().message;
    return fail(std::move(jwk).error());
  }
  const std::string kid = profile.key_id.empty() ? jwk->kid : profile.key_id;
  if (kid.empty()) {
    return fail(ErrorKind::invalid_configuration,
                "profile " + profile.name + ": the JWK has no `kid`",
                {"set `key_id` in the profile to the id the key is registered under"});
  }
  if (profile.provider == Provider::entra && jwk->key.type() != crypto::KeyType::rsa) {
    return fail(ErrorKind::invalid_configuration,
                "profile " + profile.name + ": jwk: Entra ID takes RSA keys only",
                {"use an RSA key of at least 2048 bits"});
  }
  TRY(const auto algorithm,
      algorithm_of(profile, jwk->algorithm.value_or(natural_algorithm(jwk->key))));
  return oauth::JwkKey{.key = jwk->key, .kid = kid, .algorithm = algorithm};
}

Result<Secret> read_assertion(const Profile& profile, const os::Environment& environment,
                              const secrets::SecretSource& secrets) {
  SecretReference reference;
  const char* key = "federated_token";
  if (profile.federated_token) {
    reference = *profile.federated_token;
  } else if (const auto* file = std::get_if<FileSecret>(&*profile.federated)) {
    key = "federated";
    reference = FileSecret{os::expand_home(file->path, environment).string()};
  } else {
    key = "federated";
    reference = std::get<EnvironmentSecret>(*profile.federated);
  }
  TRY(const auto text, secrets.read(reference, key));
  return Secret(trim(text.expose()));
}

}  // namespace

std::string describe_credential(const Profile& profile) {
  std::string text(name(profile.auth_method));
  const auto add = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) text += " " + std::string(label) + "=" + value;
  };
  if (profile.client_secret) add("client_secret", secrets::describe(*profile.client_secret));
  add("certificate_path", profile.certificate_path);
  add("private_key_path", profile.private_key_path);
  if (profile.jwk) add("jwk", secrets::describe(*profile.jwk));
  add("key_id", profile.key_id);
  if (profile.federated_token) add("federated_token", secrets::describe(*profile.federated_token));
  if (profile.federated) {
    if (const auto* file = std::get_if<FileSecret>(&*profile.federated)) add("file", file->path);
    if (const auto* variable = std::get_if<EnvironmentSecret>(&*profile.federated)) {
      add("env", variable->variable);
    }
  }
  return text;
}

Secret credential_version(const Profile& profile, const os::Environment& environment,
                          const secrets::SecretSource& secrets) {
  std::string text;
  const auto add = [&](std::string_view part) {
    text += std::to_string(part.size()) + ":";
    text += part;
  };
  const auto add_file = [&](const std::string& path) {
    if (!path.empty()) add(os::file_version(os::expand_home(path, environment)));
  };
  if (profile.client_secret) add(secrets.version(*profile.client_secret).expose());
  if (profile.jwk) add(secrets.version(*profile.jwk).expose());
  add_file(profile.certificate_path);
  add_file(profile.private_key_path);
  return Secret(std::move(text));
}

Result<oauth::ClientAuthentication> load_credential(const Profile& profile,
                                                    const os::Environment& environment,
                                                    const secrets::SecretSource& secrets,
                                                    const Clock& clock,
                                                    std::vector<std::string>& warnings) {
  switch (profile.auth_method) {
    case AuthMethod::client_secret: {
      TRY(auto value, secrets.read(*profile.client_secret, "client_secret"));
      return oauth::ClientSecret{.value = std::move(value),
                                 .transmission = profile.secret_transmission};
    }
    case AuthMethod::certificate:
    case AuthMethod::passwordless_certificate:
      return load_certificate(profile, environment, secrets, clock, warnings);
    case AuthMethod::jwk:
      return load_jwk(profile, secrets);
    case AuthMethod::federated:
      return oauth::FederatedAssertion{[&profile, &environment, &secrets] {
        return read_assertion(profile, environment, secrets);
      }};
    case AuthMethod::none:
    case AuthMethod::managed_identity:
      break;
  }
  return fail(ErrorKind::invalid_configuration,
              "profile " + profile.name + " has no credential for the client credentials grant",
              {"set client_secret, certificate_path, jwk or federated in the profile"});
}

}  // namespace entra_auth::service
