// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/digest.hpp"
#include "sandbox/user_client.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace entra_auth;
using namespace entra_auth::test;

namespace {

/// Redeems a new code with one field of the token request changed.
Response redeem_with(
    const SandboxProcess& sandbox, const std::string& name, const std::string& value,
    const std::string& scope = "openid offline_access api://sandbox-api/data.read") {
  const auto code = sign_in(sandbox, with(authorize_request(), "scope", scope));
  return post_token(sandbox, with(code_request(code), name, value));
}

}  // namespace

TEST_CASE("authorization code: redeemed for the tokens of the user") {
  const auto& sandbox = fresh_sandbox();
  const auto before = unix_time();
  const auto code = sign_in(sandbox, with(authorize_request(), "nonce", "n-1"));
  const auto response = post_token(sandbox, with(code_request(code), "client_info", "1"));
  REQUIRE(response.status == 200);
  CHECK(response.headers.at("cache-control") == "no-store, no-cache");
  std::set<std::string> names;
  for (const auto& [name, value] : response.body.items()) names.insert(name);
  CHECK(names == std::set<std::string>{"token_type", "scope", "expires_in", "ext_expires_in",
                                       "access_token", "refresh_token", "id_token", "client_info"});
  CHECK(response.body.at("token_type") == "Bearer");
  CHECK(response.body.at("scope") == "api://sandbox-api/data.read openid profile");
  CHECK(response.body.at("expires_in") == 3600);

  const auto claims = claims_in(response.body);
  CHECK(claims.at("aud") == kSandboxApi);
  CHECK(claims.at("iss") == sandbox["base_url"] + "/" + sandbox["tenant_id"] + "/v2.0");
  CHECK(claims.at("azp") == kPublic);
  CHECK(claims.at("azpacr") == "0");
  CHECK(claims.at("scp") == "data.read");
  CHECK(claims.at("oid") == kAdaId);
  CHECK(claims.at("tid") == sandbox["tenant_id"]);
  CHECK(claims.at("preferred_username") == kAda);
  CHECK(claims.at("name") == "Ada Lovelace");
  CHECK(claims.at("ver") == "2.0");
  CHECK(claims.at("iat").get<long long>() >= before);
  CHECK(claims.at("exp").get<long long>() == claims.at("iat").get<long long>() + 3600);
  CHECK_FALSE(claims.contains("roles"));
  CHECK_FALSE(claims.contains("acrs"));

  const auto identity = claims_in(response.body, "id_token");
  CHECK(identity.at("aud") == kPublic);
  CHECK(identity.at("iss") == claims.at("iss"));
  CHECK(identity.at("nonce") == "n-1");
  CHECK(identity.at("oid") == kAdaId);
  CHECK(identity.at("preferred_username") == kAda);
  CHECK(identity.at("sub") != claims.at("sub"));
  CHECK_FALSE(identity.contains("scp"));
  CHECK_FALSE(identity.contains("email"));

  const auto info = base64url_decode(response.body.at("client_info").get<std::string>());
  REQUIRE(info.has_value());
  CHECK(Json::parse(*info) == Json({{"uid", kAdaId}, {"utid", sandbox["tenant_id"]}}));
}

TEST_CASE("authorization code: the response has only the tokens and claims that were asked for") {
  const auto& sandbox = fresh_sandbox();
  const auto plain = tokens_for(sandbox, "api://sandbox-api/data.read", kBob);
  CHECK_FALSE(plain.contains("refresh_token"));
  CHECK_FALSE(plain.contains("id_token"));
  CHECK_FALSE(plain.contains("client_info"));
  CHECK(claims_in(plain).at("name") == "Bob Kahn");

  const auto whole = tokens_for(sandbox, "api://sandbox-api/.default email openid");
  CHECK(claims_in(whole).at("scp") == "data.read data.write");
  CHECK(whole.at("scope") ==
        "api://sandbox-api/data.read api://sandbox-api/data.write api://sandbox-api/.default "
        "openid email");
  const auto identity = claims_in(whole, "id_token");
  CHECK(identity.at("email") == kAda);
  CHECK_FALSE(identity.contains("nonce"));
  CHECK_FALSE(identity.contains("preferred_username"));

  const auto graph = tokens_for(sandbox, "openid profile");
  CHECK(claims_in(graph).at("aud") == "00000003-0000-0000-c000-000000000000");
  CHECK(claims_in(graph).at("scp") == "openid profile");

  const auto slash = tokens_for(sandbox, "https://slash.sandbox.example//user_impersonation");
  CHECK(claims_in(slash).at("aud") == "00000000-0000-0000-0000-0000000000a2");
}

