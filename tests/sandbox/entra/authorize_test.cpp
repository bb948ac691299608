// SPDX-License-Identifier: MIT
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

/// True if the browser is not redirected, and the page shows the code.
bool is_error_page(const Response& response, const std::string& code) {
  return response.status == 400 && response.headers.count("location") == 0 &&
         response.headers.at("content-type").starts_with("text/html") &&
         contains(response.text, code + ": ");
}

/// True if the error is sent to the application, with its state.
bool is_sent_back(const Response& response, const std::string& error, const std::string& code) {
  const auto callback = callback_of(response);
  return callback.at("error") == error && callback.at("state") == "a state" &&
         callback.at("error_description").starts_with(code + ": ") && callback.count("code") == 0;
}

Response open_with(const SandboxProcess& sandbox, const std::string& name,
                   const std::string& value) {
  return open_sign_in(sandbox, with(authorize_request(), name, value));
}

std::string session_of(const Response& response) {
  const auto cookie = response.headers.at("set-cookie");
  CHECK(contains(cookie, "; HttpOnly; SameSite=Lax"));
  return cookie.substr(0, cookie.find(';'));
}

}  // namespace

TEST_CASE("sign-in page: lists the users and loads nothing") {
  const auto& sandbox = fresh_sandbox();
  const auto page = open_sign_in(sandbox, authorize_request());
  CHECK(page.status == 200);
  CHECK(page.headers.at("content-type") == "text/html; charset=utf-8");
  CHECK(page.headers.at("cache-control") == "no-store");
  const auto policy = page.headers.at("content-security-policy");
  CHECK(policy.starts_with("default-src 'none'; style-src 'nonce-"));
  CHECK(contains(policy, "form-action 'self' http://localhost:8400;"));
  CHECK(contains(policy, "frame-ancestors 'none'"));
  CHECK_FALSE(contains(policy, "script-src"));
  for (const auto* text : {"Ada Lovelace", "Bob Kahn", kAda, kBob, "Cancel",
                           "api://sandbox-api/data.read", "value=\"a state\""}) {
    CHECK(contains(page.text, text));
  }
  CHECK_FALSE(contains(page.text, "http://localhost:8400/"));
  CHECK(sandbox.counters().at("authorize") == 1);
}

TEST_CASE("sign-in page: escapes what the request contains") {
  const auto& sandbox = fresh_sandbox();
  const auto page = open_with(sandbox, "state", "\"><script>alert(1)</script>");
  CHECK(page.status == 200);
  CHECK_FALSE(contains(page.text, "<script>"));
  CHECK(contains(page.text, "&quot;&gt;&lt;script&gt;"));
  const auto error = open_with(sandbox, "client_id", "<script>alert(1)</script>");
  CHECK(error.status == 400);
  CHECK_FALSE(contains(error.text, "<script>"));
}

TEST_CASE("sign-in page: shows the user of login_hint first") {
  const auto& sandbox = fresh_sandbox();
  const auto page = open_with(sandbox, "login_hint", "Bob@contoso.onmicrosoft.com").text;
  CHECK(page.find("Bob Kahn") < page.find("Ada Lovelace"));
}

TEST_CASE("authorize: choosing a user redirects with a code") {
  const auto& sandbox = fresh_sandbox();
  const auto response = choose_user(sandbox, authorize_request());
  CHECK(response.headers.at("location").starts_with("http://localhost:8400/?code="));
  const auto callback = callback_of(response);
  CHECK(callback.at("state") == "a state");
  CHECK(callback.count("session_state") == 1);
  CHECK(callback.at("code").size() > 60);
  CHECK(callback_of(choose_user(sandbox, authorize_request())).at("code") != callback.at("code"));
  const auto without_state = choose_user(sandbox, with(authorize_request(), "state", ""));
  CHECK(callback_of(without_state).count("state") == 0);
}

TEST_CASE("authorize: with form_post, the response is a form that submits itself") {
  const auto& sandbox = fresh_sandbox();
  const auto response =
      choose_user(sandbox, with(authorize_request(), "response_mode", "form_post"));
  CHECK(response.status == 200);
  CHECK(contains(response.text, "<form method=\"post\" action=\"http://localhost:8400/\">"));
  CHECK(contains(response.text, "name=\"code\""));
  CHECK(contains(response.text, "name=\"state\" value=\"a state\""));
  CHECK(contains(response.text, "<button"));
  CHECK(contains(response.headers.at("content-security-policy"), "script-src 'nonce-"));
  CHECK(response.headers.at("cache-control") == "no-store");
}

TEST_CASE("authorize: Cancel redirects with access_denied") {
  const auto& sandbox = fresh_sandbox();
  const auto response = post_form(sandbox, std::string("/") + kTenant + "/oauth2/v2.0/authorize",
                                  with(authorize_request(), "cancel", "true"));
  CHECK(is_sent_back(response, "access_denied", "AADSTS65004"));
  CHECK(callback_of(response).at("error_subcode") == "cancel");
}

