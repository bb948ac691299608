// SPDX-License-Identifier: MIT
// doctor against real servers, files and clocks.
#include "base/json.hpp"
#include "crypto/keys.hpp"
#include "e2e/home.hpp"
#include "support/raw_server.hpp"
#include "support/self_signed.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

struct Report {
  RunResult run;
  Json json;

  [[nodiscard]] Json find(const std::string& section, const std::string& name) const {
    for (const auto& finding : json["sections"][section]) {
      if (finding["name"] == name) return finding;
    }
    return nullptr;
  }
  [[nodiscard]] std::string status(const std::string& section, const std::string& name) const {
    const auto finding = find(section, name);
    return finding.is_null() ? "absent" : finding["status"].get<std::string>();
  }
  [[nodiscard]] std::string detail(const std::string& section, const std::string& name) const {
    const auto finding = find(section, name);
    return finding.is_null() ? "absent" : finding["detail"].get<std::string>();
  }
};

Report doctor(const Home& home, std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), {"doctor", "-o", "json"});
  Report report{home.cli(std::move(arguments)), {}};
  INFO(report.run.out << report.run.err);
  report.json = Json::parse(report.run.out);
  CHECK((report.run.exit_status == 0) == (report.json["problems"] == 0));
  if (report.run.exit_status == 0) {
    CHECK(report.run.err.empty());
  } else {
    CHECK(Json::parse(report.run.err)["exit_code"] == report.run.exit_status);
  }
  return report;
}

std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

std::set<std::string> files_below(const fs::path& folder) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) files.insert(entry.path());
  return files;
}

}  // namespace

TEST_CASE("doctor: a healthy profile has no problem, and no section is empty") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  REQUIRE(home.cli({"get-token"}).exit_status == 0);
  const auto before = files_below(home.dir().path());
  const auto requests = server.requests().size();
  const auto report = doctor(home);
  CHECK(report.run.exit_status == 0);
  CHECK(files_below(home.dir().path()) == before);

  CHECK(keys_of(report.json) ==
        std::set<std::string>{"version", "profile", "problems", "warnings", "sections"});
  CHECK(report.json["profile"] == "api");
  CHECK(keys_of(report.json["sections"]) ==
        std::set<std::string>{"program", "profile", "credential", "stores", "cache", "network"});
  for (const auto& section : report.json["sections"]) {
    CHECK_FALSE(section.empty());
    for (const auto& finding : section) {
      CHECK(keys_of(finding) ==
            std::set<std::string>{"name", "status", "detail", "hint", "source", "facts"});
    }
  }
  for (const char* name : {"libcurl", "libcrypto", "profile_file", "cache_folder"}) {
    CAPTURE(name);
    CHECK(report.status("program", name) == "ok");
  }
  CHECK(report.find("program", "profile_file")["facts"]["mode"] == "0600");
  CHECK(report.find("profile", "selection")["source"] == "the only one");
  CHECK(report.find("profile", "client_id")["detail"] == server["client_id"]);
  CHECK(report.find("profile", "client_id")["source"] == home.profile_file().string() + ":4");
  CHECK(report.find("profile", "flow")["source"] == "default");
  CHECK(report.find("profile", "timeout")["detail"] == "60s");
  CHECK(report.detail("credential", "client_secret") ==
        "environment variable API_SECRET: readable");
  CHECK(report.status("cache", "token") == "ok");
  CHECK(report.find("cache", "token")["facts"]["expires_in"].get<int>() > 3000);
  CHECK(report.find("network", "metadata")["facts"]["status"] == 200);

  // One GET, without a credential.
  const auto after = server.requests();
  REQUIRE(after.size() == requests + 1);
  CHECK(after.back()["method"] == "GET");
}