TEST_CASE("authorization code: the token is for one API, by default the first of the sign-in") {
  const auto& sandbox = fresh_sandbox();
  const std::string both = "openid api://sandbox-api/data.read api://sandbox-middle-tier/.default";
  CHECK(claims_in(redeem_with(sandbox, "x", "", both).body).at("aud") == kSandboxApi);
  const auto second =
      redeem_with(sandbox, "scope", "api://sandbox-middle-tier/defaultaccess", both);
  CHECK(claims_in(second.body).at("aud") == kConfidential);
  CHECK_FALSE(second.body.contains("id_token"));
  const auto several = redeem_with(sandbox, "scope", both, both);
  CHECK(several.code() == 28000);
  CHECK(several.error() == "invalid_grant");
}

TEST_CASE("authorization code: a scope that the user was not asked for is refused") {
  const auto& sandbox = fresh_sandbox();
  for (const auto* scope : {"api://sandbox-api/data.write", "api://sandbox-api/.default",
                            "api://sandbox-middle-tier/defaultaccess", "email"}) {
    CAPTURE(scope);
    CHECK(redeem_with(sandbox, "scope", scope).code() == 70011);
  }
  CHECK(redeem_with(sandbox, "scope", "api://sandbox-api/other").code() == 650053);
  CHECK(redeem_with(sandbox, "scope", "api://other/.default").code() == 500011);
  CHECK(redeem_with(sandbox, "scope", "openid api://sandbox-api/data.read").status == 200);
}

TEST_CASE("authorization code: refused when it is redeemed again") {
  const auto& sandbox = fresh_sandbox();
  const auto request = code_request(sign_in(sandbox));
  CHECK(post_token(sandbox, request).status == 200);
  const auto again = post_token(sandbox, request);
  CHECK(again.code() == 54005);
  CHECK(again.error() == "invalid_grant");
  // An attempt of the right client that fails uses it up, too.
  const auto other = code_request(sign_in(sandbox));
  CHECK(post_token(sandbox, with(other, "code_verifier", std::string(43, 'x'))).code() == 501481);
  CHECK(post_token(sandbox, other).code() == 54005);
}

TEST_CASE("authorization code: refused after its lifetime") {
  const auto& sandbox = fresh_sandbox();
  sandbox.settings({{"authorization_code_lifetime", 0}});
  const auto response = post_token(sandbox, code_request(sign_in(sandbox)));
  CHECK(response.code() == 70008);
  CHECK(response.error() == "invalid_grant");
}

TEST_CASE("authorization code: refused with another client, redirect URI or tenant") {
  const auto& sandbox = fresh_sandbox();
  CHECK(redeem_with(sandbox, "code", "1.Axyz").code() == 70000);
  CHECK(redeem_with(sandbox, "code", "").code() == 900144);
  CHECK(redeem_with(sandbox, "redirect_uri", "").code() == 900144);
  for (const auto* uri : {"http://localhost:8400/", "http://localhost:8401", "http://localhost"}) {
    CHECK(redeem_with(sandbox, "redirect_uri", uri).code() == 500112);
  }
  CHECK(redeem_with(sandbox, "client_id", "unknown").code() == 700016);
  register_client(sandbox, "stranger", {{"public", true}});
  const auto code = sign_in(sandbox);
  CHECK(post_token(sandbox, with(code_request(code), "client_id", "stranger")).code() == 70000);
  CHECK(post_token(sandbox, code_request(code)).status == 200);
  CHECK(post_token(sandbox, code_request(sign_in(sandbox)), {}, "common").code() == 700005);
  CHECK(post_token(sandbox, code_request(sign_in(sandbox)), {}, "consumers").code() == 9001023);
  CHECK(post_token(sandbox, code_request(sign_in(sandbox)), {}, sandbox["tenant_id"]).status ==
        200);
  const auto common = callback_of(choose_user(sandbox, authorize_request(), kAda, "common"));
  CHECK(post_token(sandbox, code_request(common.at("code")), {}, "common").status == 200);
}

