// SPDX-License-Identifier: MIT
#include "secrets/secret_source.hpp"

#include "secrets/vault_fixture.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr std::size_t kMax = 64 * 1024;

Deadline soon(std::chrono::milliseconds duration = std::chrono::seconds(20)) {
  return std::chrono::steady_clock::now() + duration;
}

os::Environment environment_with(std::vector<std::string> entries) {
  entries.emplace_back("PATH=/usr/bin:/bin");
  return os::Environment(std::move(entries));
}

Result<Secret> read(const SecretReference& reference, std::vector<std::string> entries = {}) {
  const auto environment = environment_with(std::move(entries));
  return SecretSource(environment, soon()).read(reference, "client_secret");
}

std::string version(const SecretReference& reference, std::vector<std::string> entries = {}) {
  const auto environment = environment_with(std::move(entries));
  return std::string(SecretSource(environment, soon()).version(reference).expose());
}

/// The read end of a pipe that holds `bytes`.
int pipe_with(std::string_view bytes) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) > 0);
  REQUIRE(::write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  ::close(ends[1]);
  return ends[0];
}

CommandSecret shell(std::string script) { return {{"sh", "-c", std::move(script)}}; }

}  // namespace

TEST_CASE("SecretSource: reads an environment variable") {
  const auto secret = read(EnvironmentSecret{"MY_SECRET"}, {"MY_SECRET=a+&%=~ ø\n"});
  REQUIRE(secret);
  CHECK(secret->expose() == "a+&%=~ ø\n");  // a variable is taken exactly as it is
}

TEST_CASE("SecretSource: names a variable that is not set or empty") {
  const auto unset = read(EnvironmentSecret{"MY_SECRET"});
  REQUIRE_FALSE(unset);
  CHECK(unset.error().kind == ErrorKind::secret_unavailable);
  CHECK(unset.error().message == "client_secret: environment variable MY_SECRET is not set");
  CHECK(unset.error().hints == std::vector<std::string>{"export MY_SECRET=…"});
  const auto empty = read(EnvironmentSecret{"MY_SECRET"}, {"MY_SECRET="});
  REQUIRE_FALSE(empty);
  CHECK(empty.error().kind == ErrorKind::secret_unavailable);
  CHECK(empty.error().message == "client_secret: environment variable MY_SECRET is empty");
}

TEST_CASE("SecretSource: removes one line break from a file, a command or a descriptor") {
  struct Case {
    std::string given, expected;
  };
  const std::vector<Case> cases = {
      {"s3cret", "s3cret"},           {"s3cret\n", "s3cret"},       {"s3cret\r\n", "s3cret"},
      {"s3cret\n\n", "s3cret\n"},     {"s3cret\r", "s3cret\r"},     {" s3cret \n", " s3cret "},
      {"two\nlines\n", "two\nlines"}, {"s3cret\n\r\n", "s3cret\n"},
  };
  const test::TempDir dir;
  for (const auto& [given, expected] : cases) {
    CAPTURE(given);
    const auto path = dir.write("secret", given);
    const auto from_file = read(FileSecret{path});
    REQUIRE(from_file);
    CHECK(from_file->expose() == expected);

    const auto from_command = read(CommandSecret{{"cat", path}});
    REQUIRE(from_command);
    CHECK(from_command->expose() == expected);

    const int fd = pipe_with(given);
    const auto from_descriptor = read(DescriptorSecret{fd});
    ::close(fd);
    REQUIRE(from_descriptor);
    CHECK(from_descriptor->expose() == expected);
  }
}

TEST_CASE("SecretSource: empty, too large and binary secrets are errors, whatever the source") {
  struct Case {
    std::string given, message;
  };
  const std::string binary("canary-77\0x", 11);
  const std::vector<Case> cases = {
      {"", " contains an empty secret"},
      {"\n", " contains an empty secret"},
      {std::string(kMax + 1, 'x'), " contains more than 64 KiB"},
      {binary, " contains a NUL byte"},
  };
  const test::TempDir dir;
  for (const auto& [given, message] : cases) {
    CAPTURE(message);
    const auto path = dir.write("secret", given);
    const int fd = pipe_with(given);
    const std::vector<SecretReference> references = {FileSecret{path}, CommandSecret{{"cat", path}},
                                                     DescriptorSecret{fd},
                                                     LiteralSecret{Secret(given)}};
    for (const auto& reference : references) {
      const bool is_literal = std::holds_alternative<LiteralSecret>(reference);
      if (is_literal && given == "\n") continue;  // a literal is taken exactly as it is
      const auto secret = read(reference);
      REQUIRE_FALSE(secret);
      CHECK(secret.error().kind == ErrorKind::secret_unavailable);
      CHECK(secret.error().message == "client_secret: " + describe(reference) + message);
    }
    ::close(fd);
  }
}

TEST_CASE("SecretSource: accepts exactly 64 KiB, with and without a line break") {
  const test::TempDir dir;
  const std::string largest(kMax, 'x');
  for (const std::string end : {"", "\n", "\r\n"}) {
    const auto secret = read(FileSecret{dir.write("secret", largest + end)});
    REQUIRE(secret);
    CHECK(secret->expose() == largest);
  }
}

