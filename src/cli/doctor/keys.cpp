// SPDX-License-Identifier: MIT
#include "cli/doctor/keys.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "oauth/tokens/claims.hpp"
#include "oauth/tokens/jwt.hpp"
#include "service/credential/key_loading.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <variant>

namespace entra_auth::cli {
namespace {

constexpr std::chrono::days kSoon{30};

std::string describe(const crypto::PrivateKey& key) {
  const auto bits = std::to_string(key.public_key().bits());
  return (key.type() == crypto::KeyType::rsa ? "RSA, " : "EC, ") + bits + " bits";
}

Finding describe_certificate(const crypto::ClientCertificate& certificate, Timestamp now) {
  const auto left = certificate.not_after - now;
  auto finding = ok("certificate", certificate.subject + ", " + describe(certificate.key) +
                                       ", thumbprint " + certificate.thumbprint() + ": ");
  const std::string end = to_rfc3339(certificate.not_after);
  Error error{.kind = ErrorKind::invalid_configuration};
  if (now < certificate.not_before) {
    error.message = "not valid before " + to_rfc3339(certificate.not_before);
    error.hints = {"check this machine's clock, or use a certificate that is valid now"};
  } else if (left.count() <= 0) {
    error.message = "expired on " + end + ", " + describe_duration(left) + " ago";
    error.hints = {"create a new certificate and upload it to the app registration"};
  }
  if (!error.message.empty()) {
    error.message.insert(0, finding.detail);
    finding = problem("certificate", error);
  } else {
    finding.detail += "valid until " + end + ", " + describe_duration(left) + " left";
  }
  if (left.count() > 0 && left < kSoon && finding.status == FindingStatus::ok) {
    finding.status = FindingStatus::warning;
    finding.hint = "create a new certificate soon and upload it next to this one";
  }
  finding.facts = {{"subject", certificate.subject},
                   {"thumbprint", certificate.thumbprint()},
                   {"not_before", to_rfc3339(certificate.not_before)},
                   {"not_after", end},
                   {"days_left", std::chrono::floor<std::chrono::days>(left).count()}};
  return finding;
}

struct KeyDescription {
  Timestamp now;

  Finding operator()(const oauth::CertificateKey& key) const {
    return describe_certificate(key.certificate, now);
  }
  Finding operator()(const oauth::JwkKey& key) const {
    return ok("key", describe(key.key) + ", key ID " + key.kid + ", signs with " +
                         std::string(crypto::name(key.algorithm)));
  }
};

using AnyKey = std::variant<oauth::JwkKey, oauth::CertificateKey>;

Result<AnyKey> load(const Profile& profile, const service::KeyContext& context,
                    service::KeyWarnings& warnings) {
  if (profile.provider == Provider::maskinporten) {
    return service::load_maskinporten_key(profile, context, warnings);
  }
  const auto as_any = [](auto key) { return AnyKey(std::move(key)); };
  if (profile.jwk) return service::load_jwk(profile, context).map(as_any);
  return service::load_certificate(profile, context, warnings).map(as_any);
}

}  // namespace

void examine_key(const Profile& profile, const secrets::SecretSource& secrets,
                 const Context& context, DoctorSection& section) {
  service::KeyWarnings warnings;
  const auto key = load(profile, {context.environment, secrets, context.clock}, warnings);
  const bool is_certificate = !profile.certificate_path.empty();
  if (!key) {
    section.add(problem(is_certificate ? "certificate" : "key", key.error()));
  } else {
    section.add(std::visit(KeyDescription{context.clock.now()}, *key));
    if (is_certificate) section.add(ok("key", "belongs to the certificate"));
  }
  // The certificate's dates are a finding of their own.
  for (const auto& text : warnings.files) section.add(warning("key_file", text));
}

Finding examine_assertion(const Secret& assertion, Timestamp now) {
  constexpr const char* kName = "assertion";
  const auto jwt = oauth::decode_jwt(assertion.expose());
  if (!jwt) return problem(kName, jwt.error());
  const auto claim = [&](const char* key) { return string_or(jwt->claims, key, "?"); };
  std::string text =
      "issuer " + claim("iss") + ", subject " + claim("sub") + ", audience " + claim("aud");
  const auto end = oauth::date_claim(jwt->claims, "exp");
  if (!end) return warning(kName, text + ": it has no usable exp");
  const auto left = *end - now;
  if (left.count() > 0) {
    return ok(kName, text + ": valid for " + describe_duration(left));
  }
  return problem(
      kName,
      {.kind = ErrorKind::invalid_token,
       .message = text + ": expired " + describe_duration(left) + " ago",
       .hints = {"request a new one; the platform renews an assertion that it mounts as a file"}});
}

}  // namespace entra_auth::cli
