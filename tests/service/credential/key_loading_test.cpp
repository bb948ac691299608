// SPDX-License-Identifier: MIT
#include "service/credential/key_loading.hpp"

#include "support/fake_clock.hpp"
#include "support/self_signed.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using std::chrono::seconds;

namespace {

const crypto::PrivateKey& key() {
  static const auto key = crypto::PrivateKey::generate_rsa(2048);
  return key;
}

struct Fixture {
  test::TempDir dir;
  test::FakeClock clock;
  os::Environment environment{std::vector<std::string>{"HOME=" + dir.path().string()}};
  secrets::SecretSource secrets{environment, clock.in(seconds(60))};
  service::KeyContext context{environment, secrets, clock};
  service::KeyWarnings warnings;
  Profile profile = [] {
    Profile made;
    made.name = "m";
    made.provider = Provider::maskinporten;
    made.flow = Flow::maskinporten;
    return made;
  }();

  auto load() { return service::load_maskinporten_key(profile, context, warnings); }
  oauth::JwkKey registered() {
    auto loaded = load();
    if (!loaded) FAIL(loaded.error().message);
    return std::get<oauth::JwkKey>(*loaded);
  }
  void use_certificate() {
    profile.auth_method = AuthMethod::certificate;
    profile.certificate_path =
        dir.write("c.pem", test::self_signed_certificate(key()) + test::private_key_pem(key()))
            .string();
  }
  void use_private_key(const crypto::PrivateKey& private_key) {
    profile.auth_method = AuthMethod::jwk;
    profile.private_key =
        FileSecret{dir.write("key.pem", test::private_key_pem(private_key)).string()};
    profile.key_id = "kid-1";
  }
};

// RFC 7517 appendix A.2
constexpr const char* kEcJwk = R"({"kty":"EC","crv":"P-256","kid":"1",
    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})";

}  // namespace

TEST_CASE(
    "load_maskinporten_key: a registered key signs under its kid, RS256 unless the profile says "
    "so") {
  Fixture fixture;
  fixture.use_private_key(key());
  CHECK(fixture.registered().kid == "kid-1");
  CHECK(fixture.registered().algorithm == crypto::Algorithm::rs256);
  fixture.profile.signing_algorithm = "RS512";
  CHECK(fixture.registered().algorithm == crypto::Algorithm::rs512);
}

TEST_CASE(
    "load_maskinporten_key: a certificate is an enterprise certificate, or a key if it has a kid") {
  Fixture fixture;
  fixture.use_certificate();
  const auto loaded = fixture.load();
  REQUIRE(loaded);
  const auto& certificate = std::get<oauth::CertificateKey>(*loaded);
  CHECK(certificate.algorithm == crypto::Algorithm::rs256);
  CHECK(certificate.certificate.chain.size() == 1);
  fixture.profile.key_id = "kid-2";
  CHECK(fixture.registered().kid == "kid-2");
}

TEST_CASE("load_maskinporten_key: unsuitable keys are refused before anything is sent") {
  Fixture fixture;
  fixture.use_private_key(crypto::PrivateKey::generate_ec(256));
  const auto ec = fixture.load();
  REQUIRE_FALSE(ec);
  CHECK(ec.error().kind == ErrorKind::invalid_configuration);
  CHECK_THAT(ec.error().message, Contains("RSA"));

  Fixture with_jwk;
  with_jwk.profile.auth_method = AuthMethod::jwk;
  with_jwk.profile.jwk = FileSecret{with_jwk.dir.write("key.json", kEcJwk).string()};
  CHECK_FALSE(with_jwk.load());
}

TEST_CASE("load_certificate: for Entra the same certificate signs with PS256") {
  Fixture fixture;
  fixture.use_certificate();
  fixture.profile.provider = Provider::entra;
  const auto loaded = service::load_certificate(fixture.profile, fixture.context, fixture.warnings);
  REQUIRE(loaded);
  CHECK(loaded->algorithm == crypto::Algorithm::ps256);
}

TEST_CASE("load_certificate: warns about an expired certificate and a readable key, by kind") {
  Fixture fixture;
  fixture.use_certificate();
  std::filesystem::permissions(
      fixture.profile.certificate_path,
      std::filesystem::perms::others_read | std::filesystem::perms::owner_read);
  fixture.clock.advance(std::chrono::hours(24 * 365 * 50));
  REQUIRE(service::load_certificate(fixture.profile, fixture.context, fixture.warnings));
  REQUIRE(fixture.warnings.validity.size() == 1);
  CHECK_THAT(fixture.warnings.validity[0], Contains("expired on"));
  CHECK(fixture.warnings.files.size() == 1);
  std::vector<std::string> all;
  fixture.warnings.append_to(all);
  CHECK(all.size() == 2);
}
