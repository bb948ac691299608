// SPDX-License-Identifier: MIT
// Signing in with a browser: the real binary, a terminal, and a person at the sandbox's page.
#include "e2e/sign_in/person.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kPublicClient = "00000000-0000-0000-0000-000000000003";
constexpr const char* kConfidentialClient = "00000000-0000-0000-0000-000000000001";
constexpr const char* kBrowser = "flow = \"interactive-browser\"";

struct Fixture {
  SandboxProcess sandbox{ENTRA_AUTH_SANDBOX};
  Home home{};
  Person person{home};

  Fixture() { write(""); }

  void write(const std::string& more) const {
    home.profiles(profile("me", kPublicClient, std::string(kBrowser) + "\n" + more) +
                  profile("other", kPublicClient, kBrowser) +
                  profile("web", kConfidentialClient,
                          std::string(kBrowser) + "\nredirect_uri = \"http://localhost/web\"\n" +
                              "client_secret = { env = \"WEB_SECRET\" }"));
  }

  [[nodiscard]] std::string profile(const std::string& name, const std::string& client,
                                    const std::string& members) const {
    auto text = Home::profile(sandbox, name, client, members);
    const std::string before = sandbox["scope"];
    return text.replace(text.find(before), before.size(), "api://sandbox-api/data.read");
  }
  [[nodiscard]] nlohmann::json token_requests() const {
    nlohmann::json found = nlohmann::json::array();
    for (const auto& request : sandbox.requests()) {
      if (request["path"].get<std::string>().ends_with("/token")) found.push_back(request["form"]);
    }
    return found;
  }
};

std::string field(const nlohmann::json& form, const std::string& name) {
  for (const auto& [key, value] : form.get<std::vector<std::pair<std::string, std::string>>>()) {
    if (key == name) return value;
  }
  return {};
}

std::string claim(const Home& home, const std::string& token, const std::string& name) {
  return home.cli({"inspect", "-", "--claim", name}, {.in = token}).out;
}

}  // namespace

TEST_CASE("sign-in: a user signs in with the browser, and the token is the only output") {
  Fixture f;
  const auto result = f.person.signs_in({"get-token", "-p", "me"});
  CAPTURE(result.err);
  REQUIRE(result.exit_status == 0);
  CHECK(is_one_token(result.out));
  CHECK(claim(f.home, result.out, "preferred_username") == "ada@contoso.onmicrosoft.com\n");
  CHECK_THAT(result.err, Contains("/oauth2/v2.0/authorize?client_id="));
  CHECK(f.person.times_opened() == 1);

  SECTION("the next call is served from the cache") {
    const auto again = f.home.cli({"get-token", "-p", "me"});
    CHECK(again.out == result.out);
    CHECK(again.err.empty());
  }
  SECTION("another scope of the profile needs no second sign-in") {
    const auto other = f.home.cli({"get-token", "-p", "me", "-s", "api://sandbox-api/data.write"});
    CAPTURE(other.err);
    CHECK(other.exit_status == 0);
    CHECK(claim(f.home, other.out, "scp") == "data.write\n");
    CHECK(field(f.token_requests().back(), "grant_type") == "refresh_token");
  }
  SECTION("refresh asks the server for another token of the same person") {
    const auto renewed = f.home.cli({"refresh", "-p", "me"});
    CAPTURE(renewed.err);
    CHECK(is_one_token(renewed.out));
    CHECK(renewed.out != result.out);
    CHECK(claim(f.home, renewed.out, "preferred_username") == "ada@contoso.onmicrosoft.com\n");
    CHECK(f.home.cli({"get-token", "-p", "me"}).out == renewed.out);
  }
  SECTION("another profile of the same client is another person") {
    const auto other =
        f.person.signs_in({"get-token", "-p", "other"}, "bob@contoso.onmicrosoft.com");
    CAPTURE(other.err);
    CHECK(claim(f.home, other.out, "preferred_username") == "bob@contoso.onmicrosoft.com\n");
    CHECK(f.home.cli({"get-token", "-p", "me"}).out == result.out);
    CHECK(f.home.cli({"get-token", "-p", "other"}).out == other.out);
  }
  SECTION("after logout nothing is left, and a person is needed again") {
    CHECK(f.home.cli({"logout", "-p", "me"}).out == "removed 1 token and 1 sign-in\n");
    CHECK(f.home.cli({"get-token", "-p", "me"}).exit_status == 6);
  }
  SECTION("a prompt on the command line signs in anew") {
    const auto anew = f.person.signs_in({"get-token", "-p", "me", "--prompt", "select_account"},
                                        "bob@contoso.onmicrosoft.com");
    CAPTURE(anew.err);
    CHECK(claim(f.home, anew.out, "preferred_username") == "bob@contoso.onmicrosoft.com\n");
    CHECK(f.home.cli({"get-token", "-p", "me"}).out == anew.out);
  }
}

