// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "crypto/digest.hpp"
#include "oauth/authorization.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

std::string s256(std::string_view verifier) { return base64url_encode(crypto::sha256(verifier)); }

}  // namespace

TEST_CASE("the challenge is what RFC 7636 makes of the verifier") {
  // Appendix B: the rule that the next check applies is the document's.
  REQUIRE(s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  const auto pkce = oauth::make_pkce();
  CHECK(pkce.challenge == s256(pkce.verifier.expose()));
}

TEST_CASE("a verifier has 43 characters of those that RFC 7636 allows") {
  const auto pkce = oauth::make_pkce();
  CHECK(pkce.verifier.size() == 43);
  CHECK(percent_encode(pkce.verifier.expose()) == pkce.verifier.expose());
  CHECK(pkce.challenge.size() == 43);
}

TEST_CASE("no two verifiers are equal, nor do they show in the challenge") {
  const auto one = oauth::make_pkce();
  const auto two = oauth::make_pkce();
  CHECK(one.verifier.expose() != two.verifier.expose());
  CHECK(one.challenge != two.challenge);
  CHECK(one.challenge != one.verifier.expose());
}
