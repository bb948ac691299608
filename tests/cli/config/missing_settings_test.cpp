// SPDX-License-Identifier: MIT
#include "cli/config/missing_settings.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::cli;

namespace {

profiles::TomlTable parsed(const std::string& text) {
  auto table = profiles::parse_toml(text, "f");
  REQUIRE(table);
  return *std::move(table);
}

std::vector<std::string> missing(const std::string& text, bool has_secret = false) {
  return missing_flags(parsed(text), has_secret);
}

using Flags = std::vector<std::string>;

}  // namespace

TEST_CASE("missing_flags: names what a profile lacks, by provider and credential") {
  const std::string client = "tenant_id = 't'\nclient_id = 'c'\n";
  CHECK(missing("") == Flags{"--tenant-id", "--client-id"});
  CHECK(missing(client).empty());
  CHECK(missing(client + "auth_method = 'ClientSecret'") ==
        Flags{"--client-secret-env, --client-secret-file or --client-secret-stdin"});
  CHECK(missing(client + "auth_method = 'ClientSecret'", true).empty());
  CHECK(missing(client + "auth_method = 'client-secret'\nclient_secret = 'x'").empty());
  CHECK(missing(client + "auth_method = 'certificate'") == Flags{"--certificate-path"});
  CHECK(missing(client + "auth_method = 'jwk'") == Flags{"--jwk-env or --jwk-file"});
  CHECK(missing(client + "auth_method = 'federated'") == Flags{"--federated-token-file"});
  CHECK(missing("auth_method = 'managed-identity'").empty());
  CHECK(missing("provider = 'texas'") == Flags{"--identity-provider"});
  CHECK(missing("provider = 'oidc'") == Flags{"--client-id", "--issuer"});
  CHECK(missing("provider = 'maskinporten'\nissuer = 'https://i'\nclient_id = 'c'") ==
        Flags{"--jwk-env, --jwk-file or --certificate-path"});
  CHECK(missing("provider = 'maskinporten'\nenvironment = 'test'\nclient_id = 'c'\njwk = 'x'")
            .empty());
  CHECK(missing("provider = 'maskinporten'") ==
        Flags{"--client-id", "--jwk-env, --jwk-file or --certificate-path", "--environment"});
  CHECK(missing(client + "flow = 'client-credentials'") ==
        Flags{"--client-secret-env, --client-secret-file, --client-secret-stdin, "
              "--certificate-path, --jwk-env, --jwk-file or --federated-token-file"});
}

TEST_CASE("auth_method_of: the method that is set, else the one that the credential means") {
  CHECK(auth_method_of(parsed("auth_method = 'ClientSecret'")) == "client-secret");
  CHECK(auth_method_of(parsed("client_secret = { env = 'X' }")) == "client-secret");
  CHECK(auth_method_of(parsed("private_key = { env = 'X' }")) == "jwk");
  CHECK(auth_method_of(parsed("tenant_id = 't'")).empty());
}
