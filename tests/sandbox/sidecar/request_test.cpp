// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "sandbox/sidecar_client.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

Response post(const SandboxProcess& sandbox, const std::string& type, const std::string& body) {
  return send(sandbox, "POST", kSidecarToken, {{"Content-Type", type}}, body);
}

}  // namespace

TEST_CASE("sidecar request: accepts JSON and forms") {
  const auto& sandbox = fresh_sandbox();
  CHECK(ask_sidecar(sandbox, kSidecarToken, entra_request()).status == 200);
  const Fields form{{"identity_provider", "entra_id"},
                    {"target", "api://cluster.ns.app/.default"},
                    {"skip_cache", "true"}};
  CHECK(post_form(sandbox, kSidecarToken, form).status == 200);
  CHECK(post(sandbox, "Application/JSON; charset=utf-8", entra_request().dump()).status == 200);
  for (const auto* type : {"", "text/plain", "application/jwt"}) {
    const auto response = post(sandbox, type, entra_request().dump());
    CHECK(is_refused(response, 400, "invalid_request"));
    CHECK(contains(response.text, "unsupported media type: "));
    CHECK(contains(response.text, "expected one of"));
  }
  CHECK(is_refused(send(sandbox, "GET", kSidecarToken), 405, "invalid_request"));
  CHECK(sandbox.counters().at("sidecar_token") == 7);
}

TEST_CASE("sidecar request: refused through a proxy") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* path : {kSidecarToken, kSidecarExchange, kSidecarIntrospection}) {
    for (const auto* name : {"Via", "X-Forwarded-For", "Proxy-Connection", "Proxy-Authorization"}) {
      const auto response = ask_sidecar(sandbox, path, entra_request(), {{name, "x"}});
      CHECK(is_refused(response, 400, "invalid_request"));
      CHECK(contains(response.text, "proxy"));
    }
  }
}

TEST_CASE("sidecar request: a missing, mistyped or unknown field is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto is_refused_with = [&](const std::string& text, const OrderedJson& more) {
    CAPTURE(more);
    const auto response = ask_sidecar(sandbox, kSidecarToken, entra_request(more));
    CHECK(contains(response.text, text));
    return is_refused(response, 400, "invalid_request");
  };
  CHECK(is_refused_with("missing field `target`", {{"target", nullptr}}));
  CHECK(is_refused_with("missing field `target`", {{"target", ""}}));
  CHECK(is_refused_with("missing field `identity_provider`", {{"identity_provider", nullptr}}));
  CHECK(is_refused_with("target: invalid type", {{"target", 7}}));
  CHECK(is_refused_with("skip_cache: invalid type", {{"skip_cache", "true"}}));
  CHECK(is_refused_with("skip_cache: invalid type", {{"skip_cache", 1}}));
  CHECK(is_refused_with("resource: invalid type", {{"resource", 7}}));
  CHECK(is_refused_with("authorization_details: invalid type", {{"authorization_details", "[]"}}));
  CHECK(is_refused_with("unknown field `user_token`", {{"user_token", "x"}}));
  CHECK(is_refused_with("unknown field `scope`", {{"scope", "x"}}));
  for (const auto* body :
       {"", "[]", "{", R"({"identity_provider":"entra_id","target":"a","target":"b"})"}) {
    const auto response = post(sandbox, "application/json", body);
    CHECK(is_refused(response, 400, "invalid_request"));
    CHECK(contains(response.text, "Failed to parse JSON: "));
  }
  CHECK(ask_sidecar(sandbox, kSidecarToken,
                    entra_request({{"skip_cache", nullptr}, {"resource", nullptr}}))
            .status == 200);
}

TEST_CASE("sidecar request: a form is read as strictly as JSON") {
  const auto& sandbox = fresh_sandbox();
  const Fields good{{"identity_provider", "maskinporten"}, {"target", "sandbox:read"}};
  const auto details = R"([{"type":"urn:altinn:systemuser","systemuser_org":)"
                       R"({"authority":"iso6523-actorid-upis","ID":"0192:987654321"}}])";
  CHECK(post_form(sandbox, kSidecarToken, with(good, "authorization_details", details)).status ==
        200);
  CHECK(post_form(sandbox, kSidecarToken, with(good, "skip_cache", "false")).status == 200);
  for (const auto& [name, value] : Fields{{"skip_cache", "yes"},
                                          {"skip_cache", "True"},
                                          {"authorization_details", "{"},
                                          {"authorization_details", "{}"},
                                          {"scope", "x"}}) {
    CAPTURE(name, value);
    CHECK(is_refused(post_form(sandbox, kSidecarToken, with(good, name, value)), 400,
                     "invalid_request"));
  }
  auto twice = good;
  twice.push_back(good.back());
  CHECK(is_refused(post_form(sandbox, kSidecarToken, twice), 400, "invalid_request"));
  CHECK(is_refused(post(sandbox, "application/x-www-form-urlencoded", "target=%zz"), 400,
                   "invalid_request"));
}

TEST_CASE("sidecar request: an unknown identity provider is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto ask = [&](const std::string& provider) {
    return ask_sidecar(sandbox, kSidecarToken, entra_request({{"identity_provider", provider}}));
  };
  // The alias shares the cache with the name.
  CHECK(access_token(ask("azuread")) == access_token(ask("entra_id")));
  for (const auto* provider : {"Entra_id", "entra", "azure"}) {
    const auto response = ask(provider);
    CHECK(is_refused(response, 400, "invalid_request"));
    CHECK(contains(response.text, "unknown variant"));
  }
}
