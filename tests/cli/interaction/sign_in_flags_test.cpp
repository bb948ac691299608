// SPDX-License-Identifier: MIT
#include "cli/interaction/sign_in_flags.hpp"

#include "base/text.hpp"
#include "cli/parser/parser.hpp"
#include "support/forked.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <array>

using namespace entra_auth;
using cli::SignInFlags;

namespace {

constexpr const char* kClaims = R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})";
constexpr const char* kBase64Claims =
    "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19";

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Profile profile(Flow flow = Flow::interactive_browser, Provider provider = Provider::entra) {
  Profile result;
  result.name = "mine";
  result.provider = provider;
  result.flow = flow;
  return result;
}

/// The profile with the flags. Fails the test if they are refused.
Profile applied(const SignInFlags& flags, Profile to = profile()) {
  REQUIRE(cli::apply_sign_in_flags(flags, to));
  return to;
}

/// The message of a refusal with `usage`. Fails the test if the flags are accepted.
std::string refusal(const SignInFlags& flags, Profile to = profile()) {
  const auto result = cli::apply_sign_in_flags(flags, to);
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == ErrorKind::usage);
  return result.error().message;
}

SignInFlags with(std::string SignInFlags::*member, std::string value) {
  SignInFlags flags;
  flags.*member = std::move(value);
  return flags;
}

SignInFlags with_port(int port) {
  SignInFlags flags;
  flags.port = port;
  return flags;
}

/// Applies `--claims-challenge -` in a process with that standard input: what `check` returns.
int with_input(int input, const std::function<int(const Result<void>&, const Profile&)>& check) {
  return test::run_forked([&] {
    ::dup2(input, STDIN_FILENO);
    auto to = profile();
    const auto result = cli::apply_sign_in_flags(with(&SignInFlags::claims_challenge, "-"), to);
    return check(result, to);
  });
}

/// What the parser makes of the line; nothing if it refuses it.
std::optional<SignInFlags> parsed(const std::string& line) {
  SignInFlags flags;
  const cli::Command program{"program", "", [&flags] {
                               cli::CommandDetails details;
                               cli::add_sign_in_flags(details, flags);
                               return details;
                             }};
  const auto words = split("program " + line, " ");
  std::vector<const char*> argv;
  for (const auto& word : words) argv.push_back(word.c_str());
  if (!cli::parse_line(program, static_cast<int>(argv.size()), argv.data())) return std::nullopt;
  return flags;
}

}  // namespace

TEST_CASE("sign-in flags: each flag sets its own member") {
  const auto flags = parsed(
      "--no-interaction --no-browser --port 8400 --redirect-uri http://localhost/a --prompt login "
      "--login-hint kari@example.no --domain-hint example.no --claims {} --claims-challenge -");
  REQUIRE(flags);
  CHECK(flags->no_interaction);
  CHECK(flags->no_browser);
  CHECK(flags->port == 8400);
  CHECK(flags->redirect_uri == "http://localhost/a");
  CHECK(flags->prompt == "login");
  CHECK(flags->login_hint == "kari@example.no");
  CHECK(flags->domain_hint == "example.no");
  CHECK(flags->claims == "{}");
  CHECK(flags->claims_challenge == "-");
  const auto none = parsed("");
  REQUIRE(none);
  CHECK_FALSE(none->no_interaction);
  CHECK_FALSE(none->no_browser);
  CHECK_FALSE(none->port);
}

TEST_CASE("sign-in flags: --port takes 1 to 65535") {
  CHECK(parsed("--port 1")->port == 1);
  CHECK(parsed("--port 65535")->port == 65535);
  for (const char* wrong : {"0", "65536", "-1", "http", "80.5", "4294967297"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parsed("--port=" + std::string(wrong)));
  }
}

TEST_CASE("apply_sign_in_flags: without flags the profile is unchanged") {
  auto before = profile(Flow::client_credentials);
  before.port = 8400;
  before.redirect_uri = "http://localhost/x";
  before.prompt = "login";
  before.login_hint = "kari";
  before.domain_hint = "example.no";
  before.claims = "{}";
  const auto after = applied({}, before);
  CHECK(after.port == 8400);
  CHECK(after.redirect_uri == "http://localhost/x");
  CHECK(after.prompt == "login");
  CHECK(after.login_hint == "kari");
  CHECK(after.domain_hint == "example.no");
  CHECK(after.claims == "{}");
}

