// SPDX-License-Identifier: MIT
#include "cli/output/yaml.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

TEST_CASE("to_yaml: objects and arrays are written in block style") {
  const auto json = OrderedJson::parse(
      R"({"b":"x","a":1,"list":["p",{"q":true}],"deep":{"e":{},"m":null},"none":[]})");
  CHECK(
      cli::to_yaml(json) ==
      "b: \"x\"\na: 1\nlist:\n  - \"p\"\n  -\n    q: true\ndeep:\n  e: {}\n  m: null\nnone: []\n");
}

TEST_CASE("to_yaml: no string or key can be read as another type") {
  const auto json = OrderedJson::parse(
      R"({"no":"yes","1":"2","a b":"null","true":"~","x:y":"- z","ok_1":"é\u001b"})");
  CHECK(cli::to_yaml(json) ==
        "\"no\": \"yes\"\n\"1\": \"2\"\n\"a b\": \"null\"\n\"true\": \"~\"\n\"x:y\": \"- z\"\n"
        "ok_1: \"\\u00e9\\u001b\"\n");
}

TEST_CASE("to_yaml: a bare value is one line") {
  CHECK(cli::to_yaml(OrderedJson("x")) == "\"x\"\n");
  CHECK(cli::to_yaml(OrderedJson::object()) == "{}\n");
}
