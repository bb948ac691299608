// SPDX-License-Identifier: MIT
// Every dress of a certificate and key that people have, against a server that checks the
// assertion.
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kClient = "00000000-0000-0000-0000-0000000000c1";

/// Key material made by the openssl command, registered at the sandbox.
struct Fixture {
  SandboxProcess server{ENTRA_AUTH_SANDBOX};
  Home home;

  Fixture() {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout key8.pem -out cert.pem -days 30 -subj /CN=test");
    openssl("rsa -in key8.pem -traditional -out key1.pem");
    server.register_client({{"client_id", kClient},
                            {"certificates", {text("cert.pem")}},
                            {"roles", {"access_as_application"}}});
  }

  void openssl(const std::string& arguments) const {
    RunOptions options;
    options.env = own_environment();
    options.cwd = home.dir().path();
    const auto result = run({"/bin/sh", "-c", "umask 077; openssl " + arguments}, options);
    INFO(arguments << "\n" << result.err);
    REQUIRE(result.exit_status == 0);
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    return read_text(home.dir() / name);
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (home.dir() / name).string();
  }

  RunResult get(const std::string& members) const {
    home.profiles(Home::profile(server, "p", kClient, members));
    return home.cli({"get-token", "--force"});
  }
  void works(const std::string& members) const {
    const auto result = get(members);
    CAPTURE(members, result.err);
    CHECK(result.exit_status == 0);
    CHECK(is_one_token(result.out));
    CHECK(result.err.empty());
  }
  /// The header of the newest client assertion, as text.
  [[nodiscard]] std::string assertion() const {
    const auto requests = server.requests();
    for (const auto& field : requests.back()["form"]) {
      if (field[0] == "client_assertion") return field[1];
    }
    return {};
  }
};

std::string certificate(const std::string& path) { return "certificate_path = \"" + path + "\"\n"; }

}  // namespace

TEST_CASE(
    "certificates: PEM in any order, separate files, PKCS#1 and #8, encrypted, attributes, chain") {
  Fixture fixture;
  const auto& dir = fixture.home.dir();
  const auto cert = fixture.text("cert.pem");
  const auto key8 = fixture.text("key8.pem");
  const auto key1 = fixture.text("key1.pem");
  fixture.openssl(
      "req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.pem -days 30 -subj /CN=ca");

  fixture.works(certificate(dir.write("a.pem", cert + key8).string()));
  fixture.works(certificate(dir.write("b.pem", key8 + cert).string()));
  fixture.works(certificate(dir.write("c.pem", key1 + cert).string()));
  fixture.works(certificate(fixture.path("cert.pem")) + "private_key_path = \"" +
                fixture.path("key8.pem") + "\"");
  fixture.works(certificate(dir.write("d.pem", fixture.text("other.pem") + cert + key8).string()));
  fixture.works(certificate(
      dir.write("e.pem", "Bag Attributes\n    localKeyID: 01 02\nsubject=CN = test\n" + cert +
                             "Bag Attributes: <No Attributes>\nKey Attributes: <No Attributes>\n" +
                             key8)
          .string()));

  fixture.home.profiles("");
  fixture.openssl("pkcs8 -topk8 -in key8.pem -out enc8.pem -passout pass:hunter2");
  fixture.openssl("rsa -in key8.pem -traditional -aes256 -out enc1.pem -passout pass:hunter2");
  dir.write("password", "hunter2\n");
  const std::string password =
      "\ncertificate_password = { file = \"" + fixture.path("password") + "\" }";
  fixture.works(certificate(dir.write("f.pem", cert + fixture.text("enc8.pem")).string()) +
                password);
  fixture.works(certificate(dir.write("g.pem", fixture.text("enc1.pem") + cert).string()) +
                password);

  const auto missing = fixture.get(certificate(fixture.path("f.pem")));
  CHECK(missing.exit_status == 8);
  CHECK_THAT(missing.err, Contains("certificate_password"));
  dir.write("wrong", "nope");
  const auto wrong =
      fixture.get(certificate(fixture.path("f.pem")) + "certificate_password = { file = \"" +
                  fixture.path("wrong") + "\" }");
  CHECK(wrong.exit_status == 8);
  CHECK_THAT(wrong.err, !Contains("nope"));
}

TEST_CASE("certificates: PFX without password, with password, legacy RC2 and 3DES, AES") {
  Fixture fixture;
  fixture.home.dir().write("password", "hunter2");
  const std::string password =
      "certificate_password = { file = \"" + fixture.path("password") + "\" }";
  fixture.openssl("pkcs12 -export -inkey key8.pem -in cert.pem -out none.pfx -passout pass:");
  fixture.openssl("pkcs12 -export -inkey key8.pem -in cert.pem -out aes.pfx -passout pass:hunter2");
  fixture.openssl(
      "pkcs12 -export -legacy -inkey key8.pem -in cert.pem -out rc2.pfx -passout pass:hunter2");
  fixture.openssl(
      "pkcs12 -export -inkey key8.pem -in cert.pem -out 3des.pfx -passout pass:hunter2 "
      "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1");
  fixture.works(certificate(fixture.path("none.pfx")));
  for (const char* name : {"aes.pfx", "rc2.pfx", "3des.pfx"}) {
    fixture.works(certificate(fixture.path(name)) + password);
    const auto without = fixture.get(certificate(fixture.path(name)));
    CAPTURE(name, without.err);
    CHECK(without.exit_status == 8);
  }
}