TEST_CASE("doctor: the text fits a terminal, and the first problem is repeated on stderr") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home(server);
  home.unset("API_SECRET");
  const auto result = home.cli({"doctor", "-p", "api"});
  CHECK(result.exit_status == 8);
  CHECK_THAT(result.out, StartsWith("Program\n") && Contains("\nProfile api\n") &&
                             Contains("PROBLEM  client_secret") &&
                             Contains("environment variable API_SECRET is not set") &&
                             Contains("hint: export API_SECRET") && Contains("\n1 problem, ") &&
                             !Contains("\x1b"));
  CHECK(result.err ==
        "error: 1 problem: client_secret: environment variable API_SECRET is not set\n");
  std::size_t start = 0;
  while (start < result.out.size()) {
    const auto end = result.out.find('\n', start);
    const auto line = result.out.substr(start, end - start);
    CAPTURE(line);
    // Only one word alone may be too long.
    CHECK((line.size() <= 80 || line.find_last_of(' ') < 40));
    start = end + 1;
  }
}

TEST_CASE("doctor: shows no secret, however the profile refers to it") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home(server);
  const std::string canary = "CANARY-4711";
  const auto file = home.dir().write("secret", canary + "\n").string();
  home.set("VARIABLE", canary);
  home.set("https_proxy", "http://user:" + canary + "@proxy.example:1");
  home.set("ENTRA_AUTH_CLI_VAULT_PASSPHRASE", canary);
  home.set("ENTRA_AUTH_CLI_SCOPE", server["scope"]);
  for (const auto& reference : std::vector<std::string>{
           "{ env = \"VARIABLE\" }", "{ file = \"" + file + "\" }", "\"" + canary + "\"",
           "{ command = [\"echo\", \"x\"] }", "{ fd = 3 }", "{ store = \"vault\" }"}) {
    CAPTURE(reference);
    home.profiles(Home::profile(
        server, "api", server["client_id"],
        "client_secret = " + reference + "\nproxy = \"http://u:" + canary + "@p:1\""));
    const auto text = home.cli({"doctor", "-vv"});
    const auto json = home.cli({"doctor", "-o", "json"});
    CHECK_THAT(text.out + text.err + json.out + json.err, !Contains("CANARY"));
    CHECK_THAT(text.out, Contains("http://********@proxy.example:1"));
  }
}

TEST_CASE("doctor: runs no command and reads no descriptor or pipe") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  const auto trace = home.dir() / "trace";
  for (const auto& reference : std::vector<std::string>{
           "{ command = [\"/bin/sh\", \"-c\", \"touch " + trace.string() + "\"] }", "{ fd = 0 }",
           "{ file = \"/dev/stdin\" }"}) {
    home.profiles(
        Home::profile(server, "api", server["client_id"], "client_secret = " + reference));
    const auto report = doctor(home, {"--offline"});
    CHECK(report.status("credential", "client_secret") == "info");
    CHECK_THAT(report.detail("credential", "client_secret"), Contains("not tried"));
    CHECK(report.run.exit_status == 0);
  }
  CHECK_FALSE(fs::exists(trace));
}

TEST_CASE("doctor: reports a secret file that others can read or that is missing") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  const auto open = home.dir().write("open", "s3cret", 0644).string();
  for (const auto& path : {open, (home.dir() / "absent").string()}) {
    home.profiles(Home::profile(server, "api", server["client_id"],
                                "client_secret = { file = \"" + path + "\" }"));
    const auto report = doctor(home);
    CHECK(report.run.exit_status == 8);
    CHECK(report.status("credential", "client_secret") == "problem");
    CHECK_THAT(report.detail("credential", "client_secret"), Contains(path));
  }
}

TEST_CASE("doctor: reports a locked vault with a hint, and does not unlock it") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home(server);
  home.set("CI", "true");
  home.set("ENTRA_AUTH_CLI_VAULT_PASSPHRASE", "hemmelig");
  REQUIRE(home.cli({"config", "vault", "init"}).exit_status == 0);
  home.profiles(
      Home::profile(server, "api", server["client_id"], "client_secret = { store = \"vault\" }"));
  auto report = doctor(home);
  CHECK(report.status("credential", "client_secret") == "info");
  CHECK_THAT(report.detail("stores", "vault"), Contains("locked"));
  home.unset("ENTRA_AUTH_CLI_VAULT_PASSPHRASE");
  report = doctor(home);
  CHECK(report.run.exit_status == 8);
  CHECK_THAT(report.find("credential", "client_secret")["hint"].get<std::string>(),
             Contains("config vault unlock"));
}