TEST_CASE("apply_sign_in_flags: flags replace the settings of the profile") {
  for (const auto flow : {Flow::interactive_browser, Flow::device_code}) {
    SignInFlags flags;
    flags.port = 8400;
    flags.prompt = "consent login";
    flags.login_hint = "kari@example.no";
    flags.domain_hint = "example.no";
    auto before = profile(flow);
    before.prompt = "none";
    before.login_hint = "ola";
    const auto after = applied(flags, before);
    CHECK(after.port == 8400);
    CHECK(after.prompt == "consent login");
    CHECK(after.login_hint == "kari@example.no");
    CHECK(after.domain_hint == "example.no");
  }
}

TEST_CASE("apply_sign_in_flags: refuses flags of a sign-in, by name, if the flow has no user") {
  const std::vector<std::pair<std::string, SignInFlags>> all = {
      {"--port", with_port(8400)},
      {"--redirect-uri", with(&SignInFlags::redirect_uri, "http://localhost")},
      {"--prompt", with(&SignInFlags::prompt, "login")},
      {"--login-hint", with(&SignInFlags::login_hint, "kari")},
      {"--domain-hint", with(&SignInFlags::domain_hint, "example.no")}};
  for (const auto& [flag, flags] : all) {
    for (const auto flow : {Flow::client_credentials, Flow::on_behalf_of, Flow::maskinporten,
                            Flow::managed_identity}) {
      const auto message = refusal(flags, profile(flow));
      CHECK(message.starts_with(flag + " "));
      CHECK(contains(message, "profile mine"));
      CHECK(contains(message, "flow " + std::string(name(flow))));
    }
  }
}

TEST_CASE("apply_sign_in_flags: --no-interaction and --no-browser fit every flow") {
  SignInFlags flags;
  flags.no_browser = flags.no_interaction = true;
  applied(flags, profile(Flow::client_credentials));
}

TEST_CASE(
    "apply_sign_in_flags: a loopback redirect URI replaces that of the profile and its port") {
  auto before = profile();
  before.redirect_uri = "http://localhost:1/old";
  before.port = 1;
  for (const char* uri : {"http://localhost", "http://localhost:8400/callback",
                          "http://127.0.0.1:8400/", "http://[::1]:8400/cb"}) {
    const auto after = applied(with(&SignInFlags::redirect_uri, uri), before);
    CHECK(after.redirect_uri == uri);
    CHECK_FALSE(after.port);
  }
  auto flags = with_port(9000);
  flags.redirect_uri = "http://localhost:8400/callback";
  CHECK(applied(flags, before).port == 9000);
}

TEST_CASE("apply_sign_in_flags: refuses a redirect URI that is not loopback, and escapes it") {
  for (const char* uri :
       {"https://localhost/", "http://example.com/", "localhost", "myapp://auth",
        "http://localhost.evil.example/", "http://u@localhost/", "http://localhost/?a=b",
        "http://localhost/#x", "http://localhost:0/", "urn:ietf:wg:oauth:2.0:oob"}) {
    CAPTURE(uri);
    auto to = profile();
    CHECK_FALSE(cli::apply_sign_in_flags(with(&SignInFlags::redirect_uri, uri), to));
    CHECK(to.redirect_uri.empty());
    CHECK(refusal(with(&SignInFlags::redirect_uri, uri)).starts_with("--redirect-uri: "));
  }
  CHECK_FALSE(contains(refusal(with(&SignInFlags::redirect_uri, "http://\x1b[31m")), "\x1b"));
}

