// SPDX-License-Identifier: MIT
#include "crypto/jwk_members.hpp"

#include "base/encoding.hpp"
#include "base/try.hpp"

#include <cstddef>

namespace entra_auth::crypto {
namespace {

constexpr std::size_t kMostNumberBytes = 8192 / 8 + 1;

tl::unexpected<Error> wrong(std::string_view member, std::string_view what) {
  return fail(ErrorKind::unexpected, "\"" + std::string(member) + "\" " + std::string(what));
}

Result<Secret> bytes_member(const Json& jwk, std::string_view name) {
  TRY(std::string text, required_member(jwk, name));
  auto bytes = base64url_decode(text);
  wipe(text);
  if (!bytes) return wrong(name, "is not base64url without padding");
  return Secret(*std::move(bytes));
}

Result<Secret> bytes_of_width(const Json& jwk, std::string_view name, std::size_t width) {
  TRY(Secret bytes, bytes_member(jwk, name));
  if (bytes.size() != width) {
    return wrong(name, "must hold " + std::to_string(width) + " bytes on this curve");
  }
  return bytes;
}

std::size_t curve_bytes(std::string_view curve) {
  if (curve == "P-256") return 32;
  if (curve == "P-384") return 48;
  if (curve == "P-521") return 66;
  return 0;
}

}  // namespace

Result<std::string> required_member(const Json& jwk, std::string_view name) {
  TRY(auto value, optional_string(jwk, name));
  if (!value) return wrong(name, "is missing");
  return *std::move(value);
}

Result<BigNumber> number_member(const Json& jwk, std::string_view name) {
  TRY(const Secret bytes, bytes_member(jwk, name));
  if (bytes.empty() || bytes.size() > kMostNumberBytes) return wrong(name, "has an unusable size");
  return number_from(bytes.expose());
}

Result<RsaNumbers> rsa_public_members(const Json& jwk) {
  RsaNumbers numbers;
  TRY(numbers.n, number_member(jwk, "n"));
  TRY(numbers.e, number_member(jwk, "e"));
  return numbers;
}

Result<EcNumbers> ec_public_members(const Json& jwk) {
  EcNumbers numbers;
  TRY(numbers.curve, required_member(jwk, "crv"));
  const std::size_t width = curve_bytes(numbers.curve);
  if (width == 0) return wrong("crv", "is not P-256, P-384 or P-521");
  TRY(const Secret x, bytes_of_width(jwk, "x", width));
  TRY(const Secret y, bytes_of_width(jwk, "y", width));
  numbers.point = '\x04';
  numbers.point += x.expose();
  numbers.point += y.expose();
  return numbers;
}

Result<BigNumber> ec_private_member(const Json& jwk, const EcNumbers& numbers) {
  TRY(const Secret bytes, bytes_of_width(jwk, "d", curve_bytes(numbers.curve)));
  return number_from(bytes.expose());
}

}  // namespace entra_auth::crypto