TEST_CASE("authorization code: a code_verifier that does not match the challenge is refused") {
  const auto& sandbox = fresh_sandbox();
  CHECK(redeem_with(sandbox, "code_verifier", "").code() == 50148);
  CHECK(redeem_with(sandbox, "code_verifier", std::string(kVerifier) + "x").code() == 501481);
  for (const auto& verifier : {std::string(42, 'a'), std::string(129, 'a'),
                               std::string(42, 'a') + "+", std::string(43, 'a') + " "}) {
    CAPTURE(verifier);
    const auto asked =
        with(authorize_request(), "code_challenge", base64url_encode(crypto::sha256(verifier)));
    CHECK(
        post_token(sandbox, with(code_request(sign_in(sandbox, asked)), "code_verifier", verifier))
            .code() == 501481);
  }
  const auto longest = std::string(127, '~') + ".";
  const auto asked =
      with(authorize_request(), "code_challenge", base64url_encode(crypto::sha256(longest)));
  CHECK(post_token(sandbox, with(code_request(sign_in(sandbox, asked)), "code_verifier", longest))
            .status == 200);
}

TEST_CASE("authorization code: a native client that sends a credential is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto response = redeem_with(sandbox, "client_secret", "x");
  CHECK(response.code() == 700025);
  CHECK(response.error() == "invalid_client");
  // The redirect URI decides, also where the client has a secret.
  register_client(sandbox, "both",
                  {{"secrets", {"s"}},
                   {"redirect_uris", {{{"uri", "http://localhost"}, {"platform", "native"}}}}});
  const auto asked = with(authorize_request(), "client_id", "both");
  const auto redeem = [&] {
    return with(code_request(sign_in(sandbox, asked)), "client_id", "both");
  };
  CHECK(post_token(sandbox, with(redeem(), "client_secret", "s")).code() == 700025);
  CHECK(post_token(sandbox, redeem()).status == 200);
}

TEST_CASE("authorization code: a web application without a credential is refused") {
  const auto& sandbox = fresh_sandbox();
  const auto redeem = [&] { return web_code_request(sign_in(sandbox, web_authorize_request())); };
  const auto good = post_token(sandbox, redeem());
  CHECK(good.status == 200);
  CHECK(claims_in(good.body).at("azpacr") == "1");
  const auto missing = post_token(sandbox, with(redeem(), "client_secret", ""));
  CHECK(missing.code() == 7000218);
  CHECK(missing.error() == "invalid_client");
  CHECK(post_token(sandbox, with(redeem(), "client_secret", "wrong")).code() == 7000215);
  const auto plain =
      with(with(web_authorize_request(), "code_challenge", ""), "code_challenge_method", "");
  const auto without_pkce = [&] { return web_code_request(sign_in(sandbox, plain)); };
  CHECK(post_token(sandbox, with(without_pkce(), "code_verifier", "")).status == 200);
  CHECK(post_token(sandbox, without_pkce()).code() == 501481);
}

TEST_CASE("authorization code: only single-page applications redeem with an Origin header") {
  const auto& sandbox = fresh_sandbox();
  register_client(sandbox, "page",
                  {{"redirect_uris", {{{"uri", "http://localhost"}, {"platform", "spa"}}}}});
  const auto asked = with(authorize_request(), "client_id", "page");
  const auto redeem = [&] {
    return with(code_request(sign_in(sandbox, asked)), "client_id", "page");
  };
  const Fields origin{{"Origin", "http://localhost:8400"}};
  CHECK(post_token(sandbox, redeem()).code() == 9002327);
  CHECK(post_token(sandbox, redeem(), origin).status == 200);
  CHECK(post_token(sandbox, code_request(sign_in(sandbox)), origin).code() == 9002326);
}

TEST_CASE("authorization code: claims from the sign-in and the token request are in the token") {
  const auto& sandbox = fresh_sandbox();
  const auto asked = with(authorize_request(), "claims",
                          R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})");
  const auto claims =
      claims_in(post_token(sandbox, with(code_request(sign_in(sandbox, asked)), "claims",
                                         R"({"access_token":{"xms_cc":{"values":["cp1"]},
                                   "nbf":{"essential":true,"value":"1604106651"}}})"))
                    .body);
  CHECK(claims.at("acrs") == Json::array({"c1"}));
  CHECK(claims.at("xms_cc") == Json::array({"cp1"}));
  for (const auto* wrong : {"x", "[]", R"({"access_token":{"acrs":"c1"}})",
                            R"({"access_token":{"xms_cc":{"values":"cp1"}}})"}) {
    const auto response = redeem_with(sandbox, "claims", wrong);
    CHECK(response.code() == 90100);
    CHECK(response.error() == "invalid_request");
  }
}
