// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/token_client.hpp"
#include "support/spawn.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>

#include <chrono>
#include <csignal>
#include <thread>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

RunResult run_sandbox(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ENTRA_AUTH_SANDBOX);
  return run(std::move(arguments), {.timeout = 20});
}

}  // namespace

TEST_CASE("options: wrong usage exits with 64 and prints no endpoints") {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"--nonsense"},
                                             {"--port", "70000"},
                                             {"--host", "0.0.0.0"},
                                             {"--host", "192.0.2.1"},
                                             {"--host", "example.com"},
                                             {"--token-lifetime", "-1"},
                                             {"--tls-certificate", "/dev/null"},
                                             {"--config", "/nonexistent/config.json"}}) {
    const auto result = run_sandbox(arguments);
    CHECK(result.exit_status == 64);
    CHECK(result.out.empty());
    CHECK_FALSE(result.err.empty());
  }
  const auto help = run_sandbox({"--help"});
  CHECK(help.exit_status == 0);
  CHECK(contains(help.out, "--token-lifetime"));
}

TEST_CASE("options: a failed write to standard output is an error") {
  const auto result = run({ENTRA_AUTH_SANDBOX}, {.out_path = "/dev/full", .timeout = 20});
  CHECK(result.exit_status == 1);
  CHECK(result.err == "error: cannot write to standard output\n");
}

TEST_CASE("options: the endpoints are printed in one line") {
  const auto& sandbox = fresh_sandbox();
  const auto& endpoints = sandbox.endpoints();
  const auto base = endpoints.at("base_url").get<std::string>();
  CHECK(base.starts_with("http://127.0.0.1:"));
  CHECK(endpoints.at("authority") == base);
  CHECK(endpoints.at("api") == base + "/api");
  CHECK(endpoints.at("graph") == base + "/graph");
  CHECK(endpoints.at("control") == base + "/sandbox");
  CHECK(endpoints.at("scope") == "api://sandbox-api/.default");
  const auto secret = sandbox["client_secret"];
  for (const char awkward : {'+', '&', '%', '=', '~', ' '}) {
    CHECK(secret.find(awkward) != std::string::npos);
  }
  CHECK(endpoints.at("clients").size() == 6);
}

TEST_CASE("options: --base-url is in responses, but not in the control address") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX, {"--base-url", "https://login.example"});
  CHECK(sandbox["authority"] == "https://login.example");
  CHECK(sandbox["control"].starts_with("http://127.0.0.1:"));
  const auto counters =
      run({"/usr/bin/curl", "-sf", sandbox["control"] + "/counters"}, {.env = own_environment()});
  CHECK(nlohmann::json::parse(counters.out)["token"] == 0);
  for (const auto* wrong : {"login.example", "http://login.example", "https://login.example/x",
                            "https://login.example/", ""}) {
    CHECK(run_sandbox({"--base-url", wrong}).exit_status == 64);
  }
}

TEST_CASE("options: --host accepts localhost") {
  const SandboxProcess by_name(ENTRA_AUTH_SANDBOX, {"--host", "localhost"});
  CHECK(by_name["base_url"].starts_with("http://localhost:"));
  CHECK(post_token(by_name, good_request()).status == 200);
}

TEST_CASE("log: one line for each request, with its code") {
  const TempDir folder;
  RunResult result;
  std::jthread sandbox([&] {
    result = run({"/bin/sh", "-c", "echo $$ > pid; exec \"$0\" > endpoints", ENTRA_AUTH_SANDBOX},
                 {.cwd = folder.path()});
  });
  while (!std::filesystem::exists(folder / "endpoints") ||
         !read_text(folder / "endpoints").ends_with("\n")) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const auto endpoints = Json::parse(read_text(folder / "endpoints"));
  httplib::Client client(endpoints.at("base_url").get<std::string>());
  CHECK(client.Post("/t/oauth2/v2.0/token", "a=b", "application/x-www-form-urlencoded")->status ==
        400);
  CHECK(client.Get("/common/discovery/v2.0/keys?x=y")->status == 200);
  ::kill(std::stoi(read_text(folder / "pid")), SIGINT);
  sandbox.join();
  CHECK(result.exit_status == 0);
  CHECK(result.err ==
        "POST /t/oauth2/v2.0/token 400 AADSTS900144\nGET /common/discovery/v2.0/keys 200\n");
}

TEST_CASE("options: --token-lifetime and --refresh-in change token responses") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX,
                               {"--token-lifetime", "120", "--refresh-in", "90"});
  sandbox.settings({{"token_lifetime", 7}, {"refresh_in", 3}});
  CHECK(post_token(sandbox, good_request()).body.at("expires_in") == 7);
  sandbox.settings({{"token_lifetime", nullptr}, {"refresh_in", nullptr}});
  const auto response = post_token(sandbox, good_request());
  CHECK(response.body.at("expires_in") == 120);
  CHECK(response.body.at("refresh_in") == 90);
}

TEST_CASE("options: --config extends and changes the tenant") {
  const TempDir folder;
  const auto config = folder.write("sandbox.json", R"({
    "tenant_id": "22222222-2222-4222-8222-222222222222",
    "domains": ["fabrikam.example", "fabrikam.onmicrosoft.com"],
    "resources": [{"app_id": "00000000-0000-0000-0000-0000000000b1",
                   "identifier_uris": ["api://own"]}],
    "clients": [{"client_id": "own-client", "secrets": ["s"], "note": "own"},
                {"client_id": "00000000-0000-0000-0000-000000000001", "secrets": ["changed"]}]
  })");
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX, {"--config", config.string()});
  CHECK(sandbox["tenant_id"] == "22222222-2222-4222-8222-222222222222");
  CHECK(sandbox["client_secret"] == "changed");
  CHECK(sandbox.client("own").at("client_id") == "own-client");
  auto request = with(with(good_request(), "client_id", "own-client"), "client_secret", "s");
  request = with(request, "scope", "api://own/.default");
  CHECK(post_token(sandbox, request, {}, "fabrikam.example").status == 200);
  CHECK(post_token(sandbox, request).code() == 90002);
}

TEST_CASE("options: the error of an invalid --config names the file") {
  const TempDir folder;
  for (const auto* text : {"", "[]", R"({"clients":[7]})", R"({"resources":[{}]})",
                           R"({"domains":[1]})", R"({"clients":[{"secrets":[]}]})"}) {
    const auto result = run_sandbox({"--config", folder.write("sandbox.json", text).string()});
    CHECK(result.exit_status == 7);
    CHECK(result.out.empty());
    CHECK(result.err.starts_with("error: "));
    CHECK(contains(result.err, "sandbox.json"));
  }
}
