// SPDX-License-Identifier: MIT
#include "base/form.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;

TEST_CASE("HttpResponse: header() returns the first header of that name") {
  HttpResponse response;
  response.headers.push_back({"retry-after", Secret("1")});
  response.headers.push_back({"retry-after", Secret("2")});
  response.headers.push_back({"empty", Secret()});
  CHECK(response.header("retry-after") == "1");
  CHECK(response.header("empty") == "");
  CHECK_FALSE(response.header("retry"));
}

TEST_CASE("form_decode: understands + and hex in both cases, and refuses broken escapes") {
  CHECK(form_decode("a+b%2Bc%2f") == "a b+c/");
  CHECK(form_decode("") == "");
  for (const char* text : {"%", "%4", "a%", "%zz", "%4g", "%+1", "%-1"}) {
    CAPTURE(text);
    CHECK_FALSE(form_decode(text));
  }
}

TEST_CASE("form_encode: encodes every name and value") {
  Form form;
  CHECK(form_encode(form).expose().empty());
  form.push_back({"client_secret", Secret("a+b&c%d=e~f")});
  form.push_back({"empty", Secret()});
  form.push_back({"a name", Secret("x\ny")});
  CHECK(form_encode(form).expose() == "client_secret=a%2Bb%26c%25d%3De~f&empty=&a%20name=x%0Ay");
}

TEST_CASE("json_encode: writes strings, and fields that are JSON already as they are") {
  Form form;
  CHECK(json_encode(form).expose() == "{}");
  form.push_back({"target", Secret("a \"b\" \\ c")});
  form.push_back({"line", Secret("x\ny\x01\xc3\xa6")});
  form.push_back({"skip_cache", Secret("true"), true});
  form.push_back({"details", Secret(R"([{"type":"t"}])"), true});
  const auto text = json_encode(form);
  const auto json = nlohmann::json::parse(text.expose());
  CHECK(json == nlohmann::json{{"target", "a \"b\" \\ c"},
                               {"line", "x\ny\x01\xc3\xa6"},
                               {"skip_cache", true},
                               {"details", {{{"type", "t"}}}}});
}

TEST_CASE("read_form: passes on the pairs in their order until one is broken or refused") {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  Pairs pairs;
  const auto take = [&](std::string name, std::string value) {
    pairs.emplace_back(std::move(name), std::move(value));
    return pairs.back().first != "stop";
  };
  CHECK(read_form("", take));
  CHECK(read_form("&&b=1&a=2+3&&=x&c&d=&e=f=g&%3D=%26&", take));
  CHECK(pairs ==
        Pairs{{"b", "1"}, {"a", "2 3"}, {"", "x"}, {"c", ""}, {"d", ""}, {"e", "f=g"}, {"=", "&"}});
  pairs.clear();
  CHECK_FALSE(read_form("a=1&b=%zz&c=3", take));
  CHECK_FALSE(read_form("%=1", take));
  CHECK(pairs == Pairs{{"a", "1"}});
  pairs.clear();
  CHECK_FALSE(read_form("a=1&stop&c=3", take));
  CHECK(pairs == Pairs{{"a", "1"}, {"stop", ""}});
}
