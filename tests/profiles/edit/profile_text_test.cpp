// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_text.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;
using Catch::Matchers::Contains;

namespace {

using Change = std::function<Result<void>(ProfileText&)>;

TomlValue text(std::string content) { return {.line = 0, .content = std::move(content)}; }

TomlValue list(const std::vector<std::string>& texts) {
  TomlArray array;
  for (const auto& each : texts) array.push_back(text(each));
  return {.line = 0, .content = std::move(array)};
}

std::string edited(const std::string& before, const Change& change) {
  CAPTURE(before);
  auto profile_text = ProfileText::parse(before, "f.toml");
  REQUIRE(profile_text);
  const auto done = change(*profile_text);
  if (!done) FAIL(done.error().message);
  return profile_text->text();
}

/// The message of an edit that is refused; the text must be as before.
std::string refusal(const std::string& before, const Change& change) {
  CAPTURE(before);
  auto profile_text = ProfileText::parse(before, "f.toml");
  REQUIRE(profile_text);
  const auto done = change(*profile_text);
  REQUIRE_FALSE(done);
  CHECK(profile_text->text() == before);
  return done.error().message;
}

Change set(const std::string& profile, const std::string& key, TomlValue value) {
  return [=](ProfileText& t) { return t.set_key(profile, key, value); };
}
Change unset(const std::string& profile, const std::string& key) {
  return [=](ProfileText& t) { return t.remove_key(profile, key); };
}
Change add(const std::string& profile, const TomlTable& members = {{"x", 0, text("1")}}) {
  return [=](ProfileText& t) { return t.add_profile(profile, members); };
}
Change renaming(const std::string& profile, const std::string& to) {
  return [=](ProfileText& t) { return t.rename_profile(profile, to); };
}
Change erase(const std::string& profile) {
  return [=](ProfileText& t) { return t.remove_profile(profile); };
}
Change make_default(const std::string& profile) {
  return [=](ProfileText& t) { return t.set_default_profile(profile); };
}
Change no_default() {
  return [](ProfileText& t) { return t.remove_default_profile(); };
}

const std::string kTwo =
    "# mine\n"
    "default_profile = \"a\"   # used without -p\n"
    "\n"
    "# --- first ---\n"
    "[profiles.a]  # the first\n"
    "tenant_id     = \"t\"    # tenant\n"
    "client_id     = 'c'\n"
    "# of the team\n"
    "scopes        = [\n"
    "  \"one\",  # first\n"
    "  \"two\",\n"
    "]  # scopes\n"
    "client_secret = { env = \"S\" }\n"
    "\n"
    "# --- second ---\n"
    "[profiles.b]\n"
    "tenant_id=\"t\"\n";

std::string with(std::string from, const std::string& old_part, const std::string& new_part) {
  const auto at = from.find(old_part);
  REQUIRE(at != std::string::npos);
  return from.replace(at, old_part.size(), new_part);
}

}  // namespace

TEST_CASE("ProfileText: set_key replaces the value and nothing else") {
  CHECK(edited(kTwo, set("a", "tenant_id", text("x"))) == with(kTwo, "\"t\"  ", "\"x\"  "));
  CHECK(edited(kTwo, set("a", "client_id", text("new"))) == with(kTwo, "'c'", "\"new\""));
  CHECK(edited(kTwo, set("b", "tenant_id", text("u"))) == with(kTwo, "=\"t\"\n", "=\"u\"\n"));
  CHECK(edited(kTwo, set("a", "scopes", list({"three"}))) ==
        with(kTwo, "[\n  \"one\",  # first\n  \"two\",\n]", "[\"three\"]"));
  CHECK(edited(kTwo, set("a", "client_secret", text("s"))) ==
        with(kTwo, "{ env = \"S\" }", "\"s\""));
}

TEST_CASE("ProfileText: a comment behind a value keeps its column if there is room") {
  CHECK(edited(kTwo, set("a", "tenant_id", text("abc"))) ==
        with(kTwo, "\"t\"    # tenant", "\"abc\"  # tenant"));
  CHECK(edited(kTwo, set("a", "tenant_id", text("abcdefgh"))) ==
        with(kTwo, "\"t\"    # tenant", "\"abcdefgh\" # tenant"));
  CHECK(edited("[profiles.a]\nx = 1 # c\n", set("a", "x", text("long"))) ==
        "[profiles.a]\nx = \"long\" # c\n");
  CHECK(edited("[profiles.a]\nx = 1# c\n", set("a", "x", text("long"))) ==
        "[profiles.a]\nx = \"long\"# c\n");
}

