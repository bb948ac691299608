// SPDX-License-Identifier: MIT
#include "profiles/keys/readers.hpp"

#include "profiles/toml/document.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

/// The value `toml` as the key `k`, read with `read`.
template <class Value>
struct Reading {
  std::optional<Value> value;
  std::vector<Problem> problems;
};

template <class Function>
auto read_with(Function read, const std::string& toml) {
  const auto document = parse_toml("\nk = " + toml + "\n", "f");
  REQUIRE(document);
  const SourceFile file{.path = "f", .is_private = true};
  Profile profile;
  profile.name = "p";
  std::vector<Problem> problems;
  auto value = read(KeyContext{"k", document->at(0).value, file, profile, problems});
  using Value = typename decltype(value)::value_type;
  return Reading<Value>{std::move(value), std::move(problems)};
}

/// One problem, with the place and the key, that does not quote the value.
void check_one_problem(const std::vector<Problem>& problems, const std::string& message) {
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].profile == "p");
  CHECK(problems[0].key == "k");
  CHECK(problems[0].line == 2);
  CHECK(problems[0].message == "k " + message);
  CHECK(problems[0].message.find("CANARY") == std::string::npos);
  CHECK(problems[0].hint.find("CANARY") == std::string::npos);
}

}  // namespace

TEST_CASE("read_text: accepts a string that is not empty and has no control characters") {
  CHECK(read_with(read_text, "'CANARY ø'").value == "CANARY ø");
  check_one_problem(read_with(read_text, "''").problems, "is empty");
  for (const std::string toml : {"1", "true", "['CANARY']", "{ a = 'CANARY' }", "1.5"}) {
    check_one_problem(read_with(read_text, toml).problems, "must be a string");
  }
  for (const std::string toml :
       {"\"CANARY\\n\"", "\"\\u0000CANARY\"", "\"\\u001b[31m\"", "\"\\u007f\""}) {
    check_one_problem(read_with(read_text, toml).problems,
                      "holds a line break or another control character");
  }
}

TEST_CASE("read_bool: accepts true and false only") {
  CHECK(read_with(read_bool, "true").value == true);
  CHECK(read_with(read_bool, "false").value == false);
  for (const std::string toml : {"1", "0", "'true'", "[]"}) {
    check_one_problem(read_with(read_bool, toml).problems, "must be true or false");
  }
}

TEST_CASE("read_integer: refuses an integer out of range") {
  const auto read = [](const KeyContext& context) { return read_integer(context, 1, 65535); };
  CHECK(read_with(read, "1").value == 1);
  CHECK(read_with(read, "65535").value == 65535);
  for (const std::string toml :
       {"0", "65536", "-1", "9223372036854775807", "'80'", "80.0", "true"}) {
    CAPTURE(toml);
    check_one_problem(read_with(read, toml).problems, "must be a whole number from 1 to 65535");
  }
}

TEST_CASE("read_duration: accepts text or a number of seconds") {
  using std::chrono::seconds;
  CHECK(read_with(read_duration, "90").value == seconds(90));
  CHECK(read_with(read_duration, "'90'").value == seconds(90));
  CHECK(read_with(read_duration, "'90s'").value == seconds(90));
  CHECK(read_with(read_duration, "'5m'").value == seconds(300));
  CHECK(read_with(read_duration, "'1h'").value == seconds(3600));
  CHECK(read_with(read_duration, "0").value == seconds(0));
  for (const std::string toml : {"-1", "''", "'5 m'", "'1d'", "1.5", "true", "2592001", "'soon'"}) {
    CAPTURE(toml);
    check_one_problem(read_with(read_duration, toml).problems,
                      "must be a duration of at most 30 days");
  }
}

TEST_CASE("read_words: accepts an array or one string") {
  using Words = std::vector<std::string>;
  struct Case {
    std::string toml;
    Words words;
  };
  const std::vector<Case> cases = {
      {"['api://x/.default']", {"api://x/.default"}},
      {"'api://x/.default'", {"api://x/.default"}},
      {"'a b,c, d'", {"a", "b", "c", "d"}},
      {"['a', 'b c']", {"a", "b", "c"}},
      {"[' a ']", {"a"}},
      {"['https://management.core.windows.net//.default']",
       {"https://management.core.windows.net//.default"}},
  };
  for (const auto& [toml, words] : cases) {
    CAPTURE(toml);
    CHECK(read_with(read_words, toml).value == words);
  }
  for (const std::string toml : {"[]", "''", "' , '", "['', ' ']"}) {
    check_one_problem(read_with(read_words, toml).problems, "is empty");
  }
  for (const std::string toml : {"1", "[1]", "['a', true]", "[['a']]", "{ a = 'b' }"}) {
    check_one_problem(read_with(read_words, toml).problems,
                      "must be an array of strings, or one string");
  }
  for (const std::string toml : {"['CANARYø']", "'CANARY\"'", "'CANARY\\'", "[\"\\u0000\"]"}) {
    check_one_problem(read_with(read_words, toml).problems,
                      "holds a character that is not allowed there");
  }
}

