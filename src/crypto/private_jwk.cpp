// SPDX-License-Identifier: MIT

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/try.hpp"
#include "crypto/jwk.hpp"
#include "crypto/key_builder.hpp"
#include "crypto/openssl.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace entra_auth::crypto {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // some editors write it
constexpr std::array<std::string_view, 5> kCrtMembers{"p", "q", "dp", "dq", "qi"};

/// The strings of the parsed JWK are as secret as its text.
class WipedJson {
 public:
  explicit WipedJson(Json value) : value_(std::move(value)) {}
  WipedJson(const WipedJson&) = delete;
  WipedJson& operator=(const WipedJson&) = delete;
  ~WipedJson() {
    if (!value_.is_object()) return;
    for (auto& member : value_) {
      if (auto* text = member.get_ptr<std::string*>()) wipe(*text);
    }
  }
  [[nodiscard]] const Json& get() const { return value_; }

 private:
  Json value_;
};

tl::unexpected<Error> refuse_jwk(std::string reason, std::vector<std::string> hints = {}) {
  return fail(ErrorKind::invalid_configuration, std::move(reason), std::move(hints));
}

Result<void> check_is_private_signing_key(const Json& jwk) {
  if (jwk.is_array()) return refuse_jwk("it is an array; the JWK of one key is expected");
  if (!jwk.is_object()) return refuse_jwk("it is not a JSON object");
  if (jwk.contains("keys")) {
    return refuse_jwk("it is a JWK set", {"give the one key itself: the object inside \"keys\""});
  }
  if (string_or(jwk, "kty") == "oct") return refuse_jwk("it is a symmetric key (\"kty\" is oct)");
  if (!jwk.contains("d")) {
    return refuse_jwk("it is a public key: the private member \"d\" is missing",
                      {"use the private JWK; the public one is what the server was given"});
  }
  if (const auto use = jwk.find("use"); use != jwk.end() && *use != "sig") {
    return refuse_jwk("it is not for signing (\"use\" is not sig)");
  }
  return {};
}

Result<KeyPtr> rsa_key(const Json& jwk) {
  if (jwk.contains("oth")) return refuse_jwk("RSA keys of more than two primes are not supported");
  TRY(RsaNumbers numbers, rsa_public_members(jwk));
  TRY(numbers.d, number_member(jwk, "d"));
  const auto present = std::count_if(kCrtMembers.begin(), kCrtMembers.end(),
                                     [&](std::string_view name) { return jwk.contains(name); });
  if (present != 0) {
    TRY(numbers.p, number_member(jwk, "p"));
    TRY(numbers.q, number_member(jwk, "q"));
    TRY(numbers.dp, number_member(jwk, "dp"));
    TRY(numbers.dq, number_member(jwk, "dq"));
    TRY(numbers.qi, number_member(jwk, "qi"));
  }
  // The rules of the public half come first: the check below divides by these numbers.
  RsaNumbers public_half{.n = BigNumber(libcrypto().BN_dup(numbers.n.get())),
                         .e = BigNumber(libcrypto().BN_dup(numbers.e.get())),
                         .d = {},
                         .p = {},
                         .q = {},
                         .dp = {},
                         .dq = {},
                         .qi = {}};
  KeyPtr public_key = build_key(public_half);
  if (!public_key) return refuse_jwk("its numbers make no key");
  TRY([[maybe_unused]] const auto sound, PublicKey::adopt(std::move(public_key)));
  if (!is_consistent(numbers)) return refuse_jwk("its members do not belong to one RSA key");
  return build_key(numbers);
}

Result<KeyPtr> ec_key(const Json& jwk) {
  TRY(EcNumbers numbers, ec_public_members(jwk));
  TRY(numbers.private_number, ec_private_member(jwk, numbers));
  KeyPtr key = build_key(numbers);
  if (!key || !is_consistent(key.get()))
    return refuse_jwk("its members do not belong to one EC key");
  return key;
}

Result<PrivateJwk> read_private_jwk(const Json& jwk) {
  TRY_VOID(check_is_private_signing_key(jwk));
  TRY(const std::string type, required_member(jwk, "kty"));
  if (type != "RSA" && type != "EC") return refuse_jwk("\"kty\" is neither RSA nor EC");
  TRY(KeyPtr numbers, type == "RSA" ? rsa_key(jwk) : ec_key(jwk));
  if (!numbers) return refuse_jwk("its numbers make no key");
  TRY(PrivateKey key, PrivateKey::adopt(std::move(numbers)));
  TRY(auto kid, optional_string(jwk, "kid"));
  TRY(const auto algorithm, optional_string(jwk, "alg"));
  return PrivateJwk{.key = std::move(key),
                    .kid = std::move(kid).value_or(""),
                    .algorithm = algorithm ? parse_algorithm(*algorithm) : std::nullopt};
}

/// Each member with OpenSSL's name for its number.
constexpr std::array<std::pair<const char*, const char*>, 6> kPrivateNumbers{
    {{"d", "d"},
     {"p", "rsa-factor1"},
     {"q", "rsa-factor2"},
     {"dp", "rsa-exponent1"},
     {"dq", "rsa-exponent2"},
     {"qi", "rsa-coefficient1"}}};

std::string encode_number(const PrivateKey& key, const char* parameter) {
  const auto number = key_number(key.get(), parameter);
  if (!number) throw_openssl_failure("reading a key");
  std::string bytes(static_cast<std::size_t>(size_in_bytes(number.get())), '\0');
  libcrypto().BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  return base64url_encode(bytes);
}

}  // namespace

Result<PrivateJwk> load_private_jwk(const Secret& json) {
  const OpenSslScope openssl;
  std::string_view text = json.expose();
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  auto parsed = parse_json(text);
  if (!parsed) {
    // A key name is all that the reason could quote, and even that may be part of a secret here.
    return refuse_jwk(
        "the JWK is not valid JSON",
        {"a JWK starts with { and has the members kty, n, e, d, ... or kty, crv, x, y, d"});
  }
  const WipedJson jwk(*std::move(parsed));
  auto loaded = read_private_jwk(jwk.get());
  if (!loaded) {
    return refuse_jwk("the JWK cannot be used: " + loaded.error().message,
                      std::move(loaded.error().hints));
  }
  return loaded;
}

OrderedJson to_private_jwk(const PrivateKey& key) {
  const OpenSslScope openssl;
  auto jwk = to_public_jwk(key.public_key());
  for (const auto& [member, parameter] : kPrivateNumbers) {
    jwk[member] = encode_number(key, parameter);
  }
  return jwk;
}

}  // namespace entra_auth::crypto
