// SPDX-License-Identifier: MIT
#include "cli/get_token/token_output.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

const Timestamp kNow{std::chrono::seconds(1767225600)};

std::string render(cli::TokenFormat format, long long left = 3599, const char* token = "a.b.c") {
  service::TokenResponse response;
  response.token = {.access_token = Secret(token),
                    .acquired_at = kNow,
                    .expires_at = kNow + std::chrono::seconds(left),
                    .refresh_at = {},
                    .scope = "s"};
  const os::Environment environment(std::vector<std::string>{});
  return std::string(cli::render_token(response, "p", format, environment, kNow).expose());
}

}  // namespace

TEST_CASE("parse_token_format: format names are exact") {
  CHECK(cli::parse_token_format("kubectl") == cli::TokenFormat::kubectl);
  CHECK_FALSE(cli::parse_token_format("JSON"));
  CHECK_FALSE(cli::parse_token_format(""));
}

TEST_CASE("render_token: json has every documented member") {
  const auto json = Json::parse(render(cli::TokenFormat::json));
  CHECK(json == Json{{"access_token", "a.b.c"},
                     {"token_type", "Bearer"},
                     {"expires_in", 3599},
                     {"expires_on", 1767229199},
                     {"expires_at", "2026-01-01T00:59:59Z"},
                     {"scope", "s"},
                     {"profile", "p"},
                     {"source", "server"}});
}

TEST_CASE("render_token: an expired token has 0 seconds left, not a negative number") {
  CHECK(Json::parse(render(cli::TokenFormat::json, -5))["expires_in"] == 0);
}

TEST_CASE("render_token: quotes and backslashes in a token survive shell and curl") {
  CHECK(render(cli::TokenFormat::env, 0, "a'b") ==
        "export ENTRA_TOKEN='a'\\''b'\nexport ENTRA_TOKEN_EXPIRES_ON=1767225600\n");
  CHECK(render(cli::TokenFormat::curl, 0, "a\"b\\c") ==
        "header = \"Authorization: Bearer a\\\"b\\\\c\"\n");
}