TEST_CASE("apply_sign_in_flags: --prompt takes only the values of the standard") {
  for (const char* prompt : {"login", "select_account", "consent", "none", "login consent"}) {
    CHECK(applied(with(&SignInFlags::prompt, prompt)).prompt == prompt);
  }
  for (const char* prompt : {"Login", "always", "login,consent", " ", "login x", "login\x1b[31m"}) {
    CAPTURE(prompt);
    const auto message = refusal(with(&SignInFlags::prompt, prompt));
    CHECK(message.starts_with("--prompt: "));
    CHECK_FALSE(contains(message, "\x1b"));
  }
}

TEST_CASE("apply_sign_in_flags: a login hint and prompt select_account exclude each other") {
  auto flags = with(&SignInFlags::login_hint, "kari");
  flags.prompt = "select_account";
  CHECK(contains(refusal(flags), "select_account"));
  auto choosing = profile();
  choosing.prompt = "select_account consent";
  refusal(with(&SignInFlags::login_hint, "kari"), choosing);
  auto hinting = profile();
  hinting.login_hint = "kari";
  refusal(with(&SignInFlags::prompt, "select_account"), hinting);
  CHECK(applied(with(&SignInFlags::prompt, "login"), hinting).login_hint == "kari");
}

TEST_CASE("apply_sign_in_flags: --claims takes JSON or base64, --claims-challenge a header") {
  CHECK(applied(with(&SignInFlags::claims, kClaims)).claims == kClaims);
  CHECK(applied(with(&SignInFlags::claims, kBase64Claims)).claims == kClaims);
  const auto challenge = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" +
                         std::string(kBase64Claims) + "\"";
  CHECK(applied(with(&SignInFlags::claims_challenge, challenge)).claims == kClaims);
  for (const char* wrong : {"x", "[]", "{", "eyJ4", "\"a\""}) {
    CAPTURE(wrong);
    refusal(with(&SignInFlags::claims, wrong));
    refusal(with(&SignInFlags::claims_challenge, wrong));
  }
  refusal(with(&SignInFlags::claims_challenge, "Bearer realm=\"\""));
}

TEST_CASE("apply_sign_in_flags: --claims and --claims-challenge exclude each other") {
  auto flags = with(&SignInFlags::claims, kClaims);
  flags.claims_challenge = "-";
  const auto message = refusal(flags);
  CHECK(contains(message, "--claims "));
  CHECK(contains(message, "--claims-challenge"));
}

TEST_CASE("apply_sign_in_flags: claims fit every flow of the providers that support them") {
  const auto flags = with(&SignInFlags::claims, kClaims);
  for (const auto provider : {Provider::entra, Provider::oidc}) {
    for (const auto flow : {Flow::client_credentials, Flow::interactive_browser, Flow::device_code,
                            Flow::on_behalf_of}) {
      CHECK(applied(flags, profile(flow, provider)).claims == kClaims);
    }
    CHECK(refusal(flags, profile(Flow::managed_identity, provider)).starts_with("--claims "));
  }
  const auto challenge = with(&SignInFlags::claims_challenge, "-");  // not even read
  for (const auto provider : {Provider::maskinporten, Provider::texas}) {
    const auto to = profile(Flow::client_credentials, provider);
    CHECK(refusal(flags, to).starts_with("--claims "));
    CHECK(refusal(challenge, to).starts_with("--claims-challenge "));
  }
}

TEST_CASE(
    "apply_sign_in_flags: --claims-challenge - reads standard input unless it is a terminal") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const auto header = "WWW-Authenticate: Bearer claims=\"" + std::string(kBase64Claims) + "\"\n";
  REQUIRE(::write(ends[1], header.data(), header.size()) == static_cast<ssize_t>(header.size()));
  ::close(ends[1]);
  CHECK(with_input(ends[0], [](const Result<void>& result, const Profile& to) {
          return result && to.claims == kClaims ? 0 : 1;
        }) == 0);
  ::close(ends[0]);
  int controller = -1;
  int terminal = -1;
  REQUIRE(::openpty(&controller, &terminal, nullptr, nullptr, nullptr) == 0);
  CHECK(with_input(terminal, [](const Result<void>& result, const Profile&) {
          return !result && result.error().kind == ErrorKind::usage &&
                         contains(result.error().message, "terminal")
                     ? 0
                     : 1;
        }) == 0);
  ::close(terminal);
  ::close(controller);
}