TEST_CASE("authorize: an unknown user gets an error page") {
  CHECK(is_error_page(choose_user(fresh_sandbox(), authorize_request(), "eve@example.com"),
                      "AADSTS50034"));
}

TEST_CASE("authorize: an unregistered redirect URI is never redirected to") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* uri :
       {"http://localhost:8400/", "http://localhost:8400/Callback",
        "http://localhost:8400/callback/", "http://localhost.evil.example",
        "http://localhost:80@evil.example", "http://127.0.0.1:8400", "http://[::1]:8400",
        "https://localhost:8400", "http://localhost:", "http://localhost:x",
        "http://localhost:8400?x=1", "http://LOCALHOST:8400", "http://localhost/web",
        "https://evil.example"}) {
    CAPTURE(uri);
    CHECK(is_error_page(open_with(sandbox, "redirect_uri", uri), "AADSTS50011"));
    CHECK(is_error_page(choose_user(sandbox, with(authorize_request(), "redirect_uri", uri)),
                        "AADSTS50011"));
  }
  for (const auto* uri : {"http://localhost", "http://localhost:1", "http://localhost:65535",
                          "http://localhost/callback", "http://localhost:8400/callback"}) {
    CAPTURE(uri);
    CHECK(open_with(sandbox, "redirect_uri", uri).status == 200);
  }
}

TEST_CASE("authorize: redirect URIs match exactly, except for the port of loopback ones") {
  const auto& sandbox = fresh_sandbox();
  register_client(sandbox, "places",
                  {{"redirect_uris",
                    {{{"uri", "https://app.example/cb"}, {"platform", "web"}},
                     {{"uri", "http://127.0.0.1/cb"}, {"platform", "native"}},
                     {{"uri", "msal://auth"}, {"platform", "native"}}}}});
  const auto open = [&](const std::string& uri) {
    return open_sign_in(
        sandbox, with(with(authorize_request(), "client_id", "places"), "redirect_uri", uri));
  };
  for (const auto* uri : {"https://app.example/cb", "http://127.0.0.1:9/cb", "msal://auth"}) {
    CHECK(open(uri).status == 200);
  }
  for (const auto* uri :
       {"https://app.example:444/cb", "https://app.example/cb/", "https://app.example/cb?x",
        "http://127.0.0.1:9", "http://localhost/cb"}) {
    CHECK(is_error_page(open(uri), "AADSTS50011"));
  }
  CHECK(contains(open("msal://auth").headers.at("content-security-policy"),
                 "form-action 'self' msal:;"));
}

TEST_CASE("authorize: errors before the redirect URI is known are shown on a page") {
  const auto& sandbox = fresh_sandbox();
  CHECK(is_error_page(open_with(sandbox, "client_id", "unknown"), "AADSTS700016"));
  CHECK(is_error_page(open_with(sandbox, "client_id", ""), "AADSTS900144"));
  CHECK(is_error_page(open_with(sandbox, "redirect_uri", ""), "AADSTS900144"));
  CHECK(is_error_page(open_sign_in(sandbox, authorize_request(), {}, "fabrikam.example"),
                      "AADSTS90002"));
  CHECK(
      is_error_page(open_sign_in(sandbox, authorize_request(), {}, "consumers"), "AADSTS9001023"));
  CHECK(open_sign_in(sandbox, authorize_request(), {}, "common").status == 200);
  CHECK(open_sign_in(sandbox, authorize_request(), {}, "organizations").status == 200);
  auto twice = authorize_request();
  twice.emplace_back("state", "b");
  CHECK(is_error_page(open_sign_in(sandbox, twice), "AADSTS9000411"));
  const auto path = std::string("/") + kTenant + "/oauth2/v2.0/authorize";
  CHECK(is_error_page(send(sandbox, "GET", path + "?state=%zz"), "AADSTS9002313"));
  CHECK(send(sandbox, "PUT", path).status == 405);
}