TEST_CASE("doctor: reports certificates that expire soon, have expired or have another key") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  const auto key = crypto::PrivateKey::generate_rsa(2048);
  struct Row {
    long seconds;
    const char* status;
    int exit_status;
  };
  for (const auto& row :
       {Row{100L * 86400, "ok", 0}, Row{86400L * 3, "warning", 0}, Row{-60, "problem", 7}}) {
    const auto path =
        home.dir().write("c.pem", self_signed_certificate(key, row.seconds) + private_key_pem(key));
    home.profiles(Home::profile(server, "api", server["client_id"],
                                "certificate_path = \"" + path.string() + "\""));
    const auto report = doctor(home, {"--offline"});
    CHECK(report.run.exit_status == row.exit_status);
    CHECK(report.status("credential", "certificate") == row.status);
    CHECK_THAT(report.detail("credential", "certificate"), Contains("RSA, 2048 bits"));
  }
  const auto other = crypto::PrivateKey::generate_rsa(2048);
  const auto path =
      home.dir().write("d.pem", self_signed_certificate(key) + private_key_pem(other), 0644);
  home.profiles(Home::profile(server, "api", server["client_id"],
                              "certificate_path = \"" + path.string() + "\""));
  const auto report = doctor(home, {"--offline"});
  CHECK(report.run.exit_status == 7);
  CHECK(report.status("credential", "key_file") == "warning");
}

TEST_CASE("doctor: reports a wrong clock and its direction") {
  const RawServer server([](RawConnection& connection) {
    connection.read_request();
    const std::time_t now = std::time(nullptr);
    std::array<char, 64> date{};
    const auto size = std::strftime(date.data(), date.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n",
                                    std::gmtime(&now));
    connection.send(http_response(
        200, R"({"issuer":"https://x.example","token_endpoint":"https://x.example/t"})",
        std::string_view(date.data(), size)));
  });
  Home home;
  home.set("API_SECRET", "x");
  home.profiles("[profiles.api]\nauthority = \"http://127.0.0.1:" + std::to_string(server.port()) +
                "\"\ntenant_id = \"t\"\nclient_id = \"c\"\nscopes = \"s/.default\"\n"
                "client_secret = { env = \"API_SECRET\" }\n");
  home.set("LD_PRELOAD", ENTRA_AUTH_SHIFTED_CLOCK);
  // A sanitizer wants to be the first library; this one takes nothing that it needs.
  home.set("ASAN_OPTIONS", "verify_asan_link_order=0");
  struct Row {
    const char* seconds;
    const char* status;
    const char* detail;
  };
  for (const auto& row :
       {Row{"0", "ok", "in step"}, Row{"30", "ok", "ahead of"},
        Row{"310", "warning", "5 min ahead of"}, Row{"-310", "warning", "5 min behind"}}) {
    home.set("SHIFTED_CLOCK_SECONDS", row.seconds);
    const auto report = doctor(home);
    CAPTURE(row.seconds);
    CHECK(report.run.exit_status == 0);
    CHECK(report.status("network", "clock") == row.status);
    CHECK_THAT(report.detail("network", "clock"), Contains(row.detail));
  }
}

