// SPDX-License-Identifier: MIT
#include "profiles/keys/shown_values.hpp"

#include "profiles/keys/key_table.hpp"
#include "profiles/keys/profile_reader.hpp"
#include "profiles/toml/value.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::profiles;

namespace {

Profile read_body(const std::string& body) {
  const auto table = parse_toml("[p]\n" + body, "f");
  REQUIRE(table);
  auto found = read_profile((*table)[0], {.path = "f", .is_private = true});
  for (const auto& problem : found.problems) FAIL(problem.message);
  return std::move(found.profile);
}

std::string shown(const std::string& body) {
  std::string text;
  for (const auto& member : view_profile(read_body(body))) {
    text += member.key + " = " + write_toml(member.value) + "\n";
  }
  return text;
}

const std::string kEntra =
    "provider = \"entra\"\ncloud = \"usgov\"\ntenant_id = \"t\"\nclient_id = \"c\"\n"
    "scopes = [\"s\"]\nresource = \"r\"\nflow = \"interactive-browser\"\n"
    "auth_method = \"certificate\"\ncertificate_path = \"/c\"\nprivate_key_path = \"/k\"\n"
    "certificate_password = { env = \"P\" }\nsend_x5c = true\n"
    "token_endpoint_auth_signing_alg = \"RS256\"\nredirect_uri = \"http://localhost/x\"\n"
    "port = 8400\nprompt = \"login\"\nlogin_hint = \"me\"\ndomain_hint = \"d\"\n"
    "client_capabilities = [\"cp1\"]\nidentifier_uris = [\"api://x\"]\n"
    "token_endpoint = \"https://t.example/t\"\n"
    "authorization_endpoint = \"https://t.example/a\"\n"
    "device_authorization_endpoint = \"https://t.example/d\"\n"
    "jwks_uri = \"https://t.example/k\"\ngraph_endpoint = \"https://g.example\"\ncache = false\n"
    "min_validity = \"90s\"\ntimeout = \"5s\"\nproxy = \"http://p:1\"\nca_file = \"/ca\"\n"
    "extra_parameters = { audience = \"x\" }\n";
const std::string kMaskinporten =
    "provider = \"maskinporten\"\nclient_id = \"c\"\nresource = [\"r\"]\n"
    "flow = \"maskinporten\"\nauth_method = \"jwk\"\nprivate_key = { file = \"/k\" }\n"
    "key_id = \"k\"\nenvironment = \"test\"\nconsumer_org = \"123456789\"\n"
    "authorization_details = \"[{}]\"\n";
const std::string kTexas =
    "provider = \"texas\"\nflow = \"client-credentials\"\nidentity_provider = \"entra_id\"\n"
    "request_format = \"json\"\n";
const std::string kManaged =
    "provider = \"entra\"\nflow = \"managed-identity\"\nauth_method = \"managed-identity\"\n"
    "identity_resource_id = \"/x\"\n";

}  // namespace

TEST_CASE("view_profile: shows every key that is set, in the order of the table") {
  for (const auto& body : {kEntra, kMaskinporten, kTexas, kManaged}) CHECK(shown(body) == body);
}

TEST_CASE("view_profile: knows every key of the table") {
  const std::string client = "tenant_id = 't'\nclient_id = 'c'\n";
  const std::string all =
      "\n" + kEntra + kMaskinporten + kTexas + kManaged +
      shown(client +
            "authority = 'https://a.example'\nclient_secret = { fd = 3 }\n"
            "token_endpoint_auth_method = 'client_secret_basic'\n") +
      shown(client + "jwk = { command = ['x', 'y'] }\n") +
      shown(client + "federated = 'github'\n") +
      shown(client + "federated_token = { store = 'vault' }\n") +
      shown("provider = 'oidc'\nissuer = 'https://i.example'\nclient_id = 'c'\n") +
      shown("auth_method = 'managed-identity'\nidentity_object_id = 'o'\n");
  for (const auto& key : profile_keys()) {
    CAPTURE(key.name);
    CHECK(all.find("\n" + std::string(key.name) + " = ") != std::string::npos);
  }
}

TEST_CASE("view_profile: masks literal secrets and the user of a proxy") {
  const std::string client = "tenant_id = 't'\nclient_id = 'c'\n";
  const auto literal = shown(client + "client_secret = 'CANARY'\nproxy = 'http://u:CANARY@p:1'\n");
  CHECK(literal.find("CANARY") == std::string::npos);
  CHECK(literal.find("client_secret = \"********\"\n") != std::string::npos);
  CHECK(literal.find("proxy = \"http://********@p:1\"\n") != std::string::npos);
  CHECK(shown(client + "proxy = 'u:CANARY@p:1'\n").find("CANARY") == std::string::npos);
}
