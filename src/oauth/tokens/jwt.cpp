// SPDX-License-Identifier: MIT
#include "oauth/tokens/jwt.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

#include <algorithm>

namespace entra_auth::oauth {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr std::string_view kBearer = "bearer";

tl::unexpected<Error> malformed(std::string message, std::vector<std::string> hints = {}) {
  return fail(ErrorKind::invalid_token, std::move(message), std::move(hints));
}

std::string_view without_decoration(std::string_view text) {
  text = trim(text);
  const std::string_view rest = text.substr(std::min(kBearer.size(), text.size()));
  const bool has_prefix = equals_ignoring_case(text.substr(0, kBearer.size()), kBearer) &&
                          trim(rest).size() != rest.size();
  return has_prefix ? trim(rest) : text;
}

tl::unexpected<Error> not_three_parts(std::string_view token) {
  const auto dots = std::ranges::count(token, '.');
  if (dots == 4) {
    return malformed("the token is encrypted (JWE, 5 parts): only its audience can read it");
  }
  if (dots == 0) {
    return malformed("not a JWT (no dots in it)",
                     {"an opaque token has no claims that can be shown"});
  }
  return malformed("not a JWT (" + std::to_string(dots + 1) + " parts instead of 3)");
}

Result<Json> decode_object(std::string_view part, std::string_view what) {
  auto bytes = base64url_decode(part);
  if (!bytes) return malformed("the " + std::string(what) + " of the token is not base64url");
  auto object = parse_json_object(*bytes, kTokenDepth);
  wipe(*bytes);
  if (!object) {
    return malformed("the " + std::string(what) +
                     " of the token cannot be read: " + object.error().message);
  }
  return object;
}

}  // namespace

Result<Secret> make_jwt(const OrderedJson& header, const OrderedJson& claims,
                        const crypto::PrivateKey& key, crypto::Algorithm algorithm) {
  const auto named = header.find("alg");
  if (named == header.end() || *named != crypto::name(algorithm)) {
    return fail(ErrorKind::unexpected, "the header of the JWT names a different algorithm");
  }
  std::string token =
      base64url_encode(to_ascii_json(header)) + "." + base64url_encode(to_ascii_json(claims));
  TRY(const std::string signature, key.sign(algorithm, token));
  token += "." + base64url_encode(signature);
  return Secret(std::move(token));
}

Result<DecodedJwt> decode_jwt(std::string_view text) {
  const std::string_view token = without_decoration(text);
  if (token.empty()) return malformed("there is no token");
  if (token.size() > kMaxBytes) return malformed("the token is larger than 1 MiB");
  const std::size_t first_dot = token.find('.');
  const std::size_t second_dot = token.find('.', first_dot + 1);
  if (first_dot == std::string_view::npos || second_dot == std::string_view::npos ||
      token.find('.', second_dot + 1) != std::string_view::npos) {
    return not_three_parts(token);
  }
  DecodedJwt jwt;
  TRY(jwt.header, decode_object(token.substr(0, first_dot), "header"));
  TRY(jwt.claims,
      decode_object(token.substr(first_dot + 1, second_dot - first_dot - 1), "payload"));
  jwt.signing_input = token.substr(0, second_dot);
  jwt.signature_text = token.substr(second_dot + 1);
  auto signature = base64url_decode(jwt.signature_text);
  if (!signature) return malformed("the signature of the token is not base64url");
  jwt.signature = *std::move(signature);
  return jwt;
}

bool verify_jwt(const DecodedJwt& jwt, const crypto::PublicKey& key, crypto::Algorithm algorithm) {
  const auto named = jwt.header.find("alg");
  return named != jwt.header.end() && *named == crypto::name(algorithm) &&
         !jwt.header.contains("crit") && key.verify(algorithm, jwt.signing_input, jwt.signature);
}

}  // namespace entra_auth::oauth
