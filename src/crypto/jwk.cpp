// SPDX-License-Identifier: MIT
// Public keys. Private ones are in private_jwk.cpp.

#include "crypto/jwk.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/try.hpp"
#include "crypto/digest.hpp"
#include "crypto/key_builder.hpp"

#include <openssl/core_names.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace entra_auth::crypto {
namespace {

constexpr std::size_t kMaxEntries = 1000;
constexpr std::array<std::string_view, 8> kPrivateMembers{"d",  "p",  "q",   "dp",
                                                          "dq", "qi", "oth", "k"};

bool is_for_verifying(const Json& jwk) {
  if (const auto use = jwk.find("use"); use != jwk.end() && *use != "sig") return false;
  const auto operations = jwk.find("key_ops");
  return operations == jwk.end() ||
         (operations->is_array() &&
          std::any_of(operations->begin(), operations->end(),
                      [](const Json& operation) { return operation == "verify"; }));
}

Result<std::optional<Algorithm>> algorithm_of(const Json& jwk, KeyType type) {
  TRY(const auto text, optional_string(jwk, "alg"));
  if (!text) return std::optional<Algorithm>();
  const auto algorithm = parse_algorithm(*text);
  const bool is_ec_algorithm = text->starts_with("ES");
  if (!algorithm || is_ec_algorithm != (type == KeyType::ec)) {
    return fail(ErrorKind::invalid_token, "\"alg\" names no algorithm that fits the key");
  }
  return algorithm;
}

Result<PublicJwk> read_public_jwk(const Json& jwk) {
  const OpenSslScope openssl;
  if (!jwk.is_object()) return fail(ErrorKind::invalid_token, "not a JSON object");
  for (const auto member : kPrivateMembers) {
    if (jwk.contains(member)) {
      return fail(ErrorKind::invalid_token,
                  "\"" + std::string(member) + "\" belongs to a private or symmetric key");
    }
  }
  TRY(const std::string type, required_member(jwk, "kty"));
  KeyPtr key;
  if (type == "RSA") {
    TRY(const RsaNumbers numbers, rsa_public_members(jwk));
    key = build_key(numbers);
  } else if (type == "EC") {
    TRY(const EcNumbers numbers, ec_public_members(jwk));
    key = build_key(numbers);
  } else {
    return fail(ErrorKind::invalid_token, "\"kty\" is neither RSA nor EC");
  }
  if (!key) return fail(ErrorKind::invalid_token, "its numbers make no key");
  TRY(PublicKey public_key, PublicKey::adopt(std::move(key)));
  TRY(const auto algorithm, algorithm_of(jwk, public_key.type()));
  TRY(auto kid, optional_string(jwk, "kid"));
  TRY(auto issuer, optional_string(jwk, "issuer"));
  return PublicJwk{.key = std::move(public_key),
                   .kid = std::move(kid).value_or(""),
                   .algorithm = algorithm,
                   .issuer = std::move(issuer).value_or("")};
}

std::string encoded_number(const PublicKey& key, const char* parameter) {
  const BigNumber number = key_number(key.get(), parameter);
  if (!number) throw_openssl_failure("reading a key");
  // Coordinates are as wide as the curve; RSA numbers as short as they can be.
  const int width = key.type() == KeyType::ec ? (key.bits() + 7) / 8 : size_in_bytes(number.get());
  std::string bytes(static_cast<std::size_t>(width), '\0');
  libcrypto().BN_bn2binpad(number.get(), reinterpret_cast<unsigned char*>(bytes.data()), width);
  return base64url_encode(bytes);
}

constexpr std::size_t kMaxNumberBytes = 8192 / 8 + 1;

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

Result<PublicJwk> parse_public_jwk(const Json& jwk) {
  auto parsed = read_public_jwk(jwk);
  if (!parsed) return fail(ErrorKind::invalid_token, "unusable JWK: " + parsed.error().message);
  return parsed;
}

Result<std::vector<PublicJwk>> parse_jwks(std::string_view json) {
  const auto set = parse_json_object(json);
  if (!set) return fail(ErrorKind::network, "not a JWK set: " + set.error().message);
  const auto keys = set->find("keys");
  if (keys == set->end() || !keys->is_array()) {
    return fail(ErrorKind::network, "not a JWK set: it has no array \"keys\"");
  }
  std::vector<PublicJwk> usable;
  std::size_t seen = 0;
  for (const Json& entry : *keys) {
    if (++seen > kMaxEntries) break;
    if (!entry.is_object() || !is_for_verifying(entry)) continue;
    if (auto key = read_public_jwk(entry)) usable.push_back(*std::move(key));
  }
  return usable;
}

OrderedJson to_public_jwk(const PublicKey& key) {
  const OpenSslScope openssl;
  if (key.type() == KeyType::rsa) {
    return {{"kty", "RSA"},
            {"n", encoded_number(key, OSSL_PKEY_PARAM_RSA_N)},
            {"e", encoded_number(key, OSSL_PKEY_PARAM_RSA_E)}};
  }
  return {{"kty", "EC"},
          {"crv", "P-" + std::to_string(key.bits())},
          {"x", encoded_number(key, OSSL_PKEY_PARAM_EC_PUB_X)},
          {"y", encoded_number(key, OSSL_PKEY_PARAM_EC_PUB_Y)}};
}

std::string jwk_thumbprint(const PublicKey& key) {
  const Json in_lexicographic_order = to_public_jwk(key);
  return base64url_encode(sha256(in_lexicographic_order.dump()));
}

Result<std::string> required_member(const Json& jwk, std::string_view name) {
  TRY(auto value, optional_string(jwk, name));
  if (!value) return wrong(name, "is missing");
  return *std::move(value);
}

Result<BigNumber> number_member(const Json& jwk, std::string_view name) {
  TRY(const Secret bytes, bytes_member(jwk, name));
  if (bytes.empty() || bytes.size() > kMaxNumberBytes) return wrong(name, "has an unusable size");
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
