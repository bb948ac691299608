// SPDX-License-Identifier: MIT
#include "crypto/key_builder.hpp"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

namespace entra_auth::crypto {
namespace {

using BuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, Freed<&LibCrypto::OSSL_PARAM_BLD_free>>;
using NumberContextPtr = std::unique_ptr<BN_CTX, Freed<&LibCrypto::BN_CTX_free>>;

struct WipeAndFree {
  void operator()(OSSL_PARAM* parameters) const {
    for (OSSL_PARAM* each = parameters; each->key != nullptr; ++each) {
      libcrypto().OPENSSL_cleanse(each->data, each->data_size);
    }
    libcrypto().OSSL_PARAM_free(parameters);
  }
};

bool push(OSSL_PARAM_BLD* builder, const char* name, const BigNumber& number) {
  return !number || libcrypto().OSSL_PARAM_BLD_push_BN(builder, name, number.get()) == 1;
}

KeyPtr build(const char* type, bool is_private, OSSL_PARAM_BLD* builder) {
  const std::unique_ptr<OSSL_PARAM, WipeAndFree> parameters(
      libcrypto().OSSL_PARAM_BLD_to_param(builder));
  const KeyContextPtr context(libcrypto().EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters && context && libcrypto().EVP_PKEY_fromdata_init(context.get()) == 1) {
    libcrypto().EVP_PKEY_fromdata(
        context.get(), &key, is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters.get());
  }
  return KeyPtr(key);
}

/// The numbers of the calculation below, wiped with it.
class Calculation {
 public:
  Calculation() : context_(libcrypto().BN_CTX_secure_new()) {}

  /// x * y == 1 (mod m)
  bool are_inverse(const BIGNUM* x, const BIGNUM* y, const BIGNUM* m) {
    const BigNumber product = fresh();
    return libcrypto().BN_mod_mul(product.get(), x, y, m, context_.get()) == 1 &&
           libcrypto().BN_is_one(product.get()) == 1;
  }
  /// remainder == number mod modulus
  bool is_remainder(const BIGNUM* remainder, const BIGNUM* number, const BIGNUM* modulus) {
    const BigNumber actual = fresh();
    return libcrypto().BN_div(nullptr, actual.get(), number, modulus, context_.get()) == 1 &&
           libcrypto().BN_cmp(actual.get(), remainder) == 0;
  }
  bool is_product(const BIGNUM* product, const BIGNUM* x, const BIGNUM* y) {
    const BigNumber actual = fresh();
    return libcrypto().BN_mul(actual.get(), x, y, context_.get()) == 1 &&
           libcrypto().BN_cmp(actual.get(), product) == 0;
  }
  /// (2 ^ d) ^ e == 2 (mod n)
  bool undoes(const RsaNumbers& key) {
    const BigNumber two = fresh();
    const BigNumber result = fresh();
    return libcrypto().BN_set_word(two.get(), 2) == 1 &&
           libcrypto().BN_mod_exp_mont_consttime(result.get(), two.get(), key.d.get(), key.n.get(),
                                                 context_.get(), nullptr) == 1 &&
           libcrypto().BN_mod_exp(result.get(), result.get(), key.e.get(), key.n.get(),
                                  context_.get()) == 1 &&
           libcrypto().BN_cmp(result.get(), two.get()) == 0;
  }
  static BigNumber minus_one(const BigNumber& number) {
    BigNumber result(libcrypto().BN_dup(number.get()));
    if (!result || libcrypto().BN_sub_word(result.get(), 1) != 1)
      throw_openssl_failure("arithmetic");
    return result;
  }

 private:
  static BigNumber fresh() {
    BigNumber number(libcrypto().BN_secure_new());
    if (!number) throw_openssl_failure("arithmetic");
    return number;
  }
  NumberContextPtr context_;
};

}  // namespace

BigNumber number_from(std::string_view big_endian) {
  return BigNumber(
      libcrypto().BN_bin2bn(as_bytes(big_endian), static_cast<int>(big_endian.size()), nullptr));
}

KeyPtr build_key(const RsaNumbers& numbers) {
  const BuilderPtr builder(libcrypto().OSSL_PARAM_BLD_new());
  if (!builder || !push(builder.get(), OSSL_PKEY_PARAM_RSA_N, numbers.n) ||
      !push(builder.get(), OSSL_PKEY_PARAM_RSA_E, numbers.e) ||
      !push(builder.get(), OSSL_PKEY_PARAM_RSA_D, numbers.d) ||
      !push(builder.get(), OSSL_PKEY_PARAM_RSA_FACTOR1, numbers.p) ||
      !push(builder.get(), OSSL_PKEY_PARAM_RSA_FACTOR2, numbers.q) ||
      !push(builder.get(), OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.dp) ||
      !push(builder.get(), OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.dq) ||
      !push(builder.get(), OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.qi)) {
    return nullptr;
  }
  return build("RSA", numbers.d != nullptr, builder.get());
}

KeyPtr build_key(const EcNumbers& numbers) {
  const BuilderPtr builder(libcrypto().OSSL_PARAM_BLD_new());
  if (!builder ||
      libcrypto().OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                                  numbers.curve.c_str(), 0) != 1 ||
      libcrypto().OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                                   numbers.point.data(),
                                                   numbers.point.size()) != 1 ||
      !push(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, numbers.private_number)) {
    return nullptr;
  }
  return build("EC", numbers.private_number != nullptr, builder.get());
}

bool is_consistent(const RsaNumbers& key) {
  Calculation calculation;
  if (!key.p) return calculation.undoes(key);
  if (libcrypto().BN_is_zero(key.p.get()) == 1 || libcrypto().BN_is_zero(key.q.get()) == 1 ||
      libcrypto().BN_is_one(key.p.get()) == 1 || libcrypto().BN_is_one(key.q.get()) == 1) {
    return false;
  }
  const BigNumber p_minus_one = Calculation::minus_one(key.p);
  const BigNumber q_minus_one = Calculation::minus_one(key.q);
  return calculation.is_product(key.n.get(), key.p.get(), key.q.get()) &&
         calculation.are_inverse(key.d.get(), key.e.get(), p_minus_one.get()) &&
         calculation.are_inverse(key.d.get(), key.e.get(), q_minus_one.get()) &&
         calculation.is_remainder(key.dp.get(), key.d.get(), p_minus_one.get()) &&
         calculation.is_remainder(key.dq.get(), key.d.get(), q_minus_one.get()) &&
         calculation.are_inverse(key.qi.get(), key.q.get(), key.p.get());
}

bool is_consistent(EVP_PKEY* ec_key) {
  const KeyContextPtr context(libcrypto().EVP_PKEY_CTX_new_from_pkey(nullptr, ec_key, nullptr));
  return context && libcrypto().EVP_PKEY_pairwise_check(context.get()) == 1;
}

}  // namespace entra_auth::crypto
