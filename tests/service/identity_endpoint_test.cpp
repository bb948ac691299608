// SPDX-License-Identifier: MIT
#include "service/identity_endpoint.hpp"

#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;
using Catch::Matchers::Contains;
using oauth::IdentityHost;

namespace {

using Variables = std::vector<std::string>;
constexpr const char* kNoAgent = "/nonexistent/himds";

Result<service::IdentityEndpoint> find(const Variables& variables) {
  return service::find_identity_endpoint(os::Environment(variables), kNoAgent);
}

}  // namespace

TEST_CASE("find_identity_endpoint: the variables identify the host") {
  struct Row {
    Variables variables;
    IdentityHost host;
    const char* url;
  };
  const auto row =
      GENERATE(Row{{}, IdentityHost::imds, "http://169.254.169.254/metadata/identity/oauth2/token"},
               Row{{"AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:9/"},
                   IdentityHost::imds,
                   "http://127.0.0.1:9/metadata/identity/oauth2/token"},
               Row{{"IDENTITY_ENDPOINT=http://127.0.0.1:1/msi/token", "IDENTITY_HEADER=h"},
                   IdentityHost::app_service,
                   "http://127.0.0.1:1/msi/token"},
               Row{{"IDENTITY_ENDPOINT=http://169.254.129.2:8081/msi/token", "IDENTITY_HEADER=h",
                    "IMDS_ENDPOINT=http://localhost:40342"},
                   IdentityHost::app_service,
                   "http://169.254.129.2:8081/msi/token"},
               Row{{"IDENTITY_ENDPOINT=http://localhost:40342/metadata/identity/oauth2/token",
                    "IMDS_ENDPOINT=http://localhost:40342"},
                   IdentityHost::azure_arc,
                   "http://localhost:40342/metadata/identity/oauth2/token"},
               Row{{"MSI_ENDPOINT=http://localhost:50342/oauth2/token"},
                   IdentityHost::cloud_shell,
                   "http://localhost:50342/oauth2/token"},
               Row{{"IDENTITY_ENDPOINT=http://127.0.0.1:1/a", "IDENTITY_HEADER=h",
                    "MSI_ENDPOINT=http://127.0.0.1:2/b"},
                   IdentityHost::app_service,
                   "http://127.0.0.1:1/a"});
  const auto found = find(row.variables);
  REQUIRE(found);
  CHECK(found->host == row.host);
  CHECK(found->url == row.url);
}

TEST_CASE("find_identity_endpoint: Azure Arc is recognised by its agent") {
  const test::TempDir dir;
  const auto agent = dir.write("himds", "");
  const auto found = service::find_identity_endpoint(os::Environment(Variables{}), agent);
  REQUIRE(found);
  CHECK(found->host == IdentityHost::azure_arc);
  CHECK(found->url == "http://127.0.0.1:40342/metadata/identity/oauth2/token");
}

TEST_CASE("find_identity_endpoint: unsupported hosts and unsuitable addresses are named") {
  const auto [variables, part] = GENERATE(table<Variables, std::string>({
      {{"IDENTITY_ENDPOINT=https://localhost:2377/x", "IDENTITY_HEADER=h",
        "IDENTITY_SERVER_THUMBPRINT=T"},
       "Service Fabric"},
      {{"MSI_ENDPOINT=http://127.0.0.1:1/x", "MSI_SECRET=s"}, "Machine Learning"},
      {{"IDENTITY_ENDPOINT=http://127.0.0.1:1/x"}, "IDENTITY_HEADER"},
      {{"IDENTITY_ENDPOINT=http://evil.example/x", "IDENTITY_HEADER=h"}, "IDENTITY_ENDPOINT"},
      {{"IDENTITY_ENDPOINT=http://169.254.evil.example/x", "IDENTITY_HEADER=h"},
       "IDENTITY_ENDPOINT"},
      {{"IDENTITY_ENDPOINT=file:///etc/passwd", "IDENTITY_HEADER=h"}, "IDENTITY_ENDPOINT"},
      {{"MSI_ENDPOINT=http://10.0.0.1/x"}, "MSI_ENDPOINT"},
      {{"AZURE_POD_IDENTITY_AUTHORITY_HOST=http://10.0.0.1"}, "AZURE_POD_IDENTITY_AUTHORITY_HOST"},
  }));
  const auto found = find(variables);
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == ErrorKind::invalid_configuration);
  CHECK_THAT(found.error().message, Contains(part));
  CHECK_FALSE(found.error().hints.empty());
}

TEST_CASE("read_arc_challenge: only a small key file in the agent's folder is read") {
  const test::TempDir dir;
  dir.write("1.key", "secret");
  dir.write("big.key", std::string(5000, 'x'));
  dir.write("other.txt", "secret");
  const auto read = [&](const std::string& path) {
    return service::read_arc_challenge(path, dir.path());
  };
  const auto good = read((dir / "1.key").string());
  REQUIRE(good);
  CHECK(good->expose() == "secret");
  for (const auto& path :
       {(dir / "big.key").string(), (dir / "other.txt").string(), (dir / "absent.key").string(),
        dir.path().string() + "/../" + dir.path().filename().string() + "/1.key",
        dir.path().string() + "/sub/1.key", std::string("/etc/passwd"), std::string("1.key"),
        std::string()}) {
    CAPTURE(path);
    const auto refused = read(path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::secret_unavailable);
  }
}
