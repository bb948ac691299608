// SPDX-License-Identifier: MIT
#include <entra_auth/error.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace entra_auth;

TEST_CASE("error: every kind has its documented exit code and name") {
  struct Row {
    ErrorKind kind;
    int code;
    std::string name;
  };
  const std::vector<Row> rows{
      {ErrorKind::unexpected, 1, "unexpected"},
      {ErrorKind::profile_not_found, 2, "profile_not_found"},
      {ErrorKind::server_refused, 3, "server_refused"},
      {ErrorKind::network, 4, "network"},
      {ErrorKind::timeout, 5, "timeout"},
      {ErrorKind::interaction_required, 6, "interaction_required"},
      {ErrorKind::invalid_configuration, 7, "invalid_configuration"},
      {ErrorKind::secret_unavailable, 8, "secret_unavailable"},
      {ErrorKind::invalid_token, 9, "invalid_token"},
      {ErrorKind::usage, 64, "usage"},
      {ErrorKind::interrupted, 130, "interrupted"},
      {ErrorKind::terminated, 143, "terminated"},
  };
  for (const auto& row : rows) {
    CHECK(exit_code(row.kind) == row.code);
    CHECK(kind_name(row.kind) == row.name);
  }
  CHECK(exit_code(static_cast<ErrorKind>(200)) == 1);
}
