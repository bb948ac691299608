// SPDX-License-Identifier: MIT
#include "cli/config/profile_flags.hpp"

#include "profiles/keys/key_table.hpp"
#include "profiles/toml/value.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::cli;

namespace {

using Typed = std::vector<std::pair<std::string, std::vector<std::string>>>;

Result<profiles::TomlTable> read(const Typed& typed) {
  ProfileFlagValues flags;
  flags.values.resize(profile_flags().size());
  for (const auto& [flag, texts] : typed) {
    for (std::size_t i = 0; i < profile_flags().size(); ++i) {
      if (profile_flags()[i].flag == flag) flags.values[i] = texts;
    }
  }
  return read_profile_flags(flags);
}

std::string written(const Typed& typed) {
  const auto settings = read(typed);
  if (!settings) return "error: " + settings.error().message;
  std::string text;
  for (const auto& member : *settings) {
    text += member.key + " = " + profiles::write_toml(member.value) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("profile_flags: every flag is for a known key") {
  for (const auto& flag : profile_flags()) {
    CAPTURE(flag.flag);
    CHECK(profiles::find_profile_key(flag.key) != nullptr);
  }
  CHECK(flag_of("tenant_id") == "--tenant-id");
  CHECK(flag_of("client_secret") == "--client-secret-env");
  CHECK(flag_of("ca_file").empty());
}

TEST_CASE("read_profile_flags: makes values in the order of the key table") {
  CHECK(written({{"--scope", {"a b", "c,d"}},
                 {"--client-id", {"c"}},
                 {"--tenant-id", {"t"}},
                 {"--provider", {"ENTRA"}}}) ==
        "provider = \"entra\"\ntenant_id = \"t\"\nclient_id = \"c\"\n"
        "scopes = [\"a\", \"b\", \"c\", \"d\"]\n");
  CHECK(written({{"--auth-method", {"ClientSecret"}}, {"--client-secret-env", {"X"}}}) ==
        "auth_method = \"client-secret\"\nclient_secret = { env = \"X\" }\n");
  CHECK(written({{"--flow", {"obo"}}}) == "flow = \"on-behalf-of\"\n");
}

TEST_CASE("read_profile_flags: makes paths absolute, except those that begin with ~") {
  CHECK(written({{"--certificate-path", {"~/c.pem"}}}) == "certificate_path = \"~/c.pem\"\n");
  CHECK(written({{"--certificate-path", {"/a/../c.pem"}}}) == "certificate_path = \"/c.pem\"\n");
  CHECK(written({{"--client-secret-file", {"s"}}}) ==
        "client_secret = { file = \"" + (std::filesystem::current_path() / "s").native() +
            "\" }\n");
}

TEST_CASE("read_profile_flags: refuses a value that the key cannot have, and names the flag") {
  for (const auto& [typed, words] : std::vector<std::pair<Typed, std::string>>{
           {{{"--tenant-id", {"a b"}}}, "--tenant-id: tenant_id is not a tenant"},
           {{{"--tenant-id", {""}}}, "--tenant-id: tenant_id is empty"},
           {{{"--tenant-id", {"a", "b"}}}, "--tenant-id is given twice"},
           {{{"--tenant-id", {"\xff"}}}, "--tenant-id: not UTF-8"},
           {{{"--flow", {"nonsense"}}}, "--flow: flow must be"},
           {{{"--scope", {" , "}}}, "--scope: scopes is empty"},
           {{{"--client-secret-env", {"$X"}}}, "--client-secret-env: client_secret.env must be"},
           {{{"--jwk-env", {"X"}}, {"--jwk-file", {"x"}}}, "--jwk-file is a second flag for jwk"},
           {{{"--consumer-org", {"12"}}}, "--consumer-org: consumer_org must be"}}) {
    CAPTURE(words);
    const auto settings = read(typed);
    REQUIRE_FALSE(settings);
    CHECK(settings.error().kind == ErrorKind::usage);
    CHECK(settings.error().message.starts_with(words));
  }
}
