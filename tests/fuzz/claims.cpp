// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/text.hpp"
#include "fuzz/targets.hpp"
#include "oauth/claims_challenge.hpp"

#include <algorithm>
#include <string>

namespace entra_auth::fuzz {
namespace {

// So that a challenge with the whole input escaped stays below the limit of a header.
constexpr std::size_t kMaxBytes = 4096;

std::string printable(std::string_view text) {
  std::string kept;
  std::ranges::copy_if(text, std::back_inserter(kept), [](char c) { return c >= ' ' && c < 127; });
  return kept;
}

/// For any claims, the challenge is a single one and says which claims are required.
void check_made_challenge(std::string_view text, const Json& claims) {
  const auto parameter = oauth::claims_parameter(claims, {});
  const auto header = oauth::make_challenge(text, text, parameter);
  const auto challenges = oauth::parse_challenges(header);
  expect(challenges.size() == 1 && challenges[0].scheme == "Bearer", "it is one challenge");
  expect(challenges[0].parameters.size() == (parameter.empty() ? 3U : 4U), "no parameter is added");
  for (const char* name : {"authorization_uri", "error"}) {
    const auto* value = challenges[0].find(name);
    expect(value != nullptr && *value == printable(text), "its texts are read back");
  }
  const auto read = oauth::read_claims_challenge(header);
  expect(read.has_value() == !parameter.empty(), "it has claims where there are some");
  expect(!read || *read == claims, "its claims are read back");
}

void check_read(const Result<Json>& claims, std::string_view text) {
  if (!claims) return expect(claims.error().kind == ErrorKind::usage, "a refusal is one of usage");
  expect(claims->is_object(), "claims are an object");
  check_made_challenge(text, *claims);
}

}  // namespace

void fuzz_claims(std::string_view input) {
  input = input.substr(0, kMaxBytes);
  for (const auto& challenge : oauth::parse_challenges(input)) {
    expect(!challenge.scheme.empty(), "every challenge has a scheme");
    for (const auto& [name, value] : challenge.parameters) {
      expect(!name.empty() && name == to_lower(name), "parameters have names in lower case");
    }
  }
  check_read(oauth::read_claims(input), input);
  check_read(oauth::read_claims_challenge(input), input);
  check_made_challenge(input, {{"access_token", {{"acrs", {{"value", "c1"}}}}}});
  check_made_challenge(input, Json::object());
}

}  // namespace entra_auth::fuzz