TEST_CASE("doctor: reports a server that is down, fails or does not serve metadata") {
  const SandboxProcess sandbox(ENTRA_AUTH_SANDBOX);
  const Home home(sandbox);
  const auto with_authority = [&](const std::string& authority) {
    home.profiles("[profiles.api]\nauthority = \"" + authority +
                  "\"\ntenant_id = \"t\"\nclient_id = \"c\"\nscopes = \"s/.default\"\n"
                  "client_secret = { env = \"API_SECRET\" }\n");
    return doctor(home);
  };
  const ClosedPort closed;
  auto report = with_authority("http://127.0.0.1:" + std::to_string(closed.port()));
  CHECK(report.run.exit_status == 4);
  CHECK_THAT(report.detail("network", "metadata"), Contains("127.0.0.1"));
  const RawServer sick(answering(http_response(503, "busy")));
  report = with_authority("http://127.0.0.1:" + std::to_string(sick.port()));
  CHECK(report.run.exit_status == 4);
  CHECK(report.find("network", "metadata")["facts"]["status"] == 503);
  const RawServer other(answering(http_response(200, "<html>\x1b[2J")));
  report = with_authority("http://127.0.0.1:" + std::to_string(other.port()));
  CHECK(report.run.exit_status == 4);
  CHECK_THAT(report.detail("network", "metadata"), Contains("status 200") && Contains("metadata"));
}

TEST_CASE("doctor: servers that hang do not delay the report beyond --timeout") {
  const RawServer hung([](RawConnection& connection) { connection.wait_for_close(); });
  const RawServer second([](RawConnection& connection) { connection.wait_for_close(); });
  Home home;
  home.profiles("[profiles.api]\nauthority = \"" +
                hung.url("").substr(0, hung.url("").find_last_not_of('/') + 1) +
                "\"\ntenant_id = \"t\"\nclient_id = \"c\"\nscopes = \"s/x\"\n"
                "authorization_endpoint = \"" +
                second.url("/authorize") + "\"\n");
  const auto report = doctor(home, {"--timeout", "2s"});
  CHECK(report.run.exit_status == 4);
  CHECK(report.run.seconds < 10);
  CHECK(report.status("network", "metadata") == "problem");
  CHECK(report.status("network", "authorization_endpoint") == "problem");
  CHECK(second.received().size() == 1);
}

TEST_CASE("doctor: reports the problems of a profile with file, line and nearest name") {
  Home home;
  home.profiles(
      "[profiles.api]\nclient_secrt = \"CANARY\"\nport = \"x\"\n"
      "[profiles.b]\ntenant_id = \"t\"\nclient_id = \"c\"\n");
  auto report = doctor(home, {"-p", "api"});
  CHECK(report.run.exit_status == 7);
  CHECK_THAT(report.run.out, !Contains("CANARY"));
  const auto wrong = report.find("profile", "client_secrt");
  CHECK(wrong["source"] == home.profile_file().string() + ":2");
  CHECK(wrong["hint"] == "did you mean client_secret?");
  CHECK(report.status("profile", "port") == "problem");
  CHECK(report.status("network", "skipped") == "info");

  report = doctor(home);
  CHECK(report.run.exit_status == 0);
  CHECK(report.json["profile"].is_null());
  CHECK_THAT(report.detail("profile", "selection"), Contains("api, b"));
  CHECK(doctor(home, {"-p", "absent"}).run.exit_status == 2);
  CHECK(doctor(home, {"-p", "\x1b[31m\u202e/../x"}).run.exit_status == 2);
  CHECK_THAT(home.cli({"doctor", "-p", "\x1b[31m\u202ex"}).out,
             !Contains("\x1b") && !Contains("\u202e"));
  home.profiles("[profiles.api]\nclient_id = \n");
  CHECK(doctor(home).run.exit_status == 7);
  fs::remove(home.profile_file());
  CHECK(doctor(home).run.exit_status == 0);
  home.set("ENTRA_AUTH_CLI_CONFIG_DIR", "relative");
  CHECK(doctor(home).run.exit_status == 7);
}

