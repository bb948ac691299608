// SPDX-License-Identifier: MIT
#include "profiles/environment/azure.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <map>

using namespace entra_auth;
using namespace entra_auth::profiles;
using Catch::Matchers::Contains;

namespace {

using Variables = std::vector<std::string>;

const Variables kIdentity = {"AZURE_TENANT_ID=tenant.example", "AZURE_CLIENT_ID=client"};
const Variables kPipelineIdentity = {"AZURESUBSCRIPTION_TENANT_ID=pipeline.example",
                                     "AZURESUBSCRIPTION_CLIENT_ID=pipeline-client"};

/// Every credential of env:azure, in the order in which they win.
struct Group {
  const char* name;
  Variables variables;
  std::function<bool(const Profile&)> is_used;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"secret",
       {"AZURE_CLIENT_SECRET=s"},
       [](const Profile& p) { return p.auth_method == AuthMethod::client_secret; }},
      {"certificate",
       {"AZURE_CLIENT_CERTIFICATE_PATH=/c.pem"},
       [](const Profile& p) { return p.auth_method == AuthMethod::certificate; }},
      {"workload identity",
       {"AZURE_FEDERATED_TOKEN_FILE=/token"},
       [](const Profile& p) {
         return p.federated && std::holds_alternative<FileSecret>(*p.federated);
       }},
      {"GitHub",
       {"ACTIONS_ID_TOKEN_REQUEST_URL=https://ci.example/?v=1", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=t"},
       [](const Profile& p) {
         return p.federated && std::holds_alternative<GitHubAssertion>(*p.federated);
       }},
      {"Azure Pipelines",
       {"SYSTEM_OIDCREQUESTURI=https://dev.example/t", "SYSTEM_ACCESSTOKEN=t",
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID=id"},
       [](const Profile& p) {
         return p.federated && std::holds_alternative<AzurePipelinesAssertion>(*p.federated);
       }},
  };
  return all;
}

Variables operator+(Variables left, const Variables& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Result<Profile> make(const Variables& variables, const std::string& assertion_variable = {}) {
  return azure_profile("env:azure", os::Environment(variables), assertion_variable);
}

/// Profile, and the message that stands in its place where there is none.
std::string outcome(const Variables& variables) {
  const auto profile = make(variables);
  return profile ? "profile" : profile.error().message;
}

}  // namespace

TEST_CASE("env:azure: each credential makes a profile together with client and tenant") {
  for (const auto& group : groups()) {
    CAPTURE(group.name);
    const auto profile = make(kIdentity + group.variables);
    REQUIRE(profile);
    CHECK(group.is_used(*profile));
    CHECK(profile->name == "env:azure");
    CHECK(profile->flow == Flow::client_credentials);
    CHECK(profile->client_id == "client");
    CHECK(profile->tenant_id == "tenant.example");
    CHECK(profile->authority.empty());
  }
}

TEST_CASE(
    "env:azure: of two credentials, uses the first in the order of the SDKs and nothing else") {
  for (std::size_t first = 0; first < groups().size(); ++first) {
    for (std::size_t second = first + 1; second < groups().size(); ++second) {
      CAPTURE(groups()[first].name, groups()[second].name);
      const auto profile = make(kIdentity + groups()[second].variables + groups()[first].variables);
      REQUIRE(profile);
      CHECK(groups()[first].is_used(*profile));
      CHECK_FALSE(groups()[second].is_used(*profile));
      const int credentials = (profile->client_secret ? 1 : 0) +
                              (profile->certificate_path.empty() ? 0 : 1) +
                              (profile->federated ? 1 : 0);
      CHECK(credentials == 1);
    }
  }
}

TEST_CASE("env:azure: names each missing variable") {
  for (const auto& group : groups()) {
    const auto all = kIdentity + group.variables;
    for (const auto& missing : all) {
      const auto name = missing.substr(0, missing.find('='));
      Variables rest;
      for (const auto& variable : all) {
        if (variable != missing) rest.push_back(variable);
      }
      CAPTURE(group.name, name);
      const auto profile = make(rest);
      REQUIRE_FALSE(profile);
      CHECK(profile.error().kind == ErrorKind::invalid_configuration);
      // Without its first variable nothing says that a group was meant.
      const bool is_whole_group = (group.variables.size() == 1 && missing == group.variables[0]) ||
                                  name == "SYSTEM_OIDCREQUESTURI";
      if (is_whole_group) {
        CHECK_THAT(profile.error().message, Contains("no credential is set"));
        CHECK_THAT(profile.error().hints.at(0), Contains("AZURE_CLIENT_SECRET"));
      } else {
        CHECK_THAT(profile.error().message, Contains("variable " + name));
      }
    }
  }
}

TEST_CASE("env:azure: a job without the id-token permission gets a hint") {
  const auto profile = make(kIdentity + Variables{"GITHUB_ACTIONS=true"});
  REQUIRE_FALSE(profile);
  CHECK_THAT(profile.error().hints.at(0), Contains("id-token: write"));
}

TEST_CASE("env:azure: client and tenant of Azure Pipelines are used only if AZURE_* sets neither") {
  const auto& pipelines = groups()[4].variables;
  const auto own = make(kPipelineIdentity + pipelines);
  REQUIRE(own);
  CHECK(own->client_id == "pipeline-client");
  CHECK(own->tenant_id == "pipeline.example");
  const auto both = make(kPipelineIdentity + kIdentity + pipelines);
  REQUIRE(both);
  CHECK(both->client_id == "client");
  CHECK(both->tenant_id == "tenant.example");
  CHECK_THAT(outcome(kPipelineIdentity + pipelines + Variables{kIdentity[0]}),
             Contains("AZURE_CLIENT_ID"));
  CHECK_THAT(outcome(kPipelineIdentity + pipelines + Variables{kIdentity[1]}),
             Contains("AZURE_TENANT_ID"));
  // They belong to the pipeline's assertion and to nothing else.
  CHECK_THAT(outcome(kPipelineIdentity + groups()[0].variables), Contains("AZURE_CLIENT_ID"));
}

TEST_CASE("env:azure: ignores the variables of Nais") {
  CHECK_THAT(outcome({"AZURE_APP_CLIENT_ID=c", "AZURE_APP_CLIENT_SECRET=s",
                      "AZURE_APP_TENANT_ID=tenant.example"}),
             Contains("no credential is set"));
}

TEST_CASE("env:azure: password and chain of a certificate are used with it") {
  const auto profile = make(kIdentity + Variables{"AZURE_CLIENT_CERTIFICATE_PATH=/c.pfx",
                                                  "AZURE_CLIENT_CERTIFICATE_PASSWORD=p",
                                                  "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN=true"});
  REQUIRE(profile);
  CHECK(profile->certificate_path == "/c.pfx");
  CHECK(std::get<EnvironmentSecret>(*profile->certificate_password).variable ==
        "AZURE_CLIENT_CERTIFICATE_PASSWORD");
  CHECK(profile->send_x5c);
}

TEST_CASE("env:azure: the authority may be a host or a URL, with or without a slash") {
  const auto authority = [](const std::string& value) {
    const auto profile =
        make(kIdentity + groups()[0].variables + Variables{"AZURE_AUTHORITY_HOST=" + value});
    return profile ? profile->authority : "refused: " + profile.error().message;
  };
  CHECK(authority("https://login.microsoftonline.us/") == "https://login.microsoftonline.us");
  CHECK(authority("login.microsoftonline.us") == "https://login.microsoftonline.us");
  CHECK(authority("http://127.0.0.1:1") == "http://127.0.0.1:1");
  for (const char* bad : {"http://login.example", "https://a b", "https://u@evil.example",
                          "https://login.example/?x=1", "file:///etc"}) {
    CAPTURE(bad);
    CHECK_THAT(authority(bad), Contains("AZURE_AUTHORITY_HOST"));
  }
}

TEST_CASE("env:azure: refuses a client or tenant that could change a URL") {
  CHECK_THAT(
      outcome(groups()[0].variables + Variables{"AZURE_TENANT_ID=../../evil", "AZURE_CLIENT_ID=c"}),
      Contains("AZURE_TENANT_ID is not a tenant"));
  CHECK_THAT(outcome(groups()[0].variables +
                     Variables{"AZURE_TENANT_ID=t.example", "AZURE_CLIENT_ID=a b"}),
             Contains("AZURE_CLIENT_ID is not a client id"));
}

TEST_CASE("env:azure/VARIABLE: reads the assertion from that variable, whatever else is set") {
  const auto profile =
      make(kIdentity + groups()[0].variables + Variables{"MY_TOKEN=jwt"}, "MY_TOKEN");
  REQUIRE(profile);
  CHECK(profile->auth_method == AuthMethod::federated);
  CHECK(std::get<EnvironmentSecret>(*profile->federated).variable == "MY_TOKEN");
  CHECK_FALSE(profile->client_secret);
  const auto missing = make(kIdentity + groups()[0].variables, "MY_TOKEN");
  REQUIRE_FALSE(missing);
  CHECK_THAT(missing.error().message, Contains("variable MY_TOKEN is not set"));
}