TEST_CASE("read_url: accepts https, and http to this machine, and keeps it as written") {
  for (const std::string url :
       {"https://issuer.example/", "https://Issuer.example/a/b?c=d", "http://localhost:8080/token",
        "http://127.0.0.1:1/x", "http://[::1]:1/x"}) {
    CAPTURE(url);
    CHECK(read_with(read_url, "'" + url + "'").value == url);
  }
  for (const std::string url :
       {"http://issuer.example/", "login.microsoftonline.com", "ftp://x/", "https://",
        "https://login.microsoftonline.com@CANARY.example/", "https://CANARY:CANARY@x/",
        "https://x/#CANARY", "https://x/ y", "javascript:alert(1)", "https://x\\\\y/",
        "https://x/$(touch)\\u0000", "-flag", "file:///etc/passwd", "https://ex\u00e4mple/",
        "https://x:0/", "https://x:99999/"}) {
    CAPTURE(url);
    const auto reading = read_with(read_url, "\"" + url + "\"");
    CHECK_FALSE(reading.value);
    REQUIRE(reading.problems.size() == 1);
    CHECK(reading.problems[0].message.starts_with("k "));
    CHECK(reading.problems[0].message.find("CANARY:") == std::string::npos);
  }
}

TEST_CASE("read_base_url: refuses a query and removes slashes at the end") {
  CHECK(read_with(read_base_url, "'https://login.example/'").value == "https://login.example");
  CHECK(read_with(read_base_url, "'https://x.example/a//'").value == "https://x.example/a");
  CHECK(read_with(read_base_url, "'https://x.example'").value == "https://x.example");
  check_one_problem(read_with(read_base_url, "'https://x.example/?CANARY'").problems,
                    "must not have a query (`?`)");
  check_one_problem(read_with(read_base_url, "'https://x.example?'").problems,
                    "must not have a query (`?`)");
}

TEST_CASE("read_redirect_uri: must point to this machine") {
  for (const std::string uri : {"http://localhost", "http://localhost:8400", "http://localhost/cb",
                                "http://127.0.0.1:5000/cb", "http://[::1]:5000/"}) {
    CAPTURE(uri);
    CHECK(read_with(read_redirect_uri, "'" + uri + "'").value == uri);
  }
  for (const std::string uri :
       {"https://localhost/cb", "http://localhost.example/", "http://127.0.0.2/",
        "http://a.localhost/", "http://192.168.0.1/", "http://localhost/cb?x=1"}) {
    CAPTURE(uri);
    check_one_problem(read_with(read_redirect_uri, "'" + uri + "'").problems,
                      "must be a URL of this machine without a query");
  }
  CHECK(read_with(read_redirect_uri, "'http://localhost:x/'").problems.size() == 1);
  CHECK(read_with(read_redirect_uri, "'msal://auth'").problems.size() == 1);
}

TEST_CASE("read_json_array: keeps a JSON array of objects as text") {
  const std::string json = R"([{"type": "urn:altinn:systemuser", "n": 1}])";
  CHECK(read_with(read_json_array, "'" + json + "'").value == json);
  for (const std::string toml : {"'[]'", "'{}'", "'[1]'", "'[{'", "''", "1", "[{ type = 'x' }]",
                                 R"('[{"a":1,"a":2}]')", "'[{\"CANARY\": }]'"}) {
    CAPTURE(toml);
    check_one_problem(read_with(read_json_array, toml).problems,
                      "must be a string that holds a JSON array of objects without duplicate keys");
  }
}

TEST_CASE("read_parameters: accepts strings and refuses parameters that the program sets") {
  using Parameters = std::map<std::string, std::string>;
  CHECK(read_with(read_parameters, "{ audience = 'api', mkt = 'nb-NO' }").value ==
        Parameters{{"audience", "api"}, {"mkt", "nb-NO"}});
  CHECK(read_with(read_parameters, "{}").value == Parameters{});
  CHECK(read_with(read_parameters, "'a=b'").problems.size() == 1);
  for (const std::string name :
       {"grant_type", "client_id", "client_secret", "client_assertion", "client_assertion_type",
        "scope", "assertion", "code", "code_verifier", "refresh_token", "redirect_uri", "state",
        "Client_Secret", "GRANT_TYPE", "requested_token_use", "resource", "claims"}) {
    CAPTURE(name);
    const auto problems = read_with(read_parameters, "{ " + name + " = 'CANARY' }").problems;
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].key == "k." + name);
    CHECK(problems[0].message ==
          "k." + name + " is a parameter that entra-auth-cli sets by itself");
  }
  CHECK(read_with(read_parameters, "{ a = 1 }").problems.size() == 1);
  CHECK(read_with(read_parameters, "{ a = '' }").problems.size() == 1);
  CHECK(read_with(read_parameters, "{ '' = 'x' }").problems.size() == 1);
  CHECK(read_with(read_parameters, "{ 'a b' = 'x' }").problems.size() == 1);
  CHECK(read_with(read_parameters, "{ a = 1, b = 2, c = 'x' }").problems.size() == 2);
}
