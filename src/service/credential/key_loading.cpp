// SPDX-License-Identifier: MIT
#include "service/credential/key_loading.hpp"

#include "base/time.hpp"
#include "base/try.hpp"
#include "crypto/jwk.hpp"
#include "crypto/key_file.hpp"
#include "os/files.hpp"
#include "secrets/secret_file.hpp"

namespace entra_auth::service {
namespace {

constexpr std::size_t kMaxFileBytes = 1024 * 1024;

Result<Secret> read_file(const std::string& path, const char* key,
                         const os::Environment& environment, std::vector<std::string>& warnings) {
  auto content = secrets::read_key_file(os::expand_home(path, environment), kMaxFileBytes,
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
                   Timestamp now, KeyWarnings& warnings) {
  if (now >= certificate.not_after) {
    warnings.validity.push_back("the certificate in " + path + " expired on " +
                                to_rfc3339(certificate.not_after));
  } else if (now < certificate.not_before) {
    warnings.validity.push_back("the certificate in " + path + " is not valid before " +
                                to_rfc3339(certificate.not_before));
  }
}

/// What the provider documents for RSA keys.
crypto::Algorithm rsa_algorithm(const Profile& profile) {
  return profile.provider == Provider::maskinporten ? crypto::Algorithm::rs256
                                                    : crypto::Algorithm::ps256;
}

/// An EC key has only the algorithm of its curve (RFC 7518 section 3.4).
crypto::Algorithm natural_algorithm(const Profile& profile, const crypto::PrivateKey& key) {
  if (key.type() == crypto::KeyType::rsa) return rsa_algorithm(profile);
  switch (key.public_key().bits()) {
    case 256:
      return crypto::Algorithm::es256;
    case 384:
      return crypto::Algorithm::es384;
    default:
      return crypto::Algorithm::es512;
  }
}

bool is_for_maskinporten(crypto::Algorithm algorithm) {
  return algorithm == crypto::Algorithm::rs256 || algorithm == crypto::Algorithm::rs384 ||
         algorithm == crypto::Algorithm::rs512;
}

Result<crypto::PrivateKey> load_named_key(const Profile& profile, const KeyContext& context) {
  TRY(const auto content, context.secrets.read(*profile.private_key, "private_key"));
  std::optional<Secret> password;
  if (profile.certificate_password) {
    TRY(password, context.secrets.read(*profile.certificate_password, "certificate_password"));
  }
  return crypto::load_private_key(content, "private_key", password);
}

}  // namespace

void KeyWarnings::append_to(std::vector<std::string>& warnings) const {
  warnings.insert(warnings.end(), files.begin(), files.end());
  warnings.insert(warnings.end(), validity.begin(), validity.end());
}

Result<oauth::CertificateKey> load_certificate(const Profile& profile, const KeyContext& context,
                                               KeyWarnings& warnings) {
  const os::Environment& environment = context.environment;
  crypto::CertificateFiles files;
  files.certificate_name = profile.certificate_path;
  // Who can read the file matters only if it holds an unencrypted key.
  std::vector<std::string> unimportant;
  const bool is_protected = profile.certificate_password.has_value();
  const bool key_is_separate = !profile.private_key_path.empty();
  TRY(files.certificate, read_file(profile.certificate_path, "certificate_path", environment,
                                   is_protected || key_is_separate ? unimportant : warnings.files));
  if (key_is_separate) {
    files.private_key_name = profile.private_key_path;
    TRY(files.private_key, read_file(profile.private_key_path, "private_key_path", environment,
                                     is_protected ? unimportant : warnings.files));
  }
  if (is_protected) {
    TRY(files.password,
        context.secrets.read(*profile.certificate_password, "certificate_password"));
  }
  TRY(auto certificate, crypto::load_client_certificate(files));
  note_validity(certificate, profile.certificate_path, context.clock.now(), warnings);
  TRY(const auto algorithm, algorithm_of(profile, rsa_algorithm(profile)));
  return oauth::CertificateKey{
      .certificate = std::move(certificate), .algorithm = algorithm, .send_x5c = profile.send_x5c};
}

Result<oauth::JwkKey> load_jwk(const Profile& profile, const KeyContext& context) {
  TRY(const auto text, context.secrets.read(*profile.jwk, "jwk"));
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
                "profile " + profile.name + ": jwk: Entra ID accepts RSA keys only",
                {"use an RSA key of at least 2048 bits"});
  }
  TRY(const auto algorithm,
      algorithm_of(profile, jwk->algorithm.value_or(natural_algorithm(profile, jwk->key))));
  return oauth::JwkKey{.key = jwk->key, .kid = kid, .algorithm = algorithm};
}

Result<std::variant<oauth::JwkKey, oauth::CertificateKey>> load_maskinporten_key(
    const Profile& profile, const KeyContext& context, KeyWarnings& warnings) {
  if (!profile.certificate_path.empty()) {
    TRY(auto certificate, load_certificate(profile, context, warnings));
    if (profile.key_id.empty()) return certificate;
    return oauth::JwkKey{.key = certificate.certificate.key,
                         .kid = profile.key_id,
                         .algorithm = certificate.algorithm};
  }
  std::optional<oauth::JwkKey> key;
  if (profile.jwk) {
    TRY(key, load_jwk(profile, context));
  } else {
    TRY(const auto named, load_named_key(profile, context));
    TRY(const auto algorithm, algorithm_of(profile, rsa_algorithm(profile)));
    key = oauth::JwkKey{.key = named, .kid = profile.key_id, .algorithm = algorithm};
  }
  if (key->key.type() == crypto::KeyType::rsa && is_for_maskinporten(key->algorithm)) return *key;
  return fail(
      ErrorKind::invalid_configuration,
      "profile " + profile.name + ": Maskinporten accepts RSA keys with RS256, RS384 or RS512",
      {"use an RSA key of at least 2048 bits; a JWK may say \"alg\": \"RS256\""});
}

}  // namespace entra_auth::service