TEST_CASE("SecretSource: stops reading output that is far too large") {
  const test::TempDir dir;
  const auto huge = dir.write("huge", "");
  std::filesystem::resize_file(huge, 1ULL << 40U);
  const auto from_file = read(FileSecret{huge});
  REQUIRE_FALSE(from_file);
  CHECK(from_file.error().kind == ErrorKind::secret_unavailable);
  const auto from_command = read(CommandSecret{{"yes", "canary-3b"}});
  REQUIRE_FALSE(from_command);
  CHECK(from_command.error().kind == ErrorKind::secret_unavailable);
  CHECK(from_command.error().message.find("canary-3b") == std::string::npos);
  const auto from_device = read(FileSecret{"/dev/zero"});
  REQUIRE_FALSE(from_device);
  CHECK(from_device.error().kind == ErrorKind::secret_unavailable);
}

TEST_CASE("SecretSource: expands ~ in a path, and nothing else") {
  const test::TempDir dir;
  dir.write("secret", "s3cret");
  dir.write("$HOME", "literally");
  const std::string home = "HOME=" + dir.path().native();
  const auto secret = read(FileSecret{"~/secret"}, {home});
  REQUIRE(secret);
  CHECK(secret->expose() == "s3cret");
  const auto literally = read(FileSecret{dir.path().native() + "/$HOME"}, {home});
  REQUIRE(literally);
  CHECK(literally->expose() == "literally");
}

TEST_CASE("SecretSource: an unreadable file is named together with the key") {
  const auto secret = read(FileSecret{"/nonexistent/secret"});
  REQUIRE_FALSE(secret);
  CHECK(secret.error().kind == ErrorKind::secret_unavailable);
  CHECK(secret.error().message.starts_with("client_secret: "));
  CHECK(secret.error().message.find("/nonexistent/secret") != std::string::npos);
}

TEST_CASE("SecretSource: runs a command without a shell, in the caller's environment") {
  const auto plain = read(CommandSecret{{"printf", "%s", "$HOME;`id`"}});
  REQUIRE(plain);
  CHECK(plain->expose() == "$HOME;`id`");
  const auto inherited = read(shell("printf %s \"$ONLY_HERE\""), {"ONLY_HERE=yes"});
  REQUIRE(inherited);
  CHECK(inherited->expose() == "yes");
}

TEST_CASE("SecretSource: expands ~ in the program of a command") {
  const test::TempDir dir;
  dir.write("bin/helper", "#!/bin/sh\nprintf 's3cret %s' \"$1\"\n", 0700);
  const auto secret = read(CommandSecret{{"~/bin/helper", "~/x"}}, {"HOME=" + dir.path().native()});
  REQUIRE(secret);
  CHECK(secret->expose() == "s3cret ~/x");
}

TEST_CASE("SecretSource: a failed command is named without its arguments and output") {
  struct Case {
    CommandSecret command;
    std::string message;
  };
  const std::vector<Case> cases = {
      {shell("echo canary-91; exit 3"), "client_secret: command sh failed with exit status 3"},
      {shell("echo canary-91; kill -9 $$"),
       "client_secret: command sh failed with exit status 137"},
      {{{"/nonexistent/helper", "canary-91"}}, "client_secret: "},
  };
  for (const auto& [command, message] : cases) {
    const auto secret = read(command);
    REQUIRE_FALSE(secret);
    CHECK(secret.error().kind == ErrorKind::secret_unavailable);
    CHECK(secret.error().message.starts_with(message));
    CHECK(secret.error().message.find(command.argv[0]) != std::string::npos);
    CHECK(secret.error().message.find("canary-91") == std::string::npos);
  }
}

TEST_CASE("SecretSource: a command that does not end is a timeout") {
  const auto environment = environment_with({});
  const SecretSource source(environment, soon(std::chrono::milliseconds(50)));
  const auto secret = source.read(CommandSecret{{"sleep", "60"}}, "jwk");
  REQUIRE_FALSE(secret);
  CHECK(secret.error().kind == ErrorKind::timeout);
  CHECK(secret.error().message == "jwk: command sleep did not finish in time");
  CHECK_FALSE(secret.error().hints.empty());
}

TEST_CASE("SecretSource: for a closed descriptor says how to open it") {
  const auto secret = read(DescriptorSecret{987});
  REQUIRE_FALSE(secret);
  CHECK(secret.error().kind == ErrorKind::secret_unavailable);
  CHECK(secret.error().hints ==
        std::vector<std::string>{"open it when starting entra-auth-cli, e.g. 987<FILE"});
}