TEST_CASE(
    "sign-in: the code is bound to the request by PKCE, and to the browser by state and nonce") {
  Fixture f;
  std::string url;
  const auto result = f.person.at_terminal({"get-token", "-p", "me"}, [&] {
    url = f.person.opened();
    Person::follow(Person::choose(url, "ada@contoso.onmicrosoft.com"));
  });
  REQUIRE(result.exit_status == 0);
  CHECK(parameter(url, "code_challenge_method") == "S256");
  CHECK(parameter(url, "response_mode") == "form_post");
  CHECK(parameter(url, "state").size() >= 43);
  CHECK(parameter(url, "nonce").size() >= 43);
  CHECK(parameter(url, "scope") == "api://sandbox-api/data.read openid profile offline_access");
  const auto form = f.token_requests().at(0);
  CHECK(field(form, "redirect_uri") == parameter(url, "redirect_uri"));
  CHECK(field(form, "code_verifier").size() == 43);
  CHECK_FALSE(parameter(url, "redirect_uri").ends_with("/"));
}

TEST_CASE("sign-in: settings of the profile and flags reach the sign-in page") {
  Fixture f;
  f.write(
      "domain_hint = \"contoso.onmicrosoft.com\"\nredirect_uri = \"http://localhost/callback\"");
  std::string url;
  const auto result = f.person.at_terminal(
      {"get-token", "-p", "me", "--login-hint", "ada@contoso.onmicrosoft.com", "--prompt", "login"},
      [&] {
        url = f.person.opened();
        Person::follow(Person::choose(url, "ada@contoso.onmicrosoft.com"));
      });
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  CHECK(parameter(url, "login_hint") == "ada@contoso.onmicrosoft.com");
  CHECK(parameter(url, "prompt") == "login");
  CHECK(parameter(url, "domain_hint") == "contoso.onmicrosoft.com");
  CHECK(parameter(url, "redirect_uri").ends_with("/callback"));
}

TEST_CASE("sign-in: a confidential client uses its secret and PKCE") {
  Fixture f;
  f.home.set("WEB_SECRET", f.sandbox["client_secret"]);
  const auto result = f.person.signs_in({"get-token", "-p", "web"});
  CAPTURE(result.err);
  CHECK(result.exit_status == 0);
  const auto form = f.token_requests().at(0);
  CHECK(field(form, "client_secret") == f.sandbox["client_secret"]);
  CHECK(field(form, "code_verifier").size() == 43);
}

TEST_CASE("sign-in: a user who cancels gets exit code 3 and a page that says so") {
  Fixture f;
  BrowserPage page;
  const auto result = f.person.at_terminal({"get-token", "-p", "me"}, [&] {
    page = Person::follow(Person::choose(f.person.opened(), ""));
  });
  CHECK(result.exit_status == 3);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("error: the sign-in was cancelled"));
  CHECK_THAT(page.body, Contains("The sign-in failed"));
  CHECK(f.token_requests().empty());
}

TEST_CASE("sign-in: a lost response to the code is not requested again") {
  Fixture f;
  f.sandbox.fault({{"endpoint", "token"}, {"close", true}, {"times", 5}});
  BrowserPage page;
  const auto result = f.person.at_terminal({"get-token", "-p", "me"}, [&] {
    page = Person::follow(Person::choose(f.person.opened(), "ada@contoso.onmicrosoft.com"));
  });
  CHECK(result.exit_status == 4);
  CHECK(f.sandbox.counters()["token"] == 1);
  CHECK_THAT(page.body, Contains("The sign-in failed"));
}

TEST_CASE("sign-in: --no-browser prints the address and accepts the pasted response") {
  Fixture f;
  f.home.set("BROWSER", "w3m");
  // A person reads the address on the screen; here it is known once the listener's port is.
  f.write("port = " + std::to_string(20000 + static_cast<int>(::getpid()) % 20000));
  const auto result = f.person.at_terminal(
      {"get-token", "-p", "me", "--no-browser", "--timeout", "3s"}, [] {},
      "nonsense\nhttp://localhost/?code=x&state=y\n");
  CHECK(result.exit_status == 5);
  CHECK_THAT(result.err, Contains("response_mode=query"));
  CHECK_THAT(result.err, Contains("paste it here"));
  CHECK_THAT(result.err, Contains("That is not the address of this sign-in"));
  CHECK(f.person.times_opened() == 0);
}

TEST_CASE("sign-in: an occupied port is named, and no other port is used") {
  Fixture f;
  const int port = std::stoi(f.sandbox["base_url"].substr(f.sandbox["base_url"].rfind(':') + 1));
  const auto result =
      f.person.at_terminal({"get-token", "-p", "me", "--port", std::to_string(port)}, [] {});
  CHECK(result.exit_status == 7);
  CHECK_THAT(result.err, Contains("port " + std::to_string(port)) && Contains("--port"));
  CHECK(f.person.times_opened() == 0);
}
