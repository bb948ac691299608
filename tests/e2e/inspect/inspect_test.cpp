// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <ctime>
#include <sstream>
#include <vector>

using namespace entra_auth::test;
using Catch::Matchers::Contains;
using entra_auth::base64url_encode;

namespace {

std::string jwt(const std::string& claims, const std::string& header = R"({"alg":"RS256"})") {
  return base64url_encode(header) + "." + base64url_encode(claims) + "." + base64url_encode("sig");
}

std::string at(long long offset) { return std::to_string(std::time(nullptr) + offset); }

RunResult inspect(const std::string& input, std::vector<std::string> arguments = {}) {
  const Home home;
  arguments.insert(arguments.begin(), "inspect");
  RunOptions options;
  options.in = input;
  return home.cli(arguments, options);
}

nlohmann::json as_json(const std::string& input) {
  const auto result = inspect(input, {"-", "-o", "json"});
  REQUIRE(result.exit_status == 0);
  return nlohmann::json::parse(result.out);
}

}  // namespace

TEST_CASE("inspect: prints the documented JSON, from every source") {
  const auto token = jwt(R"({"aud":"me","exp":)" + at(3600) + "}");
  const auto json = as_json(token + "\n");
  CHECK(json["header"]["alg"] == "RS256");
  CHECK(json["claims"]["aud"] == "me");
  CHECK(json["signature"] == base64url_encode("sig"));
  CHECK(json["status"] == "valid");
  CHECK(json["verified"].is_null());
  CHECK(json["expires_in"].get<int>() > 3590);
  CHECK(as_json("  Bearer " + token + "\r\n") == as_json(token));
  CHECK(inspect("", {token, "-o", "json"}).exit_status == 0);
  CHECK(inspect(token, {"-o", "json"}).exit_status == 0);
  const Home home;
  const auto file = home.dir().write("t", token, 0644);
  CHECK(home.cli({"inspect", "--file", file.string()}).exit_status == 0);
  CHECK(home.cli({"inspect", "--file", "/nonexistent"}).exit_status == 1);
  CHECK(home.cli({"inspect", "--file", file.string(), token}).exit_status == 64);
}

TEST_CASE("inspect: status follows exp and nbf") {
  CHECK(as_json(jwt("{}"))["status"] == "no_expiry");
  CHECK(as_json(jwt("{}"))["expires_in"].is_null());
  CHECK(as_json(jwt("{\"exp\":" + at(-10) + "}"))["status"] == "expired");
  CHECK(as_json(jwt("{\"exp\":" + at(-10) + "}"))["expires_in"].get<int>() <= -10);
  CHECK(as_json(jwt("{\"exp\":" + at(90) + ",\"nbf\":" + at(60) + "}"))["status"] ==
        "not_yet_valid");
  CHECK(as_json(jwt("{\"exp\":" + at(90) + ".5}"))["status"] == "valid");
  CHECK(as_json(jwt("{\"exp\":\"soon\"}"))["status"] == "expired");
  CHECK(as_json(jwt("{\"exp\":1e300}"))["status"] == "expired");
  CHECK(as_json(jwt("{\"exp\":-5}"))["status"] == "expired");
}

TEST_CASE("inspect --check: exits with 0 only for a token that is valid now") {
  CHECK(inspect(jwt("{\"exp\":" + at(60) + "}"), {"--check"}).exit_status == 0);
  for (const auto& claims :
       {"{\"exp\":" + at(-60) + "}", "{\"exp\":" + at(90) + ",\"nbf\":" + at(60) + "}",
        std::string("{}")}) {
    const auto result = inspect(jwt(claims), {"--check"});
    CHECK(result.exit_status == 9);
    CHECK_FALSE(result.out.empty());
    CHECK(result.err.starts_with("error: "));
  }
}

TEST_CASE("inspect: prints header, claims or one claim on request") {
  const auto token = jwt(R"({"roles":["a","b"],"n":1.5,"o":{"p":{"q":"deep"}},
    "https://x.example/c":"dotted","exp":)" +
                             at(60) + "}",
                         R"({"alg":"RS256","kid":"k"})");
  CHECK(nlohmann::json::parse(inspect(token, {"--header"}).out)["kid"] == "k");
  CHECK(nlohmann::json::parse(inspect(token, {"--claims"}).out)["n"] == 1.5);
  CHECK(inspect(token, {"--claim", "o.p.q"}).out == "deep\n");
  CHECK(inspect(token, {"--claim", "roles.1"}).out == "b\n");
  CHECK(inspect(token, {"--claim", "roles"}).out == "[\"a\",\"b\"]\n");
  CHECK(inspect(token, {"--claim", "n"}).out == "1.5\n");
  CHECK(inspect(token, {"--claim", "https://x.example/c"}).out == "dotted\n");
  const auto missing = inspect(token, {"--claim", "absent"});
  CHECK(missing.exit_status == 1);
  CHECK(missing.out.empty());
  CHECK_THAT(missing.err, Contains("absent") && Contains("roles"));
  CHECK(inspect(token, {"--header", "--claims"}).exit_status == 64);
  CHECK_THAT(inspect(token, {"--claims", "-o", "yaml"}).out, Contains("roles:\n  - \"a\"\n"));
}

