// SPDX-License-Identifier: MIT
#include "secrets/passphrase.hpp"

#include "support/temp_dir.hpp"
#include "support/terminal_session.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;
using test::TerminalSession;

namespace {

constexpr std::string_view kVariable = "THE_PASSPHRASE";
constexpr std::string_view kWhat = "the vault's passphrase";

PassphraseOptions options_with(PassphraseOptions options = {}) {
  options.variable = kVariable;
  options.credential = "tool.vault";
  if (options.no_prompt_reason.empty()) options.no_prompt_reason = "CI is set";
  options.flag = "passphrase";
  return options;
}

Result<Secret> read(const PassphraseOptions& options, std::vector<std::string> entries = {}) {
  const os::Environment environment(std::move(entries));
  auto old = read_passphrase(options, environment, kWhat);
  if (options.fd) return old;  // can be read once
  const auto fresh = read_new_passphrase(options, environment, kWhat);
  CHECK(old.has_value() == fresh.has_value());
  if (old) CHECK(old->expose() == fresh->expose());
  return old;
}

std::string text_of(const Result<Secret>& passphrase) {
  return passphrase ? std::string(passphrase->expose()) : "error: " + passphrase.error().message;
}

std::string error_of(const Result<Secret>& passphrase) {
  if (passphrase) return "no error";
  CHECK(passphrase.error().kind == ErrorKind::secret_unavailable);
  CHECK_FALSE(passphrase.error().hints.empty());
  return passphrase.error().message;
}

int pipe_with(std::string_view bytes) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  ::close(ends[1]);
  return ends[0];
}

/// On a terminal; 0 where what comes back is `expected`, else the exit code of the error.
int ask(bool fresh, std::string_view expected) {
  PassphraseOptions options{.variable = kVariable};
  const os::Environment environment(std::vector<std::string>{});
  const auto given = fresh ? read_new_passphrase(options, environment, kWhat)
                           : read_passphrase(options, environment, kWhat);
  if (!given) return exit_code(given.error().kind);
  return given->expose() == expected ? 0 : 99;
}

}  // namespace

TEST_CASE("read_passphrase: uses the first source that is given") {
  const test::TempDir dir;
  const auto file = dir.write("file", "of the file\n").string();
  dir.write("credentials/tool.vault", "of systemd\n");
  const std::string folder = "CREDENTIALS_DIRECTORY=" + (dir / "credentials").string();
  const std::string variable = std::string(kVariable) + "=of the variable";
  const int fd = pipe_with("of the descriptor\n");
  CHECK(text_of(read(options_with({.file = file, .fd = fd}), {variable, folder})) == "of the file");
  CHECK(text_of(read(options_with({.fd = fd}), {variable, folder})) == "of the descriptor");
  CHECK(text_of(read(options_with(), {variable, folder})) == "of the variable");
  CHECK(text_of(read(options_with(), {folder})) == "of systemd");
  CHECK(text_of(read(options_with(), {std::string(kVariable) + "=", folder})) == "of systemd");
  ::close(fd);
}

TEST_CASE("read_passphrase: removes one line break, whatever the source") {
  const test::TempDir dir;
  for (const auto& [given, expected] : std::vector<std::pair<std::string, std::string>>{
           {"p\n", "p"}, {"p\r\n", "p"}, {"p\n\n", "p\n"}, {" p ", " p "}, {"p\r", "p\r"}}) {
    CAPTURE(given);
    CHECK(text_of(read(options_with({.file = dir.write("file", given).string()}))) == expected);
    CHECK(text_of(read(options_with(), {std::string(kVariable) + "=" + given})) == expected);
    const int fd = pipe_with(given);
    CHECK(text_of(read(options_with({.fd = fd}))) == expected);
    ::close(fd);
  }
}

