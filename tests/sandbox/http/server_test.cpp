// SPDX-License-Identifier: MIT
#include "sandbox/token_client.hpp"
#include "support/self_signed.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <thread>

using namespace entra_auth;
using namespace entra_auth::test;

TEST_CASE("server: accepts forms of up to one mebibyte") {
  const auto& sandbox = fresh_sandbox();
  CHECK(post_token(sandbox, with(good_request(), "padding", std::string(900'000, 'x'))).status ==
        200);
  const auto too_large =
      post_token(sandbox, with(good_request(), "padding", std::string(1'100'000, 'x')));
  CHECK((too_large.status == 413 || too_large.status == 0));
  CHECK(post_token(sandbox, good_request()).status == 200);
}

TEST_CASE("server: serves two hundred clients at once, even with slow responses") {
  const auto& sandbox = fresh_sandbox();
  sandbox.fault({{"endpoint", "jwks"}, {"times", 0}, {"delay_ms", 300}});
  constexpr int kClients = 200;
  std::atomic<int> answered{0};
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&] {
        if (send(sandbox, "GET", "/common/discovery/v2.0/keys").status == 200) ++answered;
      });
    }
  }
  CHECK(answered == kClients);
  CHECK(sandbox.counters().at("jwks") == kClients);
  // One after the other they would take a minute.
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(15));
}

TEST_CASE("server: a second sandbox on the same port fails") {
  const auto& sandbox = fresh_sandbox();
  const auto url = sandbox["base_url"];
  const auto second =
      run({ENTRA_AUTH_SANDBOX, "--port", url.substr(url.rfind(':') + 1)}, {.timeout = 20});
  CHECK(second.exit_status == 1);
  CHECK(second.err == "error: cannot listen on 127.0.0.1\n");
  CHECK(second.out.empty());
}

TEST_CASE("server: serves https with the given certificate") {
  const TempDir folder;
  const auto key = crypto::PrivateKey::generate_rsa(2048);
  const auto certificate = folder.write("server.pem", self_signed_certificate(key)).string();
  const auto key_file = folder.write("server.key", private_key_pem(key)).string();
  SandboxProcess sandbox(ENTRA_AUTH_SANDBOX,
                         {"--tls-certificate", certificate, "--tls-key", key_file});
  const auto url = sandbox["base_url"];
  CHECK(url.starts_with("https://127.0.0.1:"));
  CHECK(sandbox["token_endpoint"].starts_with(url));
  CHECK(post_token(sandbox, good_request()).status == 200);
  sandbox.fault({{"endpoint", "token"}, {"close", true}});
  CHECK(post_token(sandbox, good_request()).status == 0);

  httplib::Client trusting(url);
  trusting.set_ca_cert_path(certificate);
  trusting.enable_server_certificate_verification(true);
  CHECK(trusting.Get("/common/discovery/v2.0/keys")->status == 200);
  httplib::Client plain("http://" + url.substr(std::string("https://").size()));
  CHECK_FALSE(plain.Get("/common/discovery/v2.0/keys"));
  CHECK(sandbox.stop() == 0);
}

TEST_CASE("server: a key that does not match the certificate is refused") {
  const TempDir folder;
  const auto certificate =
      folder.write("server.pem", self_signed_certificate(crypto::PrivateKey::generate_rsa(2048)));
  const auto key =
      folder.write("server.key", private_key_pem(crypto::PrivateKey::generate_rsa(2048)));
  const auto result = run(
      {ENTRA_AUTH_SANDBOX, "--tls-certificate", certificate.string(), "--tls-key", key.string()},
      {.timeout = 20});
  CHECK(result.exit_status == 1);
  CHECK(result.err == "error: cannot use the TLS certificate or its key\n");
}

TEST_CASE("server: SIGTERM ends it cleanly while a client is waiting") {
  SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  sandbox.fault({{"endpoint", "jwks"}, {"delay_ms", 60'000}});
  std::jthread client([&] { (void)send(sandbox, "GET", "/common/discovery/v2.0/keys"); });
  while (sandbox.counters().at("jwks") == 0) std::this_thread::yield();
  const auto start = std::chrono::steady_clock::now();
  CHECK(sandbox.stop() == 0);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(4));
}