TEST_CASE("inspect: text that is not a token exits with 9 and leaves stdout empty") {
  for (const std::string& text :
       {std::string(), std::string("abc"), std::string("a.b"), std::string("a.b.c"),
        std::string(100000, '.'), jwt("[]"), jwt("{\"a\":1,\"a\":2}"),
        jwt(std::string(100000, '[')), jwt("{}") + "=", "x y " + jwt("{}"), jwt("{}") + "." + "a.b",
        std::string("\xff\xfe\x00", 3)}) {
    const auto result = inspect(text, {"-o", "json"});
    CAPTURE(text.substr(0, 60));
    CHECK(result.exit_status == 9);
    CHECK(result.out.empty());
    CHECK(nlohmann::json::parse(result.err)["error"] == "invalid_token");
  }
  CHECK_THAT(inspect("a.b.c.d.e").err, Contains("encrypted"));
}

TEST_CASE("inspect: control characters in claims never reach the terminal, in any format") {
  const auto token =
      jwt("{\"a\\u001b[2J\":\"\\u001b]52;c;x\\u0007\\u009b31m\\u202e\\u2028\xc2\x9b\",\"exp\":" +
          at(60) + "}");
  for (const char* format : {"pretty", "json", "yaml"}) {
    const auto result = inspect(token, {"-o", format});
    REQUIRE(result.exit_status == 0);
    for (const char c : result.out) CHECK((c == '\n' || (c >= 0x20 && c < 0x7F)));
  }
  const auto raw = inspect(token, {"--claim", "a\x1b[2J"});
  REQUIRE(raw.exit_status == 0);
  CHECK(raw.out.find('\x1b') == std::string::npos);
}

TEST_CASE("inspect: prints dates in words, in the machine's time zone or UTC") {
  const auto token = jwt(R"({"exp":1767225600,"iat":1767222000})");
  const auto pretty = inspect(token);
  CHECK_THAT(pretty.out,
             Contains("2026-01-01T00:00:00Z") && Contains("expired") && Contains("ago"));
  Home home;
  home.set("TZ", "CET-1");
  RunOptions options;
  options.in = token;
  CHECK_THAT(home.cli({"inspect"}, options).out, Contains("2026-01-01T01:00:00+01:00"));
  CHECK_THAT(home.cli({"inspect", "--utc"}, options).out, Contains("2026-01-01T00:00:00Z"));
}

TEST_CASE("inspect: shows the cached token of a profile") {
  const SandboxProcess server(ENTRA_AUTH_SANDBOX);
  const Home home(server);
  const auto none = home.cli({"inspect", "-p", "api"});
  CHECK(none.exit_status == 9);
  CHECK_THAT(none.err, Contains("get-token -p api"));
  REQUIRE(home.cli({"get-token"}).exit_status == 0);
  CHECK(home.cli({"inspect", "-p", "api", "--claim", "azp"}).out == server["client_id"] + "\n");
  CHECK(server.counters()["token"] == 1);
}

TEST_CASE("inspect: several tokens, one on each line, give one line of JSON each") {
  const auto one = jwt(R"({"aud":"one","exp":)" + at(3600) + "}");
  const auto two = jwt(R"({"aud":"two","n":"\u202e"})");
  const auto result = inspect(one + "\n\n Bearer " + two + "\r\n");
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  std::istringstream lines(result.out);
  std::string first;
  std::string second;
  std::string third;
  std::getline(lines, first);
  std::getline(lines, second);
  CHECK_FALSE(std::getline(lines, third));
  CHECK(nlohmann::json::parse(first) == as_json(one));
  CHECK(nlohmann::json::parse(second) == as_json(two));
  CHECK(inspect(one + "\n" + two, {"--claim", "aud"}).out == "one\ntwo\n");
  CHECK(inspect(one + "\n" + two, {"--claims"}).out.starts_with("{\"aud\":\"one\""));
}

TEST_CASE("inspect: an invalid line gets an error in its place, and the exit code is 9") {
  const auto good = jwt(R"({"aud":"one"})");
  const auto result = inspect(good + "\ncanary-opaque\n" + good);
  CHECK(result.exit_status == 9);
  std::istringstream lines(result.out);
  std::vector<nlohmann::json> all;
  for (std::string line; std::getline(lines, line);) all.push_back(nlohmann::json::parse(line));
  REQUIRE(all.size() == 3);
  CHECK(all[0]["claims"]["aud"] == "one");
  CHECK(all[1].contains("error"));
  CHECK(all[2]["claims"]["aud"] == "one");
  CHECK_THAT(result.err, Contains("1 of 3") && !Contains("canary"));
  CHECK(inspect(good + "\n" + good, {"--check"}).exit_status == 9);
  CHECK(inspect(good + "\n" + good, {"--verify", "--issuer", "https://x.example"}).exit_status ==
        64);
}

TEST_CASE("inspect: a line that is too long ends the input, but earlier lines are printed") {
  const auto good = jwt(R"({"aud":"one"})");
  const auto result = inspect(good + "\n" + good + "\n" + std::string(3 * 1024 * 1024, 'x') + "\n");
  CHECK(result.exit_status == 1);
  CHECK(std::ranges::count(result.out, '\n') == 2);
  CHECK_THAT(result.err, Contains("bytes"));
}

TEST_CASE("inspect: ten thousand tokens need no more memory than one") {
  const auto token = jwt(R"({"aud":"one","iss":"https://issuer.example","sub":"subject"})");
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += token + "\n";
  const Home home;
  const auto run_with = [&](const std::string& input) {
    const auto path = home.dir().write("tokens", input);
    RunOptions options;
    options.env = home.environment();
    options.out_path = "/dev/null";
    return run({"/bin/sh", "-c", "exec \"$0\" inspect < \"$1\"", ENTRA_AUTH_CLI, path.string()},
               options);
  };
  const auto few = run_with(token + "\n" + token + "\n");
  const auto all = run_with(many);
  CHECK(few.exit_status == 0);
  CHECK(all.exit_status == 0);
  CHECK(all.max_rss_kib < few.max_rss_kib + 4096);
}