TEST_CASE("ProfileText: setting the same value again changes no byte") {
  CHECK(edited(kTwo, set("a", "client_id", text("c"))) == kTwo);
  CHECK(edited(kTwo, set("a", "scopes", list({"one", "two"}))) == kTwo);
  CHECK(edited(kTwo, make_default("a")) == kTwo);
  CHECK(edited(kTwo, unset("a", "resource")) == kTwo);
}

TEST_CASE("ProfileText: a string over several lines is one value") {
  for (const std::string value : {"\"\"\"\nline\n[profiles.z]\n\"\"\"", "'''\n# no\n'''"}) {
    const std::string before = "[profiles.a]\nx = " + value + " # c\ny = 1\n";
    CHECK(edited(before, set("a", "x", text("s"))) == "[profiles.a]\nx = \"s\" # c\ny = 1\n");
    CHECK(edited(before, unset("a", "x")) == "[profiles.a]\ny = 1\n");
  }
}

TEST_CASE("ProfileText: a new key is added at the end of its table, aligned with the others") {
  CHECK(edited(kTwo, set("a", "flow", text("obo"))) ==
        with(kTwo, "{ env = \"S\" }\n", "{ env = \"S\" }\nflow          = \"obo\"\n"));
  CHECK(edited(kTwo, set("b", "client_id", text("c"))) == kTwo + "client_id=\"c\"\n");
  CHECK(
      edited("[profiles.a]\nx = 1\n# y = 2\n\n[profiles.a.t]\nz = 1\n", set("a", "k", text("v"))) ==
      "[profiles.a]\nx = 1\n# y = 2\nk = \"v\"\n\n[profiles.a.t]\nz = 1\n");
  CHECK(edited("[profiles.a]", set("a", "k", text("v"))) == "[profiles.a]\nk = \"v\"\n");
  CHECK(edited("[profiles.a]\nx = 1", set("a", "k", text("v"))) ==
        "[profiles.a]\nx = 1\nk = \"v\"\n");
}

TEST_CASE("ProfileText: remove_key removes all lines of the key") {
  CHECK(edited(kTwo, unset("a", "scopes")) ==
        with(kTwo, "scopes        = [\n  \"one\",  # first\n  \"two\",\n]  # scopes\n", ""));
  CHECK(edited(kTwo, unset("b", "tenant_id")) == with(kTwo, "tenant_id=\"t\"\n", ""));
}

TEST_CASE("ProfileText: add_profile appends it after a blank line") {
  const std::string added = "[profiles.n]\nx = \"1\"\n";
  CHECK(edited("", add("n")) == added);
  CHECK(edited("\xEF\xBB\xBF", add("n")) == "\xEF\xBB\xBF" + added);
  CHECK(edited("# mine\n", add("n")) == "# mine\n\n" + added);
  CHECK(edited(kTwo, add("n")) == kTwo + "\n" + added);
  CHECK(edited(kTwo + "\n", add("n")) == kTwo + "\n" + added);
  CHECK(edited("[profiles.a]\nx = 1", add("n")) == "[profiles.a]\nx = 1\n\n" + added);
  CHECK(edited("[profiles.a]\nx = 1\n# end", add("n")) == "[profiles.a]\nx = 1\n# end\n\n" + added);
  CHECK(edited("[profiles.a]\n", add("n.m")) == "[profiles.a]\n\n[profiles.\"n.m\"]\nx = \"1\"\n");
  CHECK(edited("[profiles]\n", add("n")) == "[profiles]\n\n" + added);
  CHECK_THAT(refusal(kTwo, add("a")), Contains("there is a profile a already"));
}

TEST_CASE(
    "ProfileText: rename_profile changes all headers, also quoted ones and those of sub-tables") {
  CHECK(edited(kTwo, renaming("a", "new")) == with(kTwo, "[profiles.a]", "[profiles.new]"));
  const std::string before =
      "[profiles.\"a\"] # x\nx = 1\n[profiles.ab]\n[ profiles . 'a' . extra_parameters ]\nk = 'v'\n"
      "[profiles.a.\"t\"]\n";
  CHECK(
      edited(before, renaming("a", "b.c")) ==
      "[profiles.\"b.c\"] # x\nx = 1\n[profiles.ab]\n[ profiles . 'b.c' . extra_parameters ]\nk = "
      "'v'\n[profiles.\"b.c\".\"t\"]\n");
  CHECK_THAT(refusal(kTwo, renaming("a", "b")), Contains("there is a profile b already"));
  CHECK_THAT(refusal(kTwo, renaming("x", "y")), Contains("there is no profile x"));
}