TEST_CASE("read_passphrase: a source without a passphrase is an error, and no other is tried") {
  const test::TempDir dir;
  const std::string variable = std::string(kVariable) + "=of the variable";
  const auto error = [&](const std::string& content) {
    return error_of(read(options_with({.file = dir.write("file", content).string()}), {variable}));
  };
  CHECK_THAT(error(""), Contains("is empty") && Contains((dir / "file").string()));
  CHECK_THAT(error("\n"), Contains("is empty"));
  CHECK_THAT(error(std::string("p\0", 2)), Contains("contains a NUL byte"));
  CHECK_THAT(error(std::string(1025, 'p')), Contains("is longer than 1024 bytes"));
  CHECK(text_of(read(options_with({.file = dir.write("f", std::string(1024, 'p') + "\r\n")}))) ==
        std::string(1024, 'p'));
  CHECK_FALSE(
      error_of(read(options_with({.file = dir.write("f", std::string(9999, 'p'))}))).empty());
  CHECK_THAT(error_of(read(options_with({.file = "/nonexistent"}), {variable})),
             Contains("/nonexistent"));
  CHECK_THAT(error_of(read(options_with({.file = dir.write("open", "p", 0644)}))),
             Contains("can be read by other users"));
  CHECK_THAT(error_of(read(options_with({.fd = 987}), {variable})),
             Contains("file descriptor 987"));
  CHECK_THAT(error_of(read(options_with(), {std::string(kVariable) + "=\n"})),
             Contains(std::string(kVariable)) && Contains("is empty"));
}

TEST_CASE("read_passphrase: expands ~ in a path") {
  const test::TempDir dir;
  dir.write("file", "p");
  CHECK(text_of(read(options_with({.file = "~/file"}), {"HOME=" + dir.path().string()})) == "p");
}

TEST_CASE("read_passphrase: without a terminal names the ways to give one") {
  const auto nobody = read(options_with());
  CHECK(error_of(nobody) == "the vault's passphrase is needed, but cannot be asked for: CI is set");
  CHECK(nobody.error().hints ==
        std::vector<std::string>{"pass --passphrase-file FILE or --passphrase-fd N",
                                 "set THE_PASSPHRASE",
                                 "in a systemd unit: LoadCredential=tool.vault:FILE"});
  const PassphraseOptions bare{.variable = kVariable, .no_prompt_reason = "there is no terminal"};
  CHECK(read(bare).error().hints == std::vector<std::string>{"set THE_PASSPHRASE"});
}

TEST_CASE("read_passphrase: a typed passphrase is never shown") {
  TerminalSession session([] { return ask(false, "hemmelig"); });
  session.expect("Enter the vault's passphrase: ");
  session.type("hemmelig\n");
  CHECK(session.wait() == 0);
  CHECK(session.screen().find("hemmelig") == std::string::npos);
}

TEST_CASE("read_passphrase: empty or ended input is an error") {
  for (const char* typed : {"\n", "\x04"}) {
    TerminalSession session([] { return ask(false, ""); });
    session.expect("Enter the vault's passphrase: ");
    session.type(typed);
    CHECK(session.wait() == exit_code(ErrorKind::secret_unavailable));
  }
}

TEST_CASE("read_new_passphrase: asks twice, and again if the two differ or it is empty") {
  TerminalSession session([] { return ask(true, "right"); });
  const auto answer = [&](const char* question, const char* typed) {
    session.expect(question);
    session.type(typed);
  };
  answer("Choose the vault's passphrase: ", "rihgt\n");
  answer("Type it again: ", "right\n");
  session.expect("It was different the second time. Try again.");
  answer("Choose the vault's passphrase: ", "\n");
  session.expect("It is empty. Try again.");
  answer("Choose the vault's passphrase: ", "right\n");
  answer("Type it again: ", "right\n");
  CHECK(session.wait() == 0);
}

TEST_CASE("read_new_passphrase: gives up if the two never match") {
  TerminalSession session([] { return ask(true, "x"); });
  for (int i = 0; i < 3; ++i) {
    session.expect("Choose the vault's passphrase: ");
    session.type("one\n");
    session.expect("Type it again: ");
    session.type("two\n");
  }
  CHECK(session.wait() == exit_code(ErrorKind::secret_unavailable));
}