TEST_CASE("doctor: shows overrides of the environment, and reports unknown variables") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home(server);
  home.set("ENTRA_AUTH_CLI_SCOPE", "api://other/.default");
  home.set("ENTRA_AUTH_CLI_TIMEOUT", "7s");
  home.set("ENTRA_AUTH_CLI_PROFILE", "api");
  home.set("ENTRA_AUTH_CLI_SCOPES", "x");
  home.set("NO_PROXY", "a.example");
  home.set("SSL_CERT_FILE", "/absent.pem");
  const auto report = doctor(home, {"--offline"});
  CHECK(report.run.exit_status == 7);
  CHECK(report.find("profile", "selection")["source"] == "ENTRA_AUTH_CLI_PROFILE");
  CHECK(report.find("profile", "scopes")["detail"] == "[\"api://other/.default\"]");
  CHECK(report.find("profile", "scopes")["source"] == "ENTRA_AUTH_CLI_SCOPE");
  CHECK(report.find("profile", "timeout")["detail"] == "7s");
  CHECK(report.find("profile", "timeout")["source"] == "ENTRA_AUTH_CLI_TIMEOUT");
  CHECK(report.find("profile", "no_proxy")["source"] == "NO_PROXY");
  CHECK(report.status("profile", "ca_file") == "problem");
  CHECK(report.find("program", "ENTRA_AUTH_CLI_SCOPES")["hint"] ==
        "did you mean ENTRA_AUTH_CLI_SCOPE?");
  home.set("ENTRA_AUTH_CLI_FLOW", "nonsense");
  home.unset("SSL_CERT_FILE");
  CHECK(doctor(home, {"--offline"}).run.exit_status == 64);
}

TEST_CASE("doctor: examines profiles of the environment, the sidecar and managed identities") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  Home home;
  struct Row {
    const char* platform;
    const char* profile;
    const char* endpoint;
  };
  for (const auto& row : {Row{"nais", "env:nais", "token_endpoint"},
                          Row{"maskinporten", "env:maskinporten", "metadata"},
                          Row{"texas", "env:texas/entra_id", "token_endpoint"},
                          Row{"app-service", "mi", "token_endpoint"}}) {
    CAPTURE(row.platform);
    Home platform;
    platform.enter(server, row.platform);
    platform.set("ENTRA_AUTH_CLI_SCOPE", "sandbox:read/.default");
    platform.profiles("[profiles.mi]\nauth_method = \"managed-identity\"\n");
    const auto report = doctor(platform, {"-p", row.profile});
    CAPTURE(report.run.out);
    CHECK(report.run.exit_status == 0);
    CHECK(report.status("network", row.endpoint) == "ok");
  }
  const auto missing = doctor(home, {"-p", "env:azure"});
  CHECK(missing.run.exit_status == 7);
  CHECK(missing.status("profile", "profile") == "problem");
}

TEST_CASE("doctor: says what follows if neither kernel keyring nor desktop keyring is usable") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  const auto strace = run({"/usr/bin/strace", "-f", "-e", "inject=keyctl,add_key:error=EPERM", "-o",
                           "/dev/null", ENTRA_AUTH_CLI, "doctor", "-o", "json"},
                          {.env = home.environment()});
  if (strace.err.find("ptrace") != std::string::npos) {
    WARN("this system does not allow strace: not checked");
    return;
  }
  CHECK(strace.exit_status == 0);
  const Report report{strace, Json::parse(strace.out)};
  CHECK_THAT(report.detail("stores", "keyring"), Contains("not usable"));
  CHECK_THAT(report.detail("stores", "kernel_keyring"), Contains("not usable"));
  CHECK_THAT(report.detail("stores", "cached_tokens"), Contains("0600"));
  CHECK_THAT(report.detail("stores", "sign_ins"), Contains("not kept"));
}

TEST_CASE("doctor: refuses wrong usage") {
  const Home home;
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"doctor", "-o", "yaml"}, {"doctor", "--timeout", "0"}, {"doctor", "--timeout", "x"}}) {
    const auto result = home.cli(arguments);
    CHECK(result.exit_status == 64);
    CHECK(result.out.empty());
  }
}