TEST_CASE(
    "ProfileText: remove_profile removes its comment and sub-tables, and leaves those of others") {
  CHECK(edited(kTwo, erase("b")) == kTwo.substr(0, kTwo.find("\n# --- second")));
  CHECK(edited(kTwo, erase("a")) ==
        "# mine\ndefault_profile = \"a\"   # used without -p\n\n# --- second ---\n[profiles.b]\n"
        "tenant_id=\"t\"\n");
  CHECK(edited("[profiles.a]\nx = 1\n\n# section\n\n# of b\n[profiles.b]\n", erase("a")) ==
        "# section\n\n# of b\n[profiles.b]\n");
  CHECK(edited("[profiles.a]\nx = 1\n# of b\n[profiles.b]\n", erase("a")) ==
        "# of b\n[profiles.b]\n");
  CHECK(edited("# of a\n[profiles.a]\nx = 1\n\n[profiles.a.t]\ny = 2\n\n[profiles.b]\n\n"
               "# late\n[profiles.a.u]\nz = 3\n",
               erase("a")) == "[profiles.b]\n");
  CHECK(edited("[profiles.b]\ny = 1\n\n[profiles.a]\nx = 1\n\n[profiles.a.t]\nx = 1", erase("a")) ==
        "[profiles.b]\ny = 1\n");
  CHECK(edited("[profiles.a]\nx = 1\n", erase("a")) == "");
  CHECK(edited("[profiles.a]\nx = \"\"\"\n# no comment\"\"\"\n[profiles.b]\ny = 1\n", erase("b")) ==
        "[profiles.a]\nx = \"\"\"\n# no comment\"\"\"\n");
}

TEST_CASE("ProfileText: default_profile is added before the first table, changed and removed") {
  CHECK(edited(kTwo, make_default("b")) == with(kTwo, "\"a\"   #", "\"b\"   #"));
  CHECK(edited(kTwo, make_default("longer")) == with(kTwo, "\"a\"   #", "\"longer\" #"));
  CHECK(edited("[profiles.a]\n", make_default("a")) == "default_profile = \"a\"\n\n[profiles.a]\n");
  CHECK(edited("# head\n\n# of a\n[profiles.a]\n", make_default("a")) ==
        "# head\n\ndefault_profile = \"a\"\n\n# of a\n[profiles.a]\n");
  CHECK(edited("", make_default("a")) == "default_profile = \"a\"\n");
  CHECK(edited("# head", make_default("a")) == "# head\ndefault_profile = \"a\"\n");
  CHECK(edited("default_profile = 'a'\n\n# c\n[profiles.a]\n", no_default()) ==
        "# c\n[profiles.a]\n");
  CHECK(edited("# h\n\ndefault_profile = 'a'\n\n[profiles.a]\n", no_default()) ==
        "# h\n\n[profiles.a]\n");
  CHECK(edited("[profiles.a]\n", no_default()) == "[profiles.a]\n");
}

TEST_CASE("ProfileText: CRLF line ends and the byte order mark are kept") {
  const std::string before =
      "\xEF\xBB\xBF# h\r\n[profiles.a]\r\nx = 1\r\n\r\n[profiles.b]\r\ny = 2\r\n";
  CHECK(edited(before, set("a", "x", text("v"))) == with(before, "x = 1", "x = \"v\""));
  CHECK(edited(before, set("a", "k", text("v"))) ==
        with(before, "x = 1\r\n", "x = 1\r\nk = \"v\"\r\n"));
  CHECK(edited(before, add("c")) == before + "\r\n[profiles.c]\r\nx = \"1\"\r\n");
  CHECK(edited(before, erase("b")) == "\xEF\xBB\xBF# h\r\n[profiles.a]\r\nx = 1\r\n");
  CHECK(edited(before, erase("a")) == "\xEF\xBB\xBF[profiles.b]\r\ny = 2\r\n");
  CHECK(edited(before, make_default("b")) ==
        with(before, "# h\r\n", "default_profile = \"b\"\r\n\r\n# h\r\n"));
  CHECK(edited(before, renaming("b", "c")) == with(before, "profiles.b", "profiles.c"));
}