TEST_CASE("SecretSource: reads a stored secret from the named store only") {
  const test::VaultFixture fixture({"ENTRA_AUTH_CLI_VAULT_PASSPHRASE=p4ss"});
  const auto vault = fixture.with("p4ss");
  REQUIRE(vault.init());
  const SecretItem item{"/etc/profiles.toml", "api", "client_secret"};
  REQUIRE(vault.put(item, Secret("hush")));
  REQUIRE(fixture.locked().lock());
  const SecretSource source(fixture.environment(), soon());
  const auto secret = source.read(StoredSecret{"vault", item}, "client_secret");
  REQUIRE(secret);
  CHECK(secret->expose() == "hush");
  const auto elsewhere = source.read(StoredSecret{"keyring", item}, "client_secret");
  REQUIRE_FALSE(elsewhere);
  CHECK(elsewhere.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(elsewhere.error().message, StartsWith("client_secret: no session bus"));
}

TEST_CASE("SecretSource: names the owner of a missing stored secret and says how to store it") {
  const test::VaultFixture fixture({"ENTRA_AUTH_CLI_VAULT_PASSPHRASE=p4ss"});
  REQUIRE(fixture.with("p4ss").init());
  const SecretSource source(fixture.environment(), soon());
  const auto missing = [&](const std::string& key) {
    const auto secret = source.read(StoredSecret{"vault", {"/etc/p.toml", "api", key}}, key);
    REQUIRE_FALSE(secret);
    CHECK(secret.error().kind == ErrorKind::secret_unavailable);
    CHECK(secret.error().message ==
          key + ": the vault has no " + key + " for profile api of /etc/p.toml");
    REQUIRE(secret.error().hints.size() == 1);
    return secret.error().hints[0];
  };
  CHECK_THAT(missing("client_secret"),
             Contains("config edit api --client-secret-stdin --store vault"));
  CHECK_THAT(missing("certificate_password"),
             Contains("config edit api --certificate-password-stdin --store vault"));
  CHECK_THAT(missing("jwk"), Contains("{ file = "));
}

TEST_CASE("SecretSource: for a vault that cannot be opened says how to open it") {
  const test::VaultFixture fixture;
  REQUIRE(fixture.with("p4ss").init());
  REQUIRE(fixture.locked().lock());
  const SecretSource source(fixture.environment(), soon());
  const auto secret =
      source.read(StoredSecret{"vault", {"/etc/p.toml", "api", "client_secret"}}, "client_secret");
  REQUIRE_FALSE(secret);
  CHECK(secret.error().kind == ErrorKind::secret_unavailable);
  CHECK_THAT(secret.error().hints.back(), Contains("config vault unlock"));
}

TEST_CASE("SecretSource: a literal is its own value") {
  const auto secret = read(LiteralSecret{Secret("s3cret\n")});
  REQUIRE(secret);
  CHECK(secret->expose() == "s3cret\n");
}

TEST_CASE("SecretSource version: differs once the secret may have changed") {
  const EnvironmentSecret variable{"S"};
  CHECK(version(variable, {"S=1"}) == version(variable, {"S=1"}));
  CHECK(version(variable, {"S=1"}) != version(variable, {"S=2"}));
  CHECK(version(EnvironmentSecret{"T"}, {"T=1"}) != version(variable, {"S=1"}));

  const test::TempDir dir;
  const FileSecret file{dir.write("secret", "one")};
  const auto before = version(file);
  CHECK(version(file) == before);
  dir.write("other", "two");
  std::filesystem::rename(dir / "other", dir / "secret");
  CHECK(version(file) != before);

  CHECK(version(LiteralSecret{Secret("a")}) != version(LiteralSecret{Secret("b")}));
  CHECK(version(CommandSecret{{"a", "bc"}}) != version(CommandSecret{{"ab", "c"}}));
  CHECK(version(DescriptorSecret{3}) != version(DescriptorSecret{4}));
  CHECK(version(StoredSecret{"vault", {}}) != version(StoredSecret{"keyring", {}}));
}

TEST_CASE("SecretSource version: runs no command and reads no descriptor") {
  const test::TempDir dir;
  (void)version(shell("touch " + (dir / "ran").native()));
  CHECK_FALSE(std::filesystem::exists(dir / "ran"));
  const int fd = pipe_with("s3cret");
  (void)version(DescriptorSecret{fd});
  const std::string path = "/dev/fd/" + std::to_string(fd);
  const auto first = version(FileSecret{path});
  char byte = 0;
  CHECK(::read(fd, &byte, 1) == 1);
  ::close(fd);
  // Every process substitution is another pipe; that alone must not look like another secret.
  const int other = pipe_with("s3cret");
  if (other == fd) CHECK(version(FileSecret{path}) == first);
  ::close(other);
}

TEST_CASE("describe: a described reference contains no secret") {
  CHECK(describe(EnvironmentSecret{"MY_SECRET"}) == "environment variable MY_SECRET");
  CHECK(describe(FileSecret{"~/s.txt"}) == "file ~/s.txt");
  CHECK(describe(CommandSecret{{"pass", "show", "canary"}}) == "command pass");
  CHECK(describe(DescriptorSecret{3}) == "file descriptor 3");
  CHECK(describe(StoredSecret{"vault", {}}) == "the vault");
  CHECK(describe(LiteralSecret{Secret("canary")}) == "the profile file");
}
