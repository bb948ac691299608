// SPDX-License-Identifier: MIT
#include "e2e/network/tls_sandbox.hpp"

#include <catch2/catch.hpp>

namespace entra_auth::test {

TlsSandbox::TlsSandbox(Home& home, const std::string& name)
    : certificate_((home.dir() / "ca.pem").string()) {
  const auto key = (home.dir() / "key.pem").string();
  const auto made = run({"/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                         "-keyout", key, "-out", certificate_, "-days", "2", "-subj", "/CN=sandbox",
                         "-addext", "subjectAltName=IP:127.0.0.1," + name},
                        {.env = own_environment()});
  REQUIRE(made.exit_status == 0);
  server_ = std::make_unique<SandboxProcess>(
      ENTRA_AUTH_SANDBOX,
      std::vector<std::string>{"--tls-certificate", certificate_, "--tls-key", key});
  home.set("API_SECRET", (*server_)["client_secret"]);
}

std::uint16_t TlsSandbox::port() const {
  const auto text = authority();
  return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
}

RunResult TlsSandbox::get(const Home& home, const std::string& authority,
                          const std::string& members, std::vector<std::string> more) const {
  home.profiles("[profiles.p]\nauthority = \"" + authority + "\"\ntenant_id = \"" +
                (*server_)["tenant_id"] + "\"\nclient_id = \"" + (*server_)["client_id"] +
                "\"\nscopes = [\"" + (*server_)["scope"] +
                "\"]\nclient_secret = { env = \"API_SECRET\" }\n" + members + "\n");
  std::vector<std::string> arguments = {"get-token", "--no-cache", "--timeout", "20s"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return home.cli(arguments);
}

}  // namespace entra_auth::test
