// SPDX-License-Identifier: MIT
#include "cli/doctor/report.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::cli;
using Catch::Matchers::Contains;

namespace {

DoctorReport report() {
  DoctorReport report{.version = "1", .profile = "p", .sections = {}};
  auto setting = info("client_id", "c");
  setting.source = "/home/me/profiles.toml:3";
  report.sections.push_back({"profile", "Profile p", {setting}});
  report.sections.push_back({"network", "Network", {}});
  return report;
}

const Error kDown{.kind = ErrorKind::network, .message = "down", .hints = {"wait", "or not"}};

}  // namespace

TEST_CASE("failure_of: warnings are not a failure") {
  auto each = report();
  each.sections[1].add(warning("clock", "ahead"));
  CHECK_FALSE(failure_of(each));
}

TEST_CASE("failure_of: the first problem determines the exit code, and all are counted") {
  auto each = report();
  each.sections[1].add(problem("metadata", kDown));
  auto failure = failure_of(each);
  REQUIRE(failure);
  CHECK(failure->kind == ErrorKind::network);
  CHECK(failure->message == "1 problem: metadata: down");
  each.sections[0].add(
      problem("client_secret", {.kind = ErrorKind::secret_unavailable, .message = "gone"}));
  failure = failure_of(each);
  CHECK(failure->kind == ErrorKind::secret_unavailable);
  CHECK(failure->message == "2 problems, the first is client_secret: gone");
}

TEST_CASE("render_text: shows marks, hints and short sources") {
  auto each = report();
  each.sections[1].add(problem("metadata", kDown));
  each.sections[1].add(ok("clock", "in step"));
  CHECK(render_text(each, false) ==
        "Profile p\n"
        "  -        client_id  c (profiles.toml:3)\n"
        "\n"
        "Network\n"
        "  PROBLEM  metadata  down\n"
        "                     hint: wait; or not\n"
        "  ok       clock     in step\n"
        "\n"
        "1 problem, no warnings\n");
}

TEST_CASE("render_text: wraps at 80 columns with a hanging indent, and gives long names a line") {
  auto each = report();
  std::string words;
  for (int i = 0; i < 30; ++i) words += "word" + std::to_string(i) + " ";
  each.sections[1].add(ok("a_name_that_is_longer_than_a_column_should_be", words));
  each.sections[1].add(warning("x", words, words));
  const auto text = render_text(each, false);
  std::size_t start = 0;
  while (start < text.size()) {
    const auto end = text.find('\n', start);
    CHECK(end - start <= 80);
    CHECK((end == start || text[end - 1] != ' '));
    start = end + 1;
  }
  CHECK_THAT(text, Contains("should_be\n              word0 word1"));
}

TEST_CASE("render_text and render_json: escape what could control the terminal") {
  auto each = report();
  each.sections[0].title = "Profile \x1b[2J";
  each.sections[1].add(warning("\x1b]0;x\x07", "a\u202e\nb", "\x1b[31m"));
  const auto text = render_text(each, false);
  CHECK_THAT(text, !Contains("\x1b") && !Contains("\u202e") && !Contains("\x07"));
  CHECK_THAT(render_json(each), !Contains("\x1b") && !Contains("\u202e"));
  CHECK_THAT(render_text(each, true), Contains("\x1b[1;33m"));
}

TEST_CASE("render_json: every finding has the same members") {
  auto each = report();
  auto clock = ok("clock", "in step");
  clock.facts = {{"ahead_seconds", 0}};
  each.sections[1].add(clock);
  CHECK(OrderedJson::parse(render_json(each)).dump() ==
        R"({"version":"1","profile":"p","problems":0,"warnings":0,"sections":{)"
        R"("profile":[{"name":"client_id","status":"info","detail":"c","hint":null,)"
        R"("source":"/home/me/profiles.toml:3","facts":null}],)"
        R"("network":[{"name":"clock","status":"ok","detail":"in step","hint":null,)"
        R"("source":null,"facts":{"ahead_seconds":0}}]}})");
}
