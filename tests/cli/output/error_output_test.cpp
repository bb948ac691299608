// SPDX-License-Identifier: MIT
#include "cli/output/error_output.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using cli::ErrorFormat;

namespace {

Error sample() {
  return {.kind = ErrorKind::server_refused,
          .message = "refused\x1b[2J",
          .hints = {"one", "two"},
          .error = "invalid_client",
          .code = "AADSTS7000215",
          .correlation_id = "c",
          .trace_id = "t"};
}

}  // namespace

TEST_CASE("render_error: text has the message, the hints and the IDs for support, in that order") {
  CHECK(cli::render_error(sample(), ErrorFormat::text, false) ==
        "error: refused\\x1b[2J\nhint: one\nhint: two\n"
        "hint: for support: correlation id c, trace id t\n");
  CHECK(cli::render_error({.message = "m"}, ErrorFormat::text, false) == "error: m\n");
}

TEST_CASE("may_use_color: --no-color and NO_COLOR forbid colours, unless the variable is empty") {
  const os::Environment empty({"NO_COLOR="});
  CHECK(cli::may_use_color({}, empty));
  cli::GlobalOptions global;
  global.no_color = true;
  CHECK_FALSE(cli::may_use_color(global, empty));
  CHECK_FALSE(cli::may_use_color({}, os::Environment({"NO_COLOR=1"})));
}

TEST_CASE("render_error: only the label is coloured") {
  const auto text = cli::render_error({.message = "m"}, ErrorFormat::text, true);
  CHECK(text == "\x1b[1;31merror:\x1b[0m m\n");
}

TEST_CASE("render_error: JSON is one object on one line with every documented member") {
  const auto line = cli::render_error(sample(), ErrorFormat::json, true);
  CHECK(line.find('\n') == line.size() - 1);
  CHECK(line.find('\x1b') == std::string::npos);
  const auto json = Json::parse(line);
  CHECK(json["error"] == "invalid_client");
  CHECK(json["hint"] == "one\ntwo");
  CHECK(json["code"] == "AADSTS7000215");
  CHECK(json["claims"].is_null());
  CHECK(json["retryable"] == false);
  CHECK(json["exit_code"] == 3);
  const auto local = Json::parse(
      cli::render_error({.kind = ErrorKind::timeout, .message = "m"}, ErrorFormat::json, false));
  CHECK(local["error"] == "timeout");
  CHECK(local["hint"].is_null());
  CHECK(local["exit_code"] == 5);
}
