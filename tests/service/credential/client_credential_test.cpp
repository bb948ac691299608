// SPDX-License-Identifier: MIT
#include "service/credential/client_credential.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using std::chrono::seconds;

namespace {

struct Fixture {
  test::TempDir dir;
  test::FakeClock clock;
  os::Environment environment{
      std::vector<std::string>{"SECRET=s3cret", "HOME=" + dir.path().string()}};
  secrets::SecretSource secrets{environment, clock.in(seconds(60))};
  test::FakeTransport transport;
  service::GrantContext context{environment, secrets, transport, clock, clock.in(seconds(60))};
  std::vector<std::string> warnings;

  Result<oauth::ClientAuthentication> load(const Profile& profile) {
    return service::load_credential(profile, context, warnings);
  }
  std::string version(const Profile& profile) const {
    return std::string(service::credential_version(profile, environment, secrets).expose());
  }
};

Profile with(AuthMethod method) {
  Profile profile;
  profile.name = "p";
  profile.auth_method = method;
  return profile;
}

}  // namespace

TEST_CASE("load_credential: a client secret is read from its reference") {
  Fixture fixture;
  auto profile = with(AuthMethod::client_secret);
  profile.client_secret = EnvironmentSecret{"SECRET"};
  profile.secret_transmission = SecretTransmission::client_secret_basic;
  const auto loaded = fixture.load(profile);
  REQUIRE(loaded);
  const auto& secret = std::get<oauth::ClientSecret>(*loaded);
  CHECK(secret.value.expose() == "s3cret");
  CHECK(secret.transmission == SecretTransmission::client_secret_basic);
}

TEST_CASE("load_credential: a federated assertion file is read again at each call, and trimmed") {
  Fixture fixture;
  auto profile = with(AuthMethod::federated);
  profile.federated = FileSecret{"~/assertion"};
  fixture.dir.write("assertion", "one\n\n");
  const auto loaded = fixture.load(profile);
  REQUIRE(loaded);
  const auto& federated = std::get<oauth::FederatedAssertion>(*loaded);
  CHECK(federated.fetch()->expose() == "one");
  fixture.dir.write("assertion", "two");
  CHECK(federated.fetch()->expose() == "two");
}

TEST_CASE("credential_version: a rotated assertion file does not change it") {
  Fixture fixture;
  auto profile = with(AuthMethod::federated);
  profile.federated = FileSecret{"~/assertion"};
  fixture.dir.write("assertion", "one");
  const auto before = fixture.version(profile);
  fixture.dir.write("assertion", "something longer");
  CHECK(fixture.version(profile) == before);
}

TEST_CASE("credential_version: a replaced certificate changes it") {
  Fixture fixture;
  auto profile = with(AuthMethod::certificate);
  profile.certificate_path = "~/certificate.pem";
  const auto absent = fixture.version(profile);
  fixture.dir.write("certificate.pem", "one");
  const auto before = fixture.version(profile);
  CHECK(before != absent);
  fixture.dir.write("certificate.pem", "one and more");
  CHECK(fixture.version(profile) != before);
}

TEST_CASE("load_credential: a broken JWK is named by profile and key") {
  Fixture fixture;
  auto profile = with(AuthMethod::jwk);
  profile.jwk = FileSecret{(fixture.dir / "key.json").string()};
  fixture.dir.write("key.json", "{}");
  const auto broken = fixture.load(profile);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message.starts_with("profile p: jwk: "));
}

TEST_CASE(
    "load_credential: an EC JWK without alg uses the algorithm of its curve, Entra refuses it") {
  Fixture fixture;
  // RFC 7517 appendix A.2
  fixture.dir.write("key.json", R"({"kty":"EC","crv":"P-256",
    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})");
  auto profile = with(AuthMethod::jwk);
  profile.provider = Provider::oidc;
  profile.jwk = FileSecret{(fixture.dir / "key.json").string()};
  const auto nameless = fixture.load(profile);
  REQUIRE_FALSE(nameless);
  CHECK(nameless.error().message.find("kid") != std::string::npos);
  profile.key_id = "1";
  const auto loaded = fixture.load(profile);
  REQUIRE(loaded);
  CHECK(std::get<oauth::JwkKey>(*loaded).algorithm == crypto::Algorithm::es256);
  CHECK(std::get<oauth::JwkKey>(*loaded).kid == "1");
  profile.provider = Provider::entra;
  const auto refused = fixture.load(profile);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("RSA") != std::string::npos);
}

TEST_CASE("load_credential: an unreadable certificate is named by key and path") {
  Fixture fixture;
  auto profile = with(AuthMethod::certificate);
  profile.certificate_path = "~/absent.pem";
  const auto loaded = fixture.load(profile);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().kind == ErrorKind::secret_unavailable);
  CHECK(loaded.error().message.find("certificate_path") != std::string::npos);
  CHECK(loaded.error().message.find("absent.pem") != std::string::npos);
}

TEST_CASE("load_credential: a profile without a credential is a configuration error") {
  Fixture fixture;
  const auto loaded = fixture.load(with(AuthMethod::none));
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().kind == ErrorKind::invalid_configuration);
}

TEST_CASE("describe_credential: says where a credential is, not what it is") {
  auto profile = with(AuthMethod::client_secret);
  profile.client_secret = LiteralSecret{Secret("canary")};
  CHECK(service::describe_credential(profile).find("canary") == std::string::npos);
  profile.client_secret = EnvironmentSecret{"A"};
  const auto a = service::describe_credential(profile);
  profile.client_secret = EnvironmentSecret{"B"};
  CHECK(service::describe_credential(profile) != a);
}