TEST_CASE("authorize: errors after the redirect URI is known are sent to it") {
  const auto& sandbox = fresh_sandbox();
  const auto refused = [&](const std::string& name, const std::string& value,
                           const std::string& error, const std::string& code) {
    CAPTURE(name, value);
    return is_sent_back(open_with(sandbox, name, value), error, code);
  };
  CHECK(refused("response_type", "", "invalid_request", "AADSTS900144"));
  CHECK(refused("response_type", "token", "unsupported_response_type", "AADSTS70005"));
  CHECK(refused("response_mode", "fragment", "invalid_request", "AADSTS70007"));
  CHECK(refused("code_challenge", "", "invalid_request", "AADSTS50147"));
  CHECK(refused("code_challenge", "short", "invalid_request", "AADSTS501491"));
  CHECK(refused("code_challenge_method", "", "invalid_request", "AADSTS50149"));
  CHECK(refused("code_challenge_method", "plain", "invalid_request", "AADSTS50149"));
  CHECK(refused("scope", "", "invalid_request", "AADSTS900144"));
  CHECK(refused("scope", "api://other/x", "invalid_resource", "AADSTS500011"));
  CHECK(refused("scope", "api://sandbox-api/other", "invalid_client", "AADSTS650053"));
  CHECK(refused("scope", "Mail.Read", "invalid_client", "AADSTS650053"));
  CHECK(refused("scope", "a\"b", "invalid_scope", "AADSTS70011"));
  CHECK(refused("scope", "api://sandbox-api/.default api://sandbox-api/data.read", "invalid_scope",
                "AADSTS70011"));
  CHECK(refused("prompt", "maybe", "invalid_request", "AADSTS90023"));
  CHECK(refused("claims", "eyJhIjoxfQ", "invalid_request", "AADSTS90100"));
  CHECK(refused("claims", "[]", "invalid_request", "AADSTS90100"));
  CHECK(refused("claims", R"({"access_token":7})", "invalid_request", "AADSTS90100"));
  const auto both = with(with(authorize_request(), "prompt", "select_account"), "login_hint", kAda);
  CHECK(is_sent_back(open_sign_in(sandbox, both), "invalid_request", "AADSTS90023"));
}

TEST_CASE("authorize: accepts several APIs, claims and hints") {
  const auto& sandbox = fresh_sandbox();
  const auto open = [&](const std::string& name, const std::string& value) {
    return open_with(sandbox, name, value).status;
  };
  CHECK(open("scope", "openid api://sandbox-api/data.read api://sandbox-middle-tier/.default") ==
        200);
  CHECK(open("scope", "openid User.Read https://slash.sandbox.example//.default") == 200);
  CHECK(open("claims", R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})") == 200);
  for (const auto* prompt : {"login", "consent", "select_account"})
    CHECK(open("prompt", prompt) == 200);
  CHECK(open("domain_hint", "organizations") == 200);
  CHECK(open("response_mode", "query") == 200);
}

TEST_CASE("authorize: a web application may omit PKCE") {
  const auto& sandbox = fresh_sandbox();
  const auto without =
      with(with(web_authorize_request(), "code_challenge", ""), "code_challenge_method", "");
  CHECK(open_sign_in(sandbox, without).status == 200);
}

TEST_CASE("authorize: a session signs its user in without a page") {
  const auto& sandbox = fresh_sandbox();
  const auto session = session_of(choose_user(sandbox, authorize_request(), kBob));
  const auto open = [&](const Fields& fields) {
    return open_sign_in(sandbox, fields, {{"Cookie", "other=1; " + session}});
  };
  CHECK(callback_of(open(authorize_request())).count("code") == 1);
  CHECK(callback_of(open(with(authorize_request(), "prompt", "none"))).count("code") == 1);
  CHECK(callback_of(open(with(authorize_request(), "login_hint", kBob))).count("code") == 1);
  for (const auto* prompt : {"login", "consent", "select_account"}) {
    CHECK(open(with(authorize_request(), "prompt", prompt)).status == 200);
  }
  CHECK(open(with(authorize_request(), "login_hint", kAda)).status == 200);
  const auto challenge = R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})";
  CHECK(open(with(authorize_request(), "claims", challenge)).status == 200);
}

TEST_CASE("authorize: with prompt=none, no page is shown") {
  const auto& sandbox = fresh_sandbox();
  const auto silent = with(authorize_request(), "prompt", "none");
  CHECK(is_sent_back(open_sign_in(sandbox, silent), "login_required", "AADSTS50058"));
  CHECK(is_sent_back(choose_user(sandbox, silent), "login_required", "AADSTS50058"));
  CHECK(is_sent_back(open_sign_in(sandbox, silent, {{"Cookie", "entra-auth-sandbox=x"}}),
                     "login_required", "AADSTS50058"));
  const auto session = session_of(choose_user(sandbox, authorize_request(), kBob));
  CHECK(is_sent_back(open_sign_in(sandbox, with(silent, "login_hint", kAda), {{"Cookie", session}}),
                     "login_required", "AADSTS50058"));
  const auto challenge = R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})";
  CHECK(
      is_sent_back(open_sign_in(sandbox, with(silent, "claims", challenge), {{"Cookie", session}}),
                   "interaction_required", "AADSTS50076"));
}

TEST_CASE("redirect URIs: registered only with a platform and a permitted scheme") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* body :
       {R"({"client_id":"x","redirect_uris":["http://localhost"]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"http://localhost"}]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"http://localhost","platform":"phone"}]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"localhost","platform":"web"}]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"https://a;b/","platform":"web"}]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"http://[::1]/","platform":"native"}]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"http://a.example/","platform":"web"}]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"http://localhost.a","platform":"web"}]})",
        R"({"client_id":"x","redirect_uris":[{"uri":"https://a/#b","platform":"web"}]})"}) {
    CAPTURE(body);
    CHECK(send(sandbox, "POST", "/sandbox/clients", {}, body).status == 400);
  }
}
