// SPDX-License-Identifier: MIT
#include "cli/inspect/token_status.hpp"

#include <catch2/catch.hpp>

using namespace entra_auth;

namespace {

std::string status(const char* claims, long long now = 1000) {
  return std::string(cli::token_status(Json::parse(claims), Timestamp(std::chrono::seconds(now))));
}

}  // namespace

TEST_CASE("exp and nbf decide, to the second") {
  CHECK(status(R"({"exp":1001})") == "valid");
  CHECK(status(R"({"exp":1000})") == "expired");
  CHECK(status(R"({"exp":2000,"nbf":1000})") == "valid");
  CHECK(status(R"({"exp":2000,"nbf":1001})") == "not_yet_valid");
  CHECK(status(R"({"nbf":1001})") == "not_yet_valid");
  CHECK(status(R"({"nbf":1000})") == "no_expiry");
  CHECK(status(R"({"iat":5000})") == "no_expiry");
}

TEST_CASE("a date that cannot be read counts against the token") {
  for (const char* date : {"\"2000\"", "true", "null", "[]", "1e300", "-1e300", "1e20"}) {
    CAPTURE(date);
    CHECK(status(("{\"exp\":" + std::string(date) + "}").c_str()) == "expired");
    CHECK(status(("{\"exp\":9000,\"nbf\":" + std::string(date) + "}").c_str()) == "not_yet_valid");
  }
}

TEST_CASE("fractions are cut off, negative dates and year 9999 are dates") {
  CHECK(cli::date_claim(Json{{"exp", 1000.9}}, "exp")->time_since_epoch().count() == 1000);
  CHECK(cli::date_claim(Json{{"exp", -1}}, "exp")->time_since_epoch().count() == -1);
  CHECK(cli::date_claim(Json{{"exp", 253402300799}}, "exp"));
  CHECK_FALSE(cli::date_claim(Json{{"exp", 253402300800}}, "exp"));
  CHECK_FALSE(cli::date_claim(Json::object(), "exp"));
}