TEST_CASE("ProfileText: names and values may be outside ASCII") {
  const std::string before = "[profiles.\"\\u0061\"]\n\"\\u0078\" = 1\n# Grüße 😀\n";
  CHECK(edited(before, set("a", "x", text("ü\"\\"))) == with(before, "= 1", "= \"ü\\\"\\\\\""));
  CHECK(edited(before, renaming("a", "b")) == with(before, "\"\\u0061\"", "\"b\""));
  CHECK_THAT(refusal(before, set("a", "y", text("\xff"))), Contains("cannot be edited"));
}

TEST_CASE(
    "ProfileText: refuses a profile without lines of its own, with its line, and edits the "
    "others") {
  struct Case {
    std::string text;
    int line;
  };
  const std::vector<Case> cases = {
      {"profiles = { a = { x = 1 } }\n", 1},
      {"\nprofiles.a.x = 1\n", 2},
      {"[profiles]\na = { x = 1 }\n", 2},
      {"[profiles]\n\na.x = 1\n", 3},
      {"[profiles.a.t]\ny = 1\n", 1},
      {"[profiles.a]\nx = 1\n[profiles]\nb = { x = 1 }\na.y = 1\n", 5},
  };
  for (const auto& [before, line] : cases) {
    if (!ProfileText::parse(before, "f.toml")) continue;  // toml++ takes a.y for a redefinition
    const auto place = "f.toml:" + std::to_string(line) + ": ";
    CHECK_THAT(refusal(before, set("a", "x", text("2"))), Contains(place));
    CHECK_THAT(refusal(before, unset("a", "x")), Contains(place));
    CHECK_THAT(refusal(before, renaming("a", "z")), Contains(place));
    CHECK_THAT(refusal(before, erase("a")), Contains(place));
  }
  CHECK_THAT(refusal("profiles = { a = { x = 1 } }\n", add("n")), Contains("f.toml:1: "));
  const std::string mixed = "[profiles]\nb = { x = 1 }\n[profiles.a]\nx = 1\n";
  CHECK(edited(mixed, set("a", "x", text("2"))) == with(mixed, "\nx = 1", "\nx = \"2\""));
  CHECK(edited(mixed, erase("a")) == "[profiles]\nb = { x = 1 }\n");
  CHECK(edited(mixed, add("n")) == mixed + "\n[profiles.n]\nx = \"1\"\n");
}

TEST_CASE("ProfileText: refuses to edit a key that is a table or dotted, with its line") {
  const std::string before =
      "[profiles.a]\nclient_secret.env = 'S'\n[profiles.a.extra_parameters]\nk = 'v'\n";
  CHECK_THAT(refusal(before, set("a", "client_secret", text("s"))), Contains("f.toml:2: "));
  CHECK_THAT(refusal(before, unset("a", "client_secret")), Contains("f.toml:2: "));
  CHECK_THAT(refusal(before, set("a", "extra_parameters", text("s"))), Contains("f.toml:3: "));
  CHECK(edited(before, set("a", "x", text("1"))) == with(before, "= 'S'\n", "= 'S'\nx = \"1\"\n"));
}

TEST_CASE("ProfileText: several edits can follow one another") {
  CHECK(edited(kTwo,
               [](ProfileText& t) -> Result<void> {
                 for (const auto& change :
                      std::vector<Change>{renaming("a", "c"), make_default("c"),
                                          set("c", "flow", text("x")), erase("b"), add("d")}) {
                   if (auto done = change(t); !done) return done;
                 }
                 return {};
               }) == with(with(with(kTwo.substr(0, kTwo.find("\n# --- second")), "\"a\"", "\"c\""),
                               "profiles.a", "profiles.c"),
                          "{ env = \"S\" }\n",
                          "{ env = \"S\" }\nflow          = \"x\"\n\n[profiles.d]\nx = \"1\"\n"));
}

TEST_CASE("ProfileText: refuses a file that is not TOML") {
  const auto broken = ProfileText::parse("[profiles.a\n", "f.toml");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().kind == ErrorKind::invalid_configuration);
  CHECK_THAT(broken.error().message, Contains("f.toml:1:"));
}
