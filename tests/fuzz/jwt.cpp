// SPDX-License-Identifier: MIT
#include "oauth/tokens/jwt.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/jwk.hpp"
#include "crypto/rfc_vectors.hpp"
#include "fuzz/targets.hpp"

#include <string>

namespace entra_auth::fuzz {
namespace {

const crypto::PublicKey& known_key() {
  static const auto key = [] {
    Json jwk = Json::parse(test::kRfc7515A3Key);
    jwk.erase("d");
    return crypto::parse_public_jwk(jwk).value().key;
  }();
  return key;
}

/// The only text that this key is known to have signed is the RFC's own.
void check_signature(const oauth::DecodedJwt& jwt) {
  if (!oauth::verify_jwt(jwt, known_key(), crypto::Algorithm::es256)) return;
  expect(std::string_view(test::kRfc7515A3Jws).starts_with(jwt.signing_input + "."),
         "a signature is good for what was signed");
}

void check_as_sent(std::string_view input) {
  const auto jwt = oauth::decode_jwt(input);
  if (!jwt)
    return expect(jwt.error().kind == ErrorKind::invalid_token, "a refusal is one of tokens");
  expect(jwt->header.is_object() && jwt->claims.is_object(), "header and claims are objects");
  expect(base64url_encode(jwt->signature) == jwt->signature_text, "the signature is its text");
  const auto token = jwt->signing_input + "." + jwt->signature_text;
  expect(trim(input).ends_with(token), "nothing of the token is lost");
  const auto again = oauth::decode_jwt("Bearer " + token);
  expect(again && again->header == jwt->header && again->claims == jwt->claims &&
             again->signing_input == jwt->signing_input && again->signature == jwt->signature,
         "a prefix changes nothing");
  check_signature(*jwt);
}

/// A fuzzer cannot change JSON through its base64url, so here it writes the JSON itself: header,
/// claims and signature, each on a line.
void check_from_parts(std::string_view input) {
  const auto header = input.substr(0, input.find('\n'));
  input.remove_prefix(std::min(header.size() + 1, input.size()));
  const auto claims = input.substr(0, input.find('\n'));
  input.remove_prefix(std::min(claims.size() + 1, input.size()));
  const auto jwt = oauth::decode_jwt(base64url_encode(header) + "." + base64url_encode(claims) +
                                     "." + base64url_encode(input));
  const auto read_header = parse_json_object(header, kTokenDepth);
  const auto read_claims = parse_json_object(claims, kTokenDepth);
  expect(jwt.has_value() == (read_header && read_claims),
         "two objects are a token, no more no less");
  if (!jwt) return;
  expect(jwt->header == *read_header && jwt->claims == *read_claims && jwt->signature == input,
         "the parts are read back");
  check_signature(*jwt);
}

}  // namespace

void fuzz_jwt(std::string_view input) {
  check_as_sent(input);
  check_from_parts(input);
}

}  // namespace entra_auth::fuzz