TEST_CASE(
    "certificates: an unregistered certificate exits with 3, AADSTS700027 and the thumbprint") {
  Fixture fixture;
  fixture.openssl(
      "req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -days 30 -subj /CN=other");
  const auto path =
      fixture.home.dir().write("both.pem", fixture.text("c.pem") + fixture.text("k.pem"));
  const auto result = fixture.get(certificate(path.string()));
  CHECK(result.exit_status == 3);
  CHECK_THAT(result.err,
             Contains("AADSTS700027") && Contains("thumbprint") && Contains("CN=other"));
}

TEST_CASE("certificates: a file with other content exits with 7 and names the content") {
  Fixture fixture;
  const auto cert = fixture.text("cert.pem");
  fixture.openssl("genrsa -out unrelated.pem 2048");
  const auto fails = [&](const std::string& name, const std::string& content) {
    const auto result = fixture.get(certificate(fixture.home.dir().write(name, content).string()));
    CAPTURE(name, result.err);
    CHECK(result.exit_status == 7);
    CHECK_THAT(result.err, Contains(name));
    CHECK(result.out.empty());
  };
  fails("only-cert.pem", cert);
  fails("only-key.pem", fixture.text("key8.pem"));
  fails("mismatch.pem", cert + fixture.text("unrelated.pem"));
  fails("garbage.pem", "hello");
  fails("empty.pem", "");
  const auto absent = fixture.get(certificate("/nonexistent/c.pem"));
  CHECK(absent.exit_status == 8);
  CHECK_THAT(absent.err, Contains("/nonexistent/c.pem"));
}

TEST_CASE("certificates: RS256 and x5c are used on request") {
  Fixture fixture;
  fixture.home.dir().write("a.pem", fixture.text("cert.pem") + fixture.text("key8.pem"));
  const auto header = [&] {
    const auto assertion = fixture.assertion();
    RunOptions options;
    options.in = assertion;
    return nlohmann::json::parse(fixture.home.cli({"inspect", "--header"}, options).out);
  };
  fixture.works(certificate(fixture.path("a.pem")));
  CHECK(header()["alg"] == "PS256");
  CHECK(header().contains("x5t#S256"));
  CHECK_FALSE(header().contains("x5c"));
  fixture.works(certificate(fixture.path("a.pem")) +
                "token_endpoint_auth_signing_alg = \"RS256\"\nsend_x5c = true");
  CHECK(header()["alg"] == "RS256");
  CHECK(header().contains("x5t"));
  CHECK(header()["x5c"].is_array());
}

TEST_CASE("federated assertion: read again for each request") {
  Fixture fixture;
  // An assertion that our own client makes for another audience will do as another issuer's.
  fixture.home.dir().write("assertion", "one");
  const std::string members = "federated = { file = \"" + fixture.path("assertion") + "\" }";
  CHECK(fixture.get(members).exit_status == 3);
  CHECK(fixture.assertion() == "one");
  fixture.home.dir().write("assertion", "two\n");
  const auto second = fixture.get(members);
  CHECK(second.exit_status == 3);
  CHECK(fixture.assertion() == "two");
  CHECK_THAT(second.err, Contains("cannot be read"));
}

TEST_CASE("client secrets: from files, commands and descriptors, and their failures exit with 8") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home(server);
  const auto secret = server["client_secret"];
  const auto get = [&](const std::string& reference) {
    home.profiles(Home::profile(server, "p", server["client_id"], "client_secret = " + reference));
    return home.cli({"get-token", "--force"});
  };
  const auto file = home.dir().write("secret", secret + "\n");
  const auto from_file = get("{ file = \"~/secret\" }");
  CAPTURE(from_file.err);
  CHECK(from_file.exit_status == 0);
  CHECK(get("{ command = [\"cat\", \"" + file.string() + "\"] }").exit_status == 0);
  const auto failing = get("{ command = [\"false\"] }");
  CHECK(failing.exit_status == 8);
  CHECK_THAT(failing.err, Contains("false"));
  CHECK(get("{ command = [\"no-such-program-here\"] }").exit_status == 8);
  CHECK(get("{ file = \"/nonexistent\" }").exit_status == 8);
  home.dir().write("secret", secret, 0644);
  const auto readable = get("{ file = \"~/secret\" }");
  CHECK(readable.exit_status == 8);
  CHECK_THAT(readable.err, Contains("chmod"));
  home.profiles(Home::profile(server, "p", server["client_id"], "client_secret = { fd = 3 }"));
  home.dir().write("secret", secret);
  RunOptions options;
  options.env = home.environment();
  const auto descriptor =
      run({"/bin/sh", "-c", std::string(ENTRA_AUTH_CLI) + " get-token --force 3<" + file.string()},
          options);
  CAPTURE(descriptor.err);
  CHECK(descriptor.exit_status == 0);
  CHECK(get("{ fd = 9 }").exit_status == 8);
}

TEST_CASE(
    "certificates: a key that others can read works, with a warning that gives the chmod command") {
  Fixture fixture;
  const auto path = fixture.home.dir().write(
      "open.pem", fixture.text("cert.pem") + fixture.text("key8.pem"), 0644);
  const auto result = fixture.get(certificate(path.string()));
  CHECK(result.exit_status == 0);
  CHECK(result.err.starts_with("warning: "));
  CHECK_THAT(result.err, Contains("chmod 600"));
  fixture.works(certificate(fixture.path("cert.pem")) + "private_key_path = \"" +
                fixture.path("key8.pem") + "\"");
}
